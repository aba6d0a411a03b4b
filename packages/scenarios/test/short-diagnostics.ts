// Diagnostics in one line each: `line:column severity message`, and the remedy behind an arrow.

import type { Diagnostic } from '@ospflab/scenarios';

export function shortDiagnostics(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(
    ({ line, column, severity, message, remedy }) => `${line}:${column} ${severity} ${message} → ${remedy}`,
  );
}

export function placesOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ line, column, severity }) => `${line}:${column} ${severity}`);
}
