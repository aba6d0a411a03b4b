// `crash`: the whole machine stops at once and forgets everything.

export interface CrashAction {
  readonly kind: 'crash';
  readonly node: string;
}
