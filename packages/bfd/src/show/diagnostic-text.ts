// FRR 8.4: bfdd/bfd.c, diag2str.

import type { Diagnostic } from '../session-state.ts';

const texts: Readonly<Record<Diagnostic, string>> = {
  none: 'ok',
  detectionTimeExpired: 'control detection time expired',
  echoFailed: 'echo function failed',
  neighborSignaledDown: 'neighbor signaled session down',
  forwardingPlaneReset: 'forwarding plane reset',
  pathDown: 'path down',
  concatenatedPathDown: 'concatenated path down',
  administrativelyDown: 'administratively down',
  reverseConcatenatedPathDown: 'reverse concatenated path down',
};

export function diagnosticText(diagnostic: Diagnostic | undefined): string {
  return diagnostic === undefined ? 'N/A' : texts[diagnostic];
}
