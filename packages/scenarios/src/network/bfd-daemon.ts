// bfdd on a node: sessions for ospfd, and those that its configuration names.

import { defaultBfdSettings, frrBfd, type BfdInput, type BfdSettings, type BfdSpeaker } from '@ospflab/bfd';
import { milliseconds } from '@ospflab/sim';
import type { FrrBfdPeer, FrrBfdProfile } from '../readers/frr/frr-config.ts';
import { BfdProcess, type BfdNews, type BfdPortHolder } from './bfd-process.ts';
import type { SimulatedNode } from './simulated-node.ts';

const traits = {
  name: 'bfdd',
  implementation: frrBfd,
  /** Precedence "internetwork control". FRR: bfdd/bfd.h, BFD_TOS_VAL, 8.4. */
  typeOfService: 0xc0,
  ttl: () => 255,
} as const;

type SessionChanged = Extract<BfdNews, { kind: 'sessionChanged' }>;

export class BfdDaemon {
  /** Who asked for the sessions. */
  onSessionChanged: ((change: SessionChanged) => void) | undefined;
  readonly #node: SimulatedNode;
  readonly #process: BfdProcess;

  constructor(node: SimulatedNode, port: BfdPortHolder) {
    this.#node = node;
    this.#process = new BfdProcess(node, port, traits, (news) => {
      if (news.kind === 'sessionChanged') this.onSessionChanged?.(news);
    });
  }

  /** Undefined before the first session. */
  get speaker(): BfdSpeaker | undefined {
    return this.#process.speaker;
  }

  /** The peers of the configuration. */
  start(): void {
    const { frr, interfaces } = this.#node.loaded;
    for (const peer of frr?.bfdPeers ?? []) {
      const position = interfaces.findIndex(({ name }) => name === peer.interfaceName);
      // FRR 8.4: a session on an interface that does not exist waits for it.
      if (peer.interfaceName !== undefined && position < 0) continue;
      this.handle({
        kind: 'sessionRequested',
        interfaceIndex: peer.interfaceName === undefined ? 0 : position + 2,
        peer: peer.address,
        local: peer.local,
        settings: settingsOf(peer, frr?.bfdProfiles ?? []),
        configured: true,
      });
    }
  }

  /** Starts with the first session, unless another program holds the port: bfdd ends then, and nobody answers. */
  handle(input: BfdInput): void {
    if (this.#process.start()) this.#process.handle(input);
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#process.forget();
  }
}

/** What the peer says itself wins over its profile. FRR 8.4: bfdd/bfd.c, bfd_session_apply. */
function settingsOf(peer: FrrBfdPeer, profiles: readonly FrrBfdProfile[]): BfdSettings {
  const profile = profiles.find(({ name }) => name === peer.profile);
  const interval = (ms: number | undefined, otherwise: BfdSettings['receiveInterval']) =>
    ms === undefined ? otherwise : milliseconds(ms);
  const { detectMultiplier, receiveInterval, transmitInterval } = defaultBfdSettings;
  return {
    detectMultiplier: peer.detectMultiplier ?? profile?.detectMultiplier ?? detectMultiplier,
    receiveInterval: interval(peer.receiveMs ?? profile?.receiveMs, receiveInterval),
    transmitInterval: interval(peer.transmitMs ?? profile?.transmitMs, transmitInterval),
    passive: peer.passive || profile?.passive === true,
    shutdown: peer.shutdown || profile?.shutdown === true,
  };
}
