// Puts fragments for local delivery together again. RFC 791 §3.2; Linux: net/ipv4/ip_fragment.c, overlaps discard the packet.

import { decodeIpv4, encodeIpv4, type Ipv4Packet, type RawPayload } from '@ospflab/net';
import { after, seconds } from '@ospflab/sim';
import type { Kernel } from '../kernel.ts';
import type { TimerOwner } from '../timer-pool.ts';

const packetsMax = 256;
const fragmentsMax = 64;

interface PartialPacket {
  readonly key: string;
  readonly timer: number;
  readonly interfaceIndex: number;
  /** Ascending by offset. */
  readonly fragments: Ipv4Packet[];
}

export class Reassembly implements TimerOwner {
  private readonly kernel: Kernel;
  private readonly partial = new Map<string, PartialPacket>();
  private readonly byTimer = new Map<number, PartialPacket>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** The whole packet once the last gap is closed, else undefined. */
  add(fragment: Ipv4Packet, interfaceIndex: number): Ipv4Packet | undefined {
    const key = `${fragment.source}/${fragment.destination}/${fragment.protocol}/${fragment.identification}`;
    const held = this.partial.get(key) ?? this.begin(key, interfaceIndex, fragment);
    if (held === undefined) return undefined;
    if (!insertInOrder(held.fragments, fragment) || held.fragments.length > fragmentsMax) {
      this.forget(held);
      this.kernel.drop('reassemblyBound', fragment, interfaceIndex);
      return undefined;
    }
    if (!isComplete(held.fragments)) return undefined;
    this.forget(held);
    const whole = join(held.fragments);
    if (whole === undefined) this.kernel.drop('malformed', fragment, interfaceIndex);
    return whole;
  }

  timerExpired(timer: number): void {
    const held = this.byTimer.get(timer);
    if (held === undefined) return;
    this.forget(held);
    const first = held.fragments[0]!;
    this.kernel.drop('reassemblyTimeout', first, held.interfaceIndex);
    if (first.fragmentOffsetBytes === 0) this.kernel.icmp.timeExceeded(first, 1, held.interfaceIndex);
  }

  private begin(key: string, interfaceIndex: number, fragment: Ipv4Packet): PartialPacket | undefined {
    if (this.partial.size >= packetsMax) {
      this.kernel.drop('reassemblyBound', fragment, interfaceIndex);
      return undefined;
    }
    const timer = this.kernel.timers.allocate(this);
    const held: PartialPacket = { key, timer, interfaceIndex, fragments: [] };
    this.partial.set(key, held);
    this.byTimer.set(timer, held);
    this.kernel.timers.set(timer, after(this.kernel.now, seconds(this.kernel.sysctls.global.ipfrag_time)));
    return held;
  }

  private forget(held: PartialPacket): void {
    this.partial.delete(held.key);
    this.byTimer.delete(held.timer);
    this.kernel.timers.release(held.timer);
  }
}

function lengthOf(fragment: Ipv4Packet): number {
  return (fragment.payload as RawPayload).bytes.length;
}

/** False when it overlaps another one; an exact duplicate is accepted and ignored. */
function insertInOrder(fragments: Ipv4Packet[], fragment: Ipv4Packet): boolean {
  if (fragment.payload.kind !== 'raw') return false;
  const start = fragment.fragmentOffsetBytes;
  const end = start + fragment.payload.bytes.length;
  let position = 0;
  for (const other of fragments) {
    const otherStart = other.fragmentOffsetBytes;
    const otherEnd = otherStart + lengthOf(other);
    if (start === otherStart && end === otherEnd) return true;
    if (start < otherEnd && otherStart < end) return false;
    if (otherStart < start) position++;
  }
  fragments.splice(position, 0, fragment);
  return true;
}

function isComplete(fragments: readonly Ipv4Packet[]): boolean {
  let expected = 0;
  for (const fragment of fragments) {
    if (fragment.fragmentOffsetBytes !== expected) return false;
    expected += lengthOf(fragment);
  }
  return fragments.at(-1)?.moreFragments === false;
}

/** Undefined when the bytes do not parse as what the protocol field says. */
function join(fragments: readonly Ipv4Packet[]): Ipv4Packet | undefined {
  const bytes = new Uint8Array(fragments.reduce((sum, fragment) => sum + lengthOf(fragment), 0));
  for (const fragment of fragments)
    bytes.set((fragment.payload as RawPayload).bytes, fragment.fragmentOffsetBytes);
  const first = fragments[0]!;
  const whole = encodeIpv4({
    kind: 'ipv4',
    source: first.source,
    destination: first.destination,
    protocol: first.protocol,
    ttl: first.ttl,
    typeOfService: first.typeOfService,
    identification: first.identification,
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: { kind: 'raw', bytes },
  });
  const decoded = decodeIpv4(whole);
  return decoded.ok ? decoded.value : undefined;
}
