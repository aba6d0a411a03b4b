// What a reader has to say about a text: place, what was expected there, and how to mend it.
// Readers collect these and go on; nothing in a file is dropped without one.

/** A place in a text. Line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * `error`: the input cannot be used. `unsupported`: the real program understands this, the simulator does not.
 * `warning`: the real program would complain, or ignore it, and go on.
 */
export type DiagnosticSeverity = 'error' | 'unsupported' | 'warning';

export interface Diagnostic extends Position {
  readonly severity: DiagnosticSeverity;
  /** What is wrong and what was expected, one sentence without a full stop. */
  readonly message: string;
  /** What to write instead, one sentence without a full stop. */
  readonly remedy: string;
}

/** A line that is known and has no influence on the simulated network (logging, passwords, package installation). */
export interface IrrelevantLine extends Position {
  readonly text: string;
}

/** The outcome of every reader: a value, usable unless a diagnostic is an error, and everything that was noticed. */
export interface Reading<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
  readonly irrelevant: readonly IrrelevantLine[];
}

export function diagnosticAt(
  at: Position,
  severity: DiagnosticSeverity,
  message: string,
  remedy: string,
): Diagnostic {
  return { severity, file: at.file, line: at.line, column: at.column, message, remedy };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** Strict mode: what the simulator does not understand is an error. */
export function inStrictMode(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map((diagnostic) =>
    diagnostic.severity === 'unsupported' ? { ...diagnostic, severity: 'error' } : diagnostic,
  );
}

/** Two lines: `file:line:column: severity: message` and the remedy, indented. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const place = `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`;
  return `${place}: ${diagnostic.severity}: ${diagnostic.message}\n    ${diagnostic.remedy}`;
}
