// `portUp`: the switch port or cable works again.

export interface PortUpAction {
  readonly kind: 'portUp';
  readonly node: string;
  readonly interface: string;
}
