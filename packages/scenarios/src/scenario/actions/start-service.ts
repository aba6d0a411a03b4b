// `startService`: a server that was stopped answers again.

export interface StartServiceAction {
  readonly kind: 'startService';
  readonly node: string;
  readonly port: number;
}
