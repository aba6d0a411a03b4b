// `heal`: ends silent cuts of one interface, or of all interfaces of the node.

export interface HealAction {
  readonly kind: 'heal';
  readonly node: string;
  readonly interface: string | undefined;
}
