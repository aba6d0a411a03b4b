// The data of one OSPF interface, RFC 2328 §9. Its behaviour lives in the other files of this folder.

import { ipv4FromNumber, maskOfLength, type Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { Area } from '../area.ts';
import { digestBytesOf } from '../authentication/packet-digest.ts';
import { ReceivedSequences } from '../authentication/received-sequences.ts';
import { clockSequence, signingKeyOf } from '../authentication/sign-packet.ts';
import type { OspfAuthenticationConfig, OspfInterfaceConfig } from '../config.ts';
import { FloodingScope } from '../flooding-scope.ts';
import { FreeRunningTimer } from '../free-running-timer.ts';
import type { RouterId } from '../lsa/lsa.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import type { AgedLsa, AgedLsaHeader, HelloPacket } from '../packet/ospf-packet.ts';
import { packetBytes } from '../packet/packet-size.ts';
import type { RouterState } from '../router-state.ts';
import type { RouterTimer } from '../router-timer.ts';
import type { VirtualEnds } from '../virtual-link/virtual-ends.ts';
import { interfaceState } from './interface-state.ts';
import { noTraffic } from './packet-traffic.ts';

const none = 0 as Ipv4Address;

export class OspfInterface {
  readonly router: RouterState;
  readonly area: Area;
  /** Opaque LSAs that do not leave this network, RFC 5250 §3. */
  readonly linkScope = new FloodingScope();
  config: OspfInterfaceConfig;
  readonly mask: Ipv4Address;
  /** Neighbours are several and told apart by address; RFC 2328 §10. */
  readonly multiAccess: boolean;
  /** The network has a designated router, RFC 2328 §7.3. */
  readonly electing: boolean;
  /** One packet reaches all neighbours; on non-broadcast networks each gets its own. */
  readonly multicasts: boolean;
  /** Both ends have to be in one subnet; neither point-to-point links nor host addresses have any. RFC 2328 §8.2, §10.5. */
  readonly sharesSubnet: boolean;
  /** The device is up. */
  deviceUp = false;
  state: number = interfaceState.down;
  /** Interface addresses, RFC 2328 §9; 0.0.0.0 when there is none. */
  designatedRouter: Ipv4Address = none;
  backupDesignatedRouter: Ipv4Address = none;
  memberOfAllSpfRouters = false;
  memberOfAllDRouters = false;
  /** In the order of their appearance. */
  readonly neighbors: Neighbor[] = [];
  readonly #neighborByKey = new Map<number, Neighbor>();
  fullNeighbors = 0;
  /** What only a virtual link has, RFC 2328 §15. */
  virtualEnds: VirtualEnds | undefined = undefined;
  /** Since the interface was down last. */
  traffic = noTraffic();
  readonly helloTimer: RouterTimer;
  /** A passive interface: when a hello would have left, so that it keeps its phase when it speaks. */
  helloPhase: Instant | undefined = undefined;
  readonly waitTimer: RouterTimer;
  readonly acknowledgementTimer: FreeRunningTimer;
  readonly acknowledgementOnDemandTimer: RouterTimer;
  /** The body last sent; undefined when something in it changed. */
  hello: HelloPacket | undefined = undefined;
  /** Headers that wait for the next delayed acknowledgement, RFC 2328 §13.5. */
  delayedAcknowledgements: AgedLsaHeader[] = [];
  /** LSAs that wait for the end of the current input to be flooded out here in common packets. */
  floodQueue: AgedLsa[] = [];
  /** How packets are signed here, RFC 2328 appendix D. */
  authentication: OspfAuthenticationConfig;
  /** Cryptographic sequence number of the last packet sent. */
  sentSequence: number;
  #receivedSequences: ReceivedSequences | undefined = undefined;
  /** The key of the last packet sent; undefined before the first one. */
  signedWith: number | 'none' | undefined = undefined;
  /** Neighbours for which something waits to be sent directly. */
  directQueue: Neighbor[] = [];
  /** It stands in the router's list of interfaces to flush. */
  flushWanted = false;

  constructor(router: RouterState, area: Area, config: OspfInterfaceConfig, expired: InterfaceTimerHandlers) {
    this.router = router;
    this.area = area;
    this.config = config;
    this.mask = maskOfLength(config.prefixLength);
    const { networkType, prefixLength } = config;
    this.multicasts = networkType !== 'nonBroadcast';
    this.electing = networkType === 'broadcast' || networkType === 'nonBroadcast';
    this.multiAccess = this.electing || networkType === 'pointToMultipoint';
    this.sharesSubnet = this.multiAccess && (this.electing || prefixLength < 32);
    this.authentication = authenticationOf(config);
    this.sentSequence = clockSequence(router);
    this.helloTimer = router.timers.allocate(() => expired.hello(this));
    this.waitTimer = router.timers.allocate(() => expired.wait(this));
    this.acknowledgementTimer = new FreeRunningTimer(router.timers, () => expired.acknowledgement(this));
    this.acknowledgementOnDemandTimer = router.timers.allocate(() => expired.acknowledgement(this));
  }

  get networkAddress(): Ipv4Address {
    return ipv4FromNumber(this.config.address & this.mask);
  }

  /** Bytes an OSPF packet may take, between a minimal IP header and its digest. */
  get packetBytesMax(): number {
    const key = signingKeyOf(this);
    const room = this.config.mtu - 20;
    if (key === undefined) return room;
    const sequence = this.authentication.kind === 'cryptographic' ? 0 : packetBytes.extendedSequence;
    return room - sequence - digestBytesOf(key.algorithm);
  }

  /** RFC 2328 appendix C.3: the configured cost, or what the profile derives from the bandwidth. */
  get cost(): number {
    const { cost, networkType, bandwidthMbit } = this.config;
    if (cost !== undefined) return cost;
    const profile = this.router.profile;
    if (networkType === 'loopback') return profile.loopbackCost;
    if (profile.interfaceCost !== undefined) return profile.interfaceCost;
    if (bandwidthMbit === undefined || bandwidthMbit <= 0) return 1;
    return Math.min(0xffff, Math.max(1, Math.round(profile.referenceBandwidthMbit / bandwidthMbit)));
  }

  /** Extended sequence numbers believed, RFC 7474 §2. Few networks have any. */
  get receivedSequences(): ReceivedSequences {
    return (this.#receivedSequences ??= new ReceivedSequences());
  }

  isDesignatedRouter(): boolean {
    return this.state === interfaceState.designatedRouter;
  }

  isBackup(): boolean {
    return this.state === interfaceState.backup;
  }

  /** What names a neighbour, RFC 2328 §10: its address on multi-access networks, its id on point-to-point ones. */
  senderKey(routerId: RouterId, source: Ipv4Address): number {
    return this.multiAccess ? source : routerId;
  }

  neighborOf(routerId: RouterId, source: Ipv4Address): Neighbor | undefined {
    if (this.neighbors.length === 1) {
      const only = this.neighbors[0]!;
      return (this.multiAccess ? only.address === source : only.routerId === routerId) ? only : undefined;
    }
    return this.#neighborByKey.get(this.senderKey(routerId, source));
  }

  addNeighbor(neighbor: Neighbor): void {
    this.neighbors.push(neighbor);
    this.#neighborByKey.set(this.senderKey(neighbor.routerId, neighbor.address), neighbor);
  }

  removeNeighbor(neighbor: Neighbor): void {
    this.neighbors.splice(this.neighbors.indexOf(neighbor), 1);
    this.#neighborByKey.delete(this.senderKey(neighbor.routerId, neighbor.address));
  }

  neighborWithAddress(address: Ipv4Address): Neighbor | undefined {
    for (const neighbor of this.neighbors) if (neighbor.address === address) return neighbor;
    return undefined;
  }

  release(): void {
    this.router.timers.release(this.helloTimer);
    this.router.timers.release(this.waitTimer);
    this.acknowledgementTimer.release();
    this.router.timers.release(this.acknowledgementOnDemandTimer);
  }
}

export interface InterfaceTimerHandlers {
  readonly hello: (ospfInterface: OspfInterface) => void;
  readonly wait: (ospfInterface: OspfInterface) => void;
  readonly acknowledgement: (ospfInterface: OspfInterface) => void;
}

/** Long before the start of the run. */
export const neverHappened = -1e15 as Instant;

const nullAuthentication: OspfAuthenticationConfig = { kind: 'null' };

/** RFC 2328 appendix D.2: a simple password fills eight bytes. */
export function authenticationOf({ authentication }: OspfInterfaceConfig): OspfAuthenticationConfig {
  if (authentication?.kind !== 'simple') return authentication ?? nullAuthentication;
  const password = new Uint8Array(8);
  password.set(authentication.password.subarray(0, 8));
  return { kind: 'simple', password };
}
