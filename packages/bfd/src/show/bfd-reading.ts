// What the show commands read.

import { formatIpv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { BfdSessionView } from '../bfd-speaker.ts';

export interface BfdReading {
  readonly sessions: readonly BfdSessionView[];
  readonly interfaceName: (interfaceIndex: number) => string;
  readonly now: Instant;
}

/** The line that names a session, as in the configuration. */
export function peerText(session: BfdSessionView, { interfaceName }: BfdReading): string {
  const { peer, local, configured, interfaceIndex } = session;
  const from = configured && local !== undefined ? ` local-address ${formatIpv4Address(local)}` : '';
  const by = interfaceIndex === 0 ? '' : ` interface ${interfaceName(interfaceIndex)}`;
  return `peer ${formatIpv4Address(peer)}${from} vrf default${by}`;
}

/** Whole seconds since the session came to its state. */
export function secondsInState({ changedAt }: BfdSessionView, now: Instant): number {
  return Math.floor((now - changedAt) / 1e9);
}

export function wholeMilliseconds(nanoseconds: number): number {
  return Math.floor(nanoseconds / 1e6);
}

/** Offered in every packet although nothing is echoed. */
export const echoReceiveMilliseconds = 50;
