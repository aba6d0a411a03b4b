// `portDown`: the switch port or cable fails, the node loses carrier; on a point-to-point segment the other end does too.

export interface PortDownAction {
  readonly kind: 'portDown';
  readonly node: string;
  readonly interface: string;
}
