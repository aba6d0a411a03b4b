// What a director gives up under load: drop_packet and drop_entry in mode 3, always on. Linux: net/netfilter/ipvs/ip_vs_ctl.c
// (update_defense_level) and ip_vs_conn.c (ip_vs_random_dropentry), 6.1.

import { ipProtocols } from '@ospflab/net';
import { after, seconds, type Instant } from '@ospflab/sim';
import { entryFlags } from './connection-table.ts';
import type { Connections } from './connections.ts';
import type { IpvsSysctls } from './sysctls.ts';
import { tcpState } from './tcp-states.ts';

const always = 3;
/** A second looks at one hash bucket in so many, drawn at random. */
const bucketsPerLook = 32;
/** Of entries that had 0 … 8 packets, every so-many-th is dropped; those with more are let live. */
const dropRates = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const youngAge = seconds(60);

export const defenseEvery = seconds(1);

export class LoadDefense {
  private readonly sysctls: IpvsSysctls;
  private readonly connections: Connections;
  private readonly random: () => number;
  private packetsUntilDrop = 0;
  private readonly entriesUntilDrop = dropRates.map(() => 0);

  constructor(sysctls: IpvsSysctls, connections: Connections, random: () => number) {
    this.sysctls = sysctls;
    this.connections = connections;
    this.random = random;
  }

  get dropsEntries(): boolean {
    return this.sysctls.dropEntry === always;
  }

  /** Asked for each packet that would open a connection. */
  dropsPacket(): boolean {
    if (this.sysctls.dropPacket !== always || this.sysctls.amDroprate === 0) return false;
    if (--this.packetsUntilDrop > 0) return false;
    this.packetsUntilDrop = this.sysctls.amDroprate;
    return true;
  }

  /** Once a second. */
  dropEntries(now: Instant): void {
    const { table } = this.connections;
    for (let slot = 0; slot < table.limit; slot++) {
      if (!table.isUsed(slot) || this.random() * bucketsPerLook >= 1) continue;
      if (this.givesUp(slot, now)) this.connections.expireNow(slot);
    }
  }

  private givesUp(slot: number, now: Instant): boolean {
    const { table } = this.connections;
    if ((table.flags[slot]! & entryFlags.template) !== 0) return false;
    if (table.protocols[slot] === ipProtocols.tcp) {
      const state = table.states[slot]!;
      if (state === tcpState.synReceived || state === tcpState.synAck) return true;
      if (state !== tcpState.established) return false;
    }
    return this.isDispensable(slot, now);
  }

  private isDispensable(slot: number, now: Instant): boolean {
    const { table } = this.connections;
    const lastPacketAt = table.expiries[slot]! - table.timeouts[slot]!;
    if (now < after(lastPacketAt as Instant, youngAge)) return false;
    const packets = table.packets[slot]!;
    const rate = dropRates[packets] ?? 0;
    if (rate === 0) return false;
    if (--this.entriesUntilDrop[packets]! > 0) return false;
    this.entriesUntilDrop[packets] = rate;
    return true;
  }
}
