// `stopService`: a server process ends (`refused`: the port answers RST) or hangs behind a filter (`silent`: nothing answers).

export interface StopServiceAction {
  readonly kind: 'stopService';
  readonly node: string;
  readonly port: number;
  readonly how: 'refused' | 'silent';
}
