// `linkDown`: the node's own `ip link set … down`.

export interface LinkDownAction {
  readonly kind: 'linkDown';
  readonly node: string;
  readonly interface: string;
}
