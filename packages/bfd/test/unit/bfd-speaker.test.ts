import { describe, expect, it } from 'vitest';
import {
  decodeBfd,
  defaultBfdSettings,
  encodeBfd,
  frrBfd,
  keepalivedBfd,
  type BfdPacket,
} from '@ospflab/bfd';
import { instantFromNanoseconds, milliseconds, seconds } from '@ospflab/sim';
import { SpeakerPair, addresses } from '../speaker-pair.ts';

const fast = { receiveInterval: milliseconds(50), transmitInterval: milliseconds(50) };

function upPair(seed: number, settings = fast): SpeakerPair {
  const pair = new SpeakerPair(seed);
  pair.request(0, settings);
  pair.request(1, settings);
  pair.runUntil(3000);
  return pair;
}

function packetsOf(pair: SpeakerPair, side: number): BfdPacket[] {
  return pair.sent
    .filter((one) => one.side === side)
    .map(({ packet }) => {
      const decoded = decodeBfd(packet.bytes);
      if (!decoded.ok) throw new Error(decoded.reason);
      return decoded.value;
    });
}

describe('a BFD session (RFC 5880)', () => {
  it('comes up within the slow interval in a three-way exchange and polls once for its own timers', () => {
    const pair = upPair(1);
    expect([pair.stateOf(0), pair.stateOf(1)]).toEqual(['up', 'up']);
    expect(pair.millisecondsTo(0, 'up', 0)).toBeLessThan(1010);
    const packets = packetsOf(pair, 0);
    const slow = packets.filter(({ state }) => state !== 'up');
    expect(
      slow.every(({ desiredMinTx, requiredMinRx }) => desiredMinTx === 1e9 && requiredMinRx === 1e9),
    ).toBe(true);
    expect(packets.filter(({ poll }) => poll)).toHaveLength(1);
    expect(packets.filter(({ final }) => final)).toHaveLength(1);
    expect(packets.some(({ poll, final }) => poll && final)).toBe(false);
  });

  it('sends at 75 to 100 per cent of the agreed interval, which is the slower of both wishes', () => {
    const pair = new SpeakerPair(3);
    pair.request(0, fast);
    pair.request(1, { receiveInterval: milliseconds(200), transmitInterval: milliseconds(20) });
    pair.runUntil(10_000);
    const gapsOf = (side: number): number[] => {
      const instants = pair.sent.filter((one) => one.side === side && one.at > 3e9).map(({ at }) => at / 1e6);
      return instants.slice(1).map((at, index) => at - instants[index]!);
    };
    expect(Math.min(...gapsOf(0))).toBeGreaterThanOrEqual(150);
    expect(Math.max(...gapsOf(0))).toBeLessThanOrEqual(200);
    expect(Math.min(...gapsOf(1))).toBeGreaterThanOrEqual(37.5);
    expect(Math.max(...gapsOf(1))).toBeLessThanOrEqual(50);
    expect(Math.max(...gapsOf(1)) - Math.min(...gapsOf(1))).toBeGreaterThan(5);
  });

  it('finds a silent cut after three missed packets: 100 to 150 ms at 50 ms, over 40 phases', () => {
    const times = Array.from({ length: 40 }, (_, seed) => {
      const pair = upPair(seed);
      const cutAt = 3000 + 7 * seed;
      pair.runUntil(cutAt);
      pair.cut.fill(true);
      pair.runUntil(cutAt + 1000);
      return pair.millisecondsTo(0, 'down', cutAt)!;
    });
    expect(Math.min(...times)).toBeGreaterThan(100);
    expect(Math.max(...times)).toBeLessThanOrEqual(151);
  });

  it('tells the other side of a cut that only one of them feels', () => {
    const pair = upPair(5);
    pair.cut[0] = true;
    pair.runUntil(4000);
    const events = pair.events.filter(({ at }) => at > 3e9);
    expect(events[0]).toMatchObject({ side: 1, event: { to: 'down', diagnostic: 'detectionTimeExpired' } });
    expect(events[1]).toMatchObject({ side: 0, event: { to: 'down', diagnostic: 'neighborSignaledDown' } });
    expect(events[1]!.at - events[0]!.at).toBe(1e6);
  });

  it('comes back after the cut', () => {
    const pair = upPair(6);
    pair.cut.fill(true);
    pair.runUntil(5000);
    expect(pair.stateOf(0)).toBe('down');
    pair.cut.fill(false);
    pair.runUntil(7000);
    expect([pair.stateOf(0), pair.stateOf(1)]).toEqual(['up', 'up']);
  });

  it('says goodbye when it is released, so that the other side falls at once', () => {
    const pair = upPair(7);
    pair.release(0);
    pair.runUntil(3002);
    expect(pair.stateOf(0)).toBeUndefined();
    expect(pair.stateOf(1)).toBe('down');
    const before = pair.sent.filter(({ side }) => side === 0).length;
    pair.runUntil(9000);
    expect(pair.sent.filter(({ side }) => side === 0)).toHaveLength(before);
  });

  it('stays silent in passive mode until the other side speaks', () => {
    const pair = new SpeakerPair(8);
    pair.request(0, { passive: true });
    pair.runUntil(5000);
    expect(pair.sent).toHaveLength(0);
    pair.request(1);
    pair.runUntil(8000);
    expect([pair.stateOf(0), pair.stateOf(1)]).toEqual(['up', 'up']);
  });

  it('falls administratively without calling the path dead', () => {
    const pair = upPair(9);
    pair.request(0, { ...fast, shutdown: true });
    pair.runUntil(3100);
    expect([pair.stateOf(0), pair.stateOf(1)]).toEqual(['adminDown', 'down']);
    expect(pair.speakers[1]!.sessions()[0]!.remoteState).toBe('adminDown');
  });

  it('asks with the P-bit for new timers while it is up', () => {
    const pair = upPair(10);
    const before = pair.sent.length;
    pair.request(0, { receiveInterval: milliseconds(20), transmitInterval: milliseconds(20) });
    pair.runUntil(3010);
    const later = pair.sent.slice(before).map(({ packet }) => decodeBfd(packet.bytes));
    expect(later[0]).toMatchObject({ ok: true, value: { poll: true, desiredMinTx: 20e6 } });
    expect(later.some((one) => one.ok && one.value.final)).toBe(true);
    expect(pair.stateOf(1)).toBe('up');
  });

  it('drops what came from further away, what names no session and what is malformed', () => {
    const pair = upPair(11);
    const reasons = (): unknown[] =>
      pair.events.flatMap(({ event }) => (event.kind === 'bfdPacketDropped' ? [event.reason] : []));
    const good = pair.sent.at(-1)!;
    const now = instantFromNanoseconds(3e9);
    const receive = (ttl: number, bytes: Uint8Array): void =>
      pair.speakers[1 - good.side]!.handle(
        { kind: 'packetReceived', interfaceIndex: 2, source: addresses[good.side]!, ttl, bytes },
        now,
      );
    receive(254, good.packet.bytes);
    receive(255, good.packet.bytes.subarray(0, 20));
    const decoded = decodeBfd(good.packet.bytes);
    if (!decoded.ok) throw new Error(decoded.reason);
    receive(255, encodeBfd({ ...decoded.value, yourDiscriminator: 12345 }));
    expect(reasons()).toEqual(['ttlTooLow', 'malformed', 'sessionUnknown']);
    expect(pair.stateOf(1 - good.side)).toBe('up');
  });

  it('gives the same packets twice from one seed, and others from another', () => {
    const bytesOf = (seed: number): string =>
      upPair(seed)
        .sent.map(({ packet }) => packet.bytes.join(' '))
        .join('\n');
    expect(bytesOf(12)).toBe(bytesOf(12));
    expect(bytesOf(12)).not.toBe(bytesOf(13));
  });

  it('detects after up to three seconds at one packet a second', () => {
    const pair = upPair(14, { receiveInterval: seconds(1), transmitInterval: seconds(1) } as typeof fast);
    pair.cut.fill(true);
    pair.runUntil(7000);
    const time = pair.millisecondsTo(0, 'down', 3000)!;
    expect(time).toBeGreaterThan(2000);
    expect(time).toBeLessThanOrEqual(3001);
  });
});

