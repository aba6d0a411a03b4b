// Every kind of check that can be configured. A new one is a file in this folder and a row here.

import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { HealthCheck } from './health-check.ts';
import { HttpGet } from './http-get.ts';
import type { CheckConfig } from './keepalived-config.ts';
import { TcpCheck } from './tcp-check.ts';

type Sink = (effect: KeepalivedEffect) => void;

type Row<Kind extends CheckConfig['kind']> = (
  state: CheckState<Extract<CheckConfig, { readonly kind: Kind }>>,
  sink: Sink,
) => HealthCheck;

export const healthCheckTable: { readonly [Kind in CheckConfig['kind']]: Row<Kind> } = {
  tcpCheck: (state, sink) => new TcpCheck(state, sink),
  httpGet: (state, sink) => new HttpGet(state, sink),
};
