// Every kind of check that can be configured. A new one is a file in this folder and a row here.

import { BfdCheck } from './bfd-check.ts';
import type { CheckState } from './check-state.ts';
import { DnsCheck } from './dns-check.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { HealthCheck } from './health-check.ts';
import { HttpGet } from './http-get.ts';
import type { CheckConfig } from './keepalived-config.ts';
import { MiscCheck } from './misc-check.ts';
import { PingCheck } from './ping-check.ts';
import { SmtpCheck } from './smtp-check.ts';
import { TcpCheck } from './tcp-check.ts';
import { UdpCheck } from './udp-check.ts';

type Sink = (effect: KeepalivedEffect) => void;

type Row<Kind extends CheckConfig['kind']> = (
  state: CheckState<Extract<CheckConfig, { readonly kind: Kind }>>,
  sink: Sink,
) => HealthCheck;

export const healthCheckTable: { readonly [Kind in CheckConfig['kind']]: Row<Kind> } = {
  tcpCheck: (state, sink) => new TcpCheck(state, sink),
  httpGet: (state, sink) => new HttpGet(state, sink),
  udpCheck: (state, sink) => new UdpCheck(state, sink),
  pingCheck: (state, sink) => new PingCheck(state, sink),
  dnsCheck: (state, sink) => new DnsCheck(state, sink),
  smtpCheck: (state, sink) => new SmtpCheck(state, sink),
  miscCheck: (state, sink) => new MiscCheck(state, sink),
  bfdCheck: (state, sink) => new BfdCheck(state, sink),
};