describe('a session of keepalived with one of FRR', () => {
  const idle = { ...fast, idleInterval: seconds(1) };

  function mixedPair(seed: number): SpeakerPair {
    const pair = new SpeakerPair(seed, [keepalivedBfd, frrBfd]);
    pair.request(0, idle);
    pair.request(1, fast);
    pair.runUntil(5000);
    return pair;
  }

  it('takes 10 to 25 per cent off every interval, as recorded: 15.1 to 18 of 20 ms', () => {
    const pair = mixedPair(1);
    const instants = pair.sent.filter((one) => one.side === 0 && one.at > 3e9).map(({ at }) => at / 1e6);
    const gaps = instants.slice(1).map((at, index) => at - instants[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(37.5);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(45);
  });

  it('wants packets at its own pace from the first one on, offers no echo and draws its port', () => {
    const pair = mixedPair(2);
    const packets = packetsOf(pair, 0);
    expect(packets[0]).toMatchObject({ requiredMinRx: 50e6, desiredMinTx: 1e9, requiredMinEchoRx: 0 });
    const port = pair.sent.find(({ side }) => side === 0)!.packet.sourcePort;
    expect(port).toBeGreaterThan(49_152);
    expect(port).toBeLessThanOrEqual(65_535);
  });

  it('tells a change with the next packet that is due, so comes up within two idle intervals', () => {
    const times = Array.from({ length: 30 }, (_, seed) => mixedPair(seed).millisecondsTo(1, 'up', 0)!);
    expect(Math.max(...times)).toBeLessThan(2010);
    expect(times.some((time) => time > 1010)).toBe(true);
  });

  it('takes packets from as far away as it was told', () => {
    for (const [minimumTtl, state] of [
      [254, 'up'],
      [255, 'down'],
    ] as const) {
      const pair = new SpeakerPair(4, [keepalivedBfd, frrBfd], 254);
      pair.request(0, { ...idle, minimumTtl });
      pair.request(1, { ...fast, minimumTtl: 1 });
      pair.runUntil(5000);
      expect(pair.stateOf(0)).toBe(state);
    }
  });
});

describe('a session that is about no interface', () => {
  it('hears its peer on any of them, and leaves the way to the route', () => {
    const pair = new SpeakerPair(5);
    pair.request(0, fast);
    pair.speakers[1]!.handle(
      {
        kind: 'sessionRequested',
        interfaceIndex: 0,
        peer: addresses[0],
        settings: { ...defaultBfdSettings, ...fast },
        configured: true,
      },
      pair.simulation.now,
    );
    pair.runUntil(3000);
    expect([pair.stateOf(0), pair.stateOf(1)]).toEqual(['up', 'up']);
    const own = pair.sent.filter(({ side }) => side === 1);
    expect(own.every(({ packet }) => packet.interfaceIndex === 0 && packet.source === undefined)).toBe(true);
  });
});
