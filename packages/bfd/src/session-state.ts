// States of a session and reasons for its last change, as the wire numbers them. RFC 5880 §4.1.

export const sessionStates = ['adminDown', 'down', 'init', 'up'] as const;
export type SessionState = (typeof sessionStates)[number];

export const diagnostics = [
  'none',
  'detectionTimeExpired',
  'echoFailed',
  'neighborSignaledDown',
  'forwardingPlaneReset',
  'pathDown',
  'concatenatedPathDown',
  'administrativelyDown',
  'reverseConcatenatedPathDown',
] as const;
export type Diagnostic = (typeof diagnostics)[number];
