// One trace record as a line of a causal chain, in the words an operator would use; undefined for steps that add nothing.

import { match, P } from 'ts-pattern';
import type { Diagnostic } from '@ospflab/bfd';
import type { Ipv4Address } from '@ospflab/net';
import { lsTypes, type HelpEnd, type HelpRefusal, type RestartEnd } from '@ospflab/ospf-core';
import { between, toSeconds, type Instant, type TraceRecord } from '@ospflab/sim';
import type { AddressBook } from './address-book.ts';
import { formatSeconds } from './format-seconds.ts';
import type { SimulationEvent } from './simulation-event.ts';

export function describeRecord(record: TraceRecord, book: AddressBook): string | undefined {
  const nameOf = (id: number) => book.nameOf(id as Ipv4Address);
  return match(record.event as SimulationEvent)
    .returnType<string | undefined>()
    .with({ kind: 'deadTimerExpired' }, (e) => `dead timer of ${nameOf(e.neighborId)}`)
    .with({ kind: 'bfdSessionLost' }, (e) => `BFD finds ${nameOf(e.neighborId)} dead`)
    .with({ kind: 'bfdSessionChanged', to: 'up' }, (e) => `BFD session with ${nameOf(e.peer)} is up`)
    .with(
      { kind: 'bfdSessionChanged', from: 'up' },
      (e) => `BFD session with ${nameOf(e.peer)} is down: ${bfdFallWords(e.diagnostic)}`,
    )
    .with({ kind: 'restartAnnounced' }, (e) => `asks for ${patience(record, e.until)} to restart`)
    .with({ kind: 'restartBegun' }, (e) => `has restarted and has ${patience(record, e.until)} left`)
    .with({ kind: 'restartEnded' }, (e) => `restart is over: ${restartEndWords[e.reason]}`)
    .with(
      { kind: 'helpBegun' },
      (e) => `helps ${nameOf(e.neighborId)} to restart, for ${patience(record, e.until)} at most`,
    )
    .with(
      { kind: 'helpRefused' },
      (e) => `does not help ${nameOf(e.neighborId)} to restart: ${helpRefusalWords[e.reason]}`,
    )
    .with({ kind: 'helpEnded' }, (e) => `helps ${nameOf(e.neighborId)} no longer: ${helpEndWords[e.reason]}`)
    .with({ kind: 'neighborStateChanged', to: 'full' }, (e) => `${nameOf(e.neighborId)} is Full`)
    .with(
      { kind: 'neighborStateChanged', from: 'full', trigger: P.not('inactivityTimer') },
      (e) => `${nameOf(e.neighborId)} falls from Full to ${e.to} (${e.trigger})`,
    )
    .with({ kind: 'neighborStateChanged', to: 'exStart' }, (e) => `hears ${nameOf(e.neighborId)}: ExStart`)
    .with(
      { kind: 'databaseDescriptionRetransmitted' },
      (e) => `database description to ${nameOf(e.neighborId)} sent again`,
    )
    .with(
      { kind: 'linkStateRequestRetransmitted' },
      (e) => `link state request to ${nameOf(e.neighborId)} sent again`,
    )
    .with({ kind: 'lsaOriginated' }, (e) => `originates its ${lsaName(e.lsType)}`)
    .with(
      { kind: 'lsaInstalled' },
      (e) => `installs the ${lsaName(e.lsType)} of ${nameOf(e.advertisingRouter)}`,
    )
    .with({ kind: 'lsaFlushed', reason: 'stopped' }, (e) => `flushes its ${lsaName(e.lsType)}`)
    .with(
      { kind: 'lsaDiscarded', reason: 'receivedTooSoon' },
      (e) =>
        `discards the ${lsaName(e.lsType)} of ${nameOf(e.advertisingRouter)}: within MinLSArrival of the last one`,
    )
    .with(
      { kind: 'lsaRetransmitted' },
      (e) =>
        `sends the ${lsaName(e.lsType)} of ${nameOf(e.advertisingRouter)} again to ${nameOf(e.neighborId)}`,
    )
    .with({ kind: 'spfRun' }, (e) =>
      e.routesChanged === 0 ? undefined : `SPF: ${e.routesChanged} of ${e.routes} routes change`,
    )
    .with({ kind: 'linkStateChanged' }, (e) => {
      const name = book.interfaceName(record.node, e.interfaceIndex);
      if (!e.adminUp) return `${name} is down`;
      return e.carrier ? `${name} is up` : `${name} loses carrier`;
    })
    .with(
      { kind: 'addressChanged' },
      (e) => `address ${nameOf(e.address)} ${e.present ? 'added' : 'deleted'}`,
    )
    .otherwise(() => undefined);
}

const restartEndWords: Readonly<Record<RestartEnd, string>> = {
  completed: 'all adjacencies are back',
  inconsistent: 'a neighbour has given it up',
  graceOver: 'the grace period is over',
};

const helpRefusalWords: Readonly<Record<HelpRefusal, string>> = {
  notEnabled: 'it is not configured to',
  notFull: 'they were not adjacent',
  notPlanned: 'the restart is not planned',
  changesUnacknowledged: 'changes are not acknowledged yet',
  graceOver: 'the grace period is over',
  restarting: 'it restarts itself',
};

const helpEndWords: Readonly<Record<HelpEnd, string>> = {
  completed: 'the restart is complete',
  graceOver: 'the grace period is over',
  topologyChanged: 'the topology has changed',
  neighborLost: 'the neighbour is lost',
};

function bfdFallWords(diagnostic: Diagnostic): string {
  switch (diagnostic) {
    case 'detectionTimeExpired':
      return 'nothing is heard';
    case 'neighborSignaledDown':
      return 'the other side says so';
    default:
      return diagnostic;
  }
}

function patience({ instant }: TraceRecord, until: number): string {
  return formatSeconds(toSeconds(between(instant, until as Instant)));
}

function lsaName(type: number): string {
  if (type === lsTypes.router) return 'router-LSA';
  return type === lsTypes.network ? 'network-LSA' : `type ${type} LSA`;
}
