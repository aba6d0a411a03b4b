// A configuration while it is being read: the same shape as FrrConfig, still writable, with the block that is open.

import type { Ipv4Address } from '@ospflab/net';
import type { Position } from '../diagnostic.ts';
import { writableCopy, type Writable } from '../writable.ts';
import { withoutGracefulRestart } from './graceful-restart-statements.ts';
import type {
  FrrAccessListEntry,
  FrrBfdPeer,
  FrrBfdProfile,
  FrrArea,
  FrrConfig,
  FrrInterface,
  FrrInterfaceOspf,
  FrrKeyChain,
  FrrOspf,
  FrrPrefixListEntry,
  FrrProtocolRouteMap,
  FrrRouteMapEntry,
  FrrStaticRoute,
  FrrVirtualLink,
} from './frr-config.ts';

export type VirtualLinkDraft = Writable<FrrVirtualLink>;
export type AreaDraft = Writable<Omit<FrrArea, 'virtualLinks'>> & { virtualLinks: VirtualLinkDraft[] };
export type OspfDraft = Writable<Omit<FrrOspf, 'areas'>> & { areas: AreaDraft[] };
export type InterfaceOspfDraft = Writable<FrrInterfaceOspf>;
export type InterfaceDraft = Writable<Omit<FrrInterface, 'ospf'>> & { ospf: InterfaceOspfDraft };
export type BfdProfileDraft = Writable<FrrBfdProfile>;
export type BfdPeerDraft = Writable<FrrBfdPeer>;
export interface KeyChainDraft extends Omit<FrrKeyChain, 'keys'> {
  keys: Writable<FrrKeyChain['keys'][number]>[];
}
export type RouteMapEntryDraft = Writable<FrrRouteMapEntry>;

function newInterface(name: string, at: Position): InterfaceDraft {
  const ospf: InterfaceOspfDraft = {
    area: undefined,
    areaAt: undefined,
    cost: undefined,
    helloInterval: undefined,
    deadInterval: undefined,
    helloMultiplier: undefined,
    priority: undefined,
    networkType: undefined,
    retransmitInterval: undefined,
    transmitDelay: undefined,
    mtuIgnore: undefined,
    passive: undefined,
    bfd: undefined,
    authentication: undefined,
    authenticationKey: undefined,
    keyChain: undefined,
    messageDigestKeys: [],
  };
  return { name, at, description: undefined, shutdown: false, bandwidthMbps: undefined, addresses: [], ospf };
}

function newOspf(at: Position): OspfDraft {
  return {
    at,
    routerId: undefined,
    routerIdAt: undefined,
    networks: [],
    passiveDefault: false,
    passiveInterfaces: [],
    activeInterfaces: [],
    spfThrottle: undefined,
    lsaMinArrivalMs: undefined,
    lsaThrottleMs: undefined,
    maximumPaths: undefined,
    referenceBandwidthMbps: undefined,
    rfc1583Compatible: undefined,
    abrType: undefined,
    maxMetric: undefined,
    redistributions: [],
    defaultInformation: undefined,
    defaultMetric: undefined,
    distributeLists: [],
    summaryAddresses: [],
    aggregationSeconds: undefined,
    logsAdjacencyChanges: false,
    distances: { all: undefined, intraArea: undefined, interArea: undefined, external: undefined },
    areas: [],
    neighbors: [],
    opaqueCapable: false,
    gracefulRestart: withoutGracefulRestart,
  };
}

function continuedOspf(ospf: FrrOspf): OspfDraft {
  return { ...writableCopy(ospf), areas: ospf.areas.map(continuedArea) };
}

function continuedArea(area: FrrArea): AreaDraft {
  return { ...writableCopy(area), virtualLinks: area.virtualLinks.map(writableCopy) };
}

function continuedInterface(entry: FrrInterface): InterfaceDraft {
  return { ...writableCopy(entry), ospf: writableCopy(entry.ospf) };
}

export class FrrDraft {
  /** A draft that goes on from a configuration, which stays as it is. */
  static continuing(config: FrrConfig): FrrDraft {
    const draft = new FrrDraft();
    draft.hostname = config.hostname;
    draft.routerId = config.routerId;
    draft.ipForwarding = config.ipForwarding;
    draft.nextHopGroups = config.nextHopGroups;
    draft.bfdProfiles = config.bfdProfiles.map(writableCopy);
    draft.bfdPeers = config.bfdPeers.map(writableCopy);
    draft.ospf = config.ospf === undefined ? undefined : continuedOspf(config.ospf);
    draft.keyChains = config.keyChains.map(({ name, keys }) => ({ name, keys: keys.map(writableCopy) }));
    draft.protocolRouteMaps = [...config.protocolRouteMaps];
    draft.staticRoutes = [...config.staticRoutes];
    for (const { name, entries } of config.prefixLists) draft.prefixLists.set(name, [...entries]);
    for (const { name, entries } of config.accessLists) draft.accessLists.set(name, [...entries]);
    for (const { name, entries } of config.routeMaps) {
      draft.routeMaps.set(name, entries.map(writableCopy));
    }
    for (const entry of config.interfaces) draft.#interfaces.set(entry.name, continuedInterface(entry));
    return draft;
  }

