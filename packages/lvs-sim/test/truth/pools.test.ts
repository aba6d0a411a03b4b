// Quorum, hysteresis, sorry servers, inhibit_on_failure and several checks of one server, as keepalived 2.2.7 logged them, between its
// lines every command that it gave its kernel (`IPVS`). That kernel's IPVS was a stand-in that takes every command.

import { describe, expect, test } from 'vitest';
import { formatIpv4Address, ipv4, type Ipv4Address } from '@ospflab/net';
import { seconds, toSeconds } from '@ospflab/sim';
import type { CheckConfig, IpvsCommand, RealServerConfig, VirtualServerConfig } from '@ospflab/lvs-sim';
import { recordedLog, type LogLine } from '../recorded-log.ts';
import { WatchedDirector } from '../watched-director.ts';

/** From the start of the recording until the program had read its configuration. */
const startedAt = 0.04;
const tolerance = 0.1;

const recorded = recordedLog('pools.log');

const tcp: CheckConfig = { kind: 'tcpCheck' };

function server(last: number, more: Partial<RealServerConfig> = {}): RealServerConfig {
  return { address: ipv4(`10.9.0.${last}`), port: 80, checks: [tcp], ...more };
}

function service(
  last: number,
  realServers: readonly RealServerConfig[],
  more: Partial<VirtualServerConfig>,
): VirtualServerConfig {
  return {
    address: ipv4(`10.9.9.${last}`),
    port: 80,
    protocol: 'tcp',
    lbAlgo: 'wrr',
    lbKind: 'directRouting',
    delayLoop: seconds(1),
    warmup: seconds(0),
    delayBeforeRetry: seconds(1),
    realServers,
    ...more,
  };
}

const sorry = { address: ipv4('10.9.0.99'), port: 80 };

const virtualServers: readonly VirtualServerConfig[] = [
  service(1, [server(1), server(2), server(3)], { quorum: 2, hysteresis: 1, sorryServer: sorry }),
  service(2, [server(4, { weight: 3 }), server(5, { weight: 5 })], {
    alpha: true,
    inhibitOnFailure: true,
    sorryServer: { ...sorry, inhibit: true },
  }),
  service(
    3,
    [
      server(6, { weight: 2, inhibitOnFailure: true }),
      server(7, {
        weight: 2,
        checks: [
          { ...tcp, retry: 0 },
          { ...tcp, connectIp: ipv4('10.9.0.8') },
        ],
      }),
    ],
    { omega: true, quorum: 4, hysteresis: 1 },
  ),
];

/** By the last byte of the address: when it refuses connections, in seconds. Servers closed up to 0.05 s late, as the first two did. */
const refusals: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  1: [[5.045, 17]],
  2: [[8.045, 14]],
  3: [[11, 20]],
  4: [[5, 11]],
  5: [
    [0, 5],
    [11, 14],
  ],
  6: [[5, 11]],
  7: [[5, 11]],
  8: [[8, 11]],
};

function commandText(command: IpvsCommand): string {
  const name = (address: Ipv4Address): string => formatIpv4Address(address);
  switch (command.kind) {
    case 'serviceAdded':
    case 'serviceDeleted':
      return `IPVS ${command.kind === 'serviceAdded' ? 'addsvc' : 'delsvc'} ${name(command.service.address)}`;
    case 'destinationAdded':
    case 'destinationEdited': {
      const verb = command.kind === 'destinationAdded' ? 'adddest' : 'editdest';
      const { service: to, destination, settings } = command;
      return `IPVS ${verb} ${name(to.address)} ${name(destination.address)} ${settings.weight}`;
    }
    case 'destinationDeleted':
      return `IPVS deldest ${name(command.service.address)} ${name(command.destination.address)}`;
    default:
      return `IPVS ${command.kind}`;
  }
}

function simulated(): LogLine[] {
  const director = new WatchedDirector({ virtualServers }, () => 0);
  const lines: LogLine[] = [];
  const takeLog = (): void => {
    for (let next = taken; next < director.log.length; next++)
      lines.push({ at: toSeconds(director.loggedAt[next]!), text: director.log[next]! });
    taken = director.log.length;
  };
  let taken = 0;
  director.onIpvsCommand = (command) => {
    takeLog();
    lines.push({ at: toSeconds(director.now), text: commandText(command) });
  };
  const until = (second: number): void => director.runUntil(seconds(second) as number as typeof director.now);
  const instants = [...new Set(Object.values(refusals).flat(2))].sort((left, right) => left - right);
  for (const instant of instants) {
    until(instant);
    for (const [last, spans] of Object.entries(refusals)) {
      const refuses = spans.some(([from, to]) => instant >= from && instant < to);
      director.setMood(`10.9.0.${last}`, refuses ? 'refused' : 'serving');
    }
    if (instant > 0) continue;
    until(startedAt);
    director.start();
  }
  until(26);
  director.keepalived.handle({ kind: 'stopped', graceful: true }, director.now);
  takeLog();
  return lines;
}

/** Lines name their virtual server, or a real server that belongs to one only. */
function linesOf(lines: readonly LogLine[], index: number): LogLine[] {
  const members = virtualServers[index]!.realServers.map(({ address }) => `[${formatIpv4Address(address)}]`);
  const own = formatIpv4Address(virtualServers[index]!.address);
  return lines.filter(({ text }) => {
    const named = /10\.9\.9\.\d/.exec(text)?.[0];
    return named === undefined ? members.some((member) => text.includes(member)) : named === own;
  });
}

describe('the log and the commands of keepalived 2.2.7, line by line and within a tenth of a second', () => {
  const ours = simulated();

  test.each([
    ['quorum 2, hysteresis 1, sorry server', 0],
    ['alpha, inhibit_on_failure, sorry_server_inhibit', 1],
    ['a quorum that is never reached, two checks of a server', 2],
  ])('%s', (_, index) => {
    const wanted = linesOf(recorded, index);
    const found = linesOf(ours, index);
    expect(wanted.length).toBeGreaterThan(20);
    expect(found.map(({ text }) => text)).toEqual(wanted.map(({ text }) => text));
    for (const [position, { at, text }] of wanted.entries()) {
      expect(Math.abs(found[position]!.at - at), `${at} s: ${text}`).toBeLessThan(tolerance);
    }
  });
});
