// `linkUp`: the node's own `ip link set … up`.

export interface LinkUpAction {
  readonly kind: 'linkUp';
  readonly node: string;
  readonly interface: string;
}
