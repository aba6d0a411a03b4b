// `setCost`: `ip ospf cost N` typed into the running ospfd.

export interface SetCostAction {
  readonly kind: 'setCost';
  readonly node: string;
  readonly interface: string;
  /** 1 … 65535 */
  readonly cost: number;
}
