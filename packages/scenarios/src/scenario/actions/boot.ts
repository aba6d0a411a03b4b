// `boot`: a crashed machine comes up with its configuration files.

export interface BootAction {
  readonly kind: 'boot';
  readonly node: string;
}