  hostname: string | undefined = undefined;
  routerId: Ipv4Address | undefined = undefined;
  ipForwarding: boolean | undefined = undefined;
  nextHopGroups: boolean | undefined = undefined;
  ospf: OspfDraft | undefined = undefined;
  bfdProfiles: BfdProfileDraft[] = [];
  /** The one whose block is open. */
  bfdProfile: BfdProfileDraft | undefined = undefined;
  bfdPeers: BfdPeerDraft[] = [];
  /** The one whose block is open. */
  bfdPeer: BfdPeerDraft | undefined = undefined;
  keyChains: KeyChainDraft[] = [];
  /** The chain and the number of the key whose blocks are open. */
  keyChain: KeyChainDraft | undefined = undefined;
  keyOfChain: number | undefined = undefined;
  readonly prefixLists = new Map<string, FrrPrefixListEntry[]>();
  readonly accessLists = new Map<string, FrrAccessListEntry[]>();
  readonly routeMaps = new Map<string, RouteMapEntryDraft[]>();
  protocolRouteMaps: FrrProtocolRouteMap[] = [];
  staticRoutes: FrrStaticRoute[] = [];
  readonly #interfaces = new Map<string, InterfaceDraft>();
  #interface: InterfaceDraft | undefined = undefined;
  #routeMapEntry: RouteMapEntryDraft | undefined = undefined;

  enterInterface(name: string, at: Position): void {
    let entry = this.#interfaces.get(name);
    if (entry === undefined) this.#interfaces.set(name, (entry = newInterface(name, at)));
    this.#interface = entry;
  }

  /** The interface whose block is open. The reader applies interface statements inside such a block only. */
  get interface(): InterfaceDraft {
    if (this.#interface === undefined) throw new Error('no interface block is open');
    return this.#interface;
  }

  /** The first one with `ip ospf area`. */
  get interfaceInArea(): InterfaceDraft | undefined {
    return [...this.#interfaces.values()].find(({ ospf }) => ospf.area !== undefined);
  }

  removeInterface(name: string): void {
    this.#interfaces.delete(name);
  }

  enterOspf(at: Position): OspfDraft {
    this.ospf ??= newOspf(at);
    return this.ospf;
  }

  enterBfdProfile(name: string, at: Position): void {
    let profile = this.bfdProfiles.find((candidate) => candidate.name === name);
    if (profile === undefined) {
      profile = {
        name,
        at,
        detectMultiplier: undefined,
        receiveMs: undefined,
        transmitMs: undefined,
        passive: false,
        shutdown: false,
      };
      this.bfdProfiles.push(profile);
    }
    this.bfdProfile = profile;
  }

  /** A peer is known by its address, the interface and the local address. */
  enterBfdPeer(
    address: Ipv4Address,
    local: Ipv4Address | undefined,
    interfaceName: string | undefined,
    at: Position,
  ): void {
    let peer = this.bfdPeers.find(
      (one) => one.address === address && one.local === local && one.interfaceName === interfaceName,
    );
    if (peer === undefined) {
      peer = {
        address,
        local,
        interfaceName,
        at,
        profile: undefined,
        detectMultiplier: undefined,
        receiveMs: undefined,
        transmitMs: undefined,
        passive: false,
        shutdown: false,
      };
      this.bfdPeers.push(peer);
    }
    this.bfdPeer = peer;
  }

  enterKeyChain(name: string): void {
    this.keyChain = this.keyChains.find((chain) => chain.name === name);
    if (this.keyChain === undefined) this.keyChains.push((this.keyChain = { name, keys: [] }));
  }

  enterRouteMap(name: string, permit: boolean, sequence: number, at: Position): void {
    const entries = this.routeMaps.get(name) ?? [];
    let entry = entries.find((candidate) => candidate.sequence === sequence);
    if (entry === undefined) {
      entry = {
        sequence,
        permit,
        matches: [],
        setSource: undefined,
        setMetric: undefined,
        setMetricType: undefined,
        setTag: undefined,
        call: undefined,
        onMatch: 'exit',
        at,
      };
      entries.push(entry);
    }
    entry.permit = permit;
    this.routeMaps.set(name, entries);
    this.#routeMapEntry = entry;
  }

  get routeMapEntry(): RouteMapEntryDraft {
    if (this.#routeMapEntry === undefined) throw new Error('no route-map block is open');
    return this.#routeMapEntry;
  }

  finish(): FrrConfig {
    const bySequence = (left: { sequence: number }, right: { sequence: number }): number =>
      left.sequence - right.sequence;
    return {
      hostname: this.hostname,
      routerId: this.routerId,
      interfaces: [...this.#interfaces.values()],
      ospf: this.ospf,
      prefixLists: [...this.prefixLists].map(([name, entries]) => ({
        name,
        entries: entries.toSorted(bySequence),
      })),
      accessLists: [...this.accessLists].map(([name, entries]) => ({ name, entries })),
      routeMaps: [...this.routeMaps].map(([name, entries]) => ({
        name,
        entries: entries.toSorted(bySequence),
      })),
      protocolRouteMaps: this.protocolRouteMaps,
      staticRoutes: this.staticRoutes,
      keyChains: this.keyChains,
      ipForwarding: this.ipForwarding,
      nextHopGroups: this.nextHopGroups,
      bfdProfiles: this.bfdProfiles,
      bfdPeers: this.bfdPeers,
    };
  }
}
