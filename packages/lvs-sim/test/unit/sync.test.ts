// Connection synchronisation between two directors, and its messages byte by byte, as Linux 6.1 behaves.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import { decodeSyncMessage, encodeSyncMessage, ipvsadm, type SyncRole } from '@ospflab/lvs-sim';
import { BareDirector } from '../bare-director.ts';
import { ack, fin, rst, syn } from '../packets.ts';

const a = '10.9.1.1';
const b = '10.9.1.2';
const one = { client: '172.20.0.1', port: 1001 };

function daemon(director: BareDirector, role: SyncRole, syncId = 1): void {
  director.handle({ kind: 'syncDaemonStarted', daemon: { role, interface: 'eth0', syncId } });
}

function director(...settings: ConstructorParameters<typeof BareDirector>): BareDirector {
  const made = new BareDirector(...settings);
  made.add(a);
  made.add(b);
  return made;
}

function master(...settings: ConstructorParameters<typeof BareDirector>): BareDirector {
  const made = director(...settings);
  daemon(made, 'master');
  return made;
}

function backup(...settings: ConstructorParameters<typeof BareDirector>): BareDirector {
  const made = director(...settings);
  daemon(made, 'backup');
  return made;
}

/** Takes what the director has sent so far. */
function messages(from: BareDirector): Uint8Array[] {
  const sent = from.effects.flatMap((effect) => (effect.kind === 'sendSync' ? [effect.bytes] : []));
  from.effects.length = 0;
  return sent;
}

function carry(from: BareDirector, to: BareDirector): void {
  for (const bytes of messages(from)) to.handle({ kind: 'syncReceived', bytes });
}

function talk(on: BareDirector, packets: number, client = one): void {
  for (let packet = 0; packet < packets; packet++) on.send(packet === 0 ? syn(client) : ack(client));
}

describe('the master', () => {
  test('tells of a connection at its third packet, two to three seconds later', () => {
    const made = master();
    made.advance(0.3);
    talk(made, 3);
    made.advance(1.9);
    expect(messages(made)).toEqual([]);
    made.advance(1);
    const [message] = messages(made).map((bytes) => decodeSyncMessage(bytes));
    expect(message).toMatchObject({
      ok: true,
      value: {
        syncId: 1,
        connections: [
          {
            protocol: 6,
            state: 1,
            client: ipv4(one.client),
            clientPort: 1001,
            virtualPort: 80,
            realServer: ipv4(b),
            realPort: 80,
            timeoutSeconds: 900,
            // Direct routing (3), answers pass by (0x80).
            flags: 0x83,
          },
        ],
      },
    });
  });

  test('not of a shorter one, and again 50 packets later', () => {
    const made = master();
    talk(made, 2);
    made.advance(10);
    expect(messages(made)).toHaveLength(0);
    made.send(ack(one));
    for (let packet = 4; packet < 53; packet++) made.send(ack(one));
    made.advance(10);
    expect(messages(made)).toHaveLength(1);
    made.send(ack(one));
    made.advance(10);
    expect(messages(made)).toHaveLength(1);
  });

  test('of an end at once, whatever its count', () => {
    const made = master();
    talk(made, 2);
    made.send(fin(one));
    made.advance(4);
    expect(messages(made).map((bytes) => bytes.length)).toEqual([44]);
    made.send(ack(one));
    made.advance(4);
    expect(messages(made)).toHaveLength(0);
    made.send(rst(one));
    made.advance(4);
    expect(messages(made)).toHaveLength(1);
  });

  test('sync_threshold moves the first telling, a period of 0 makes it the only one', () => {
    const made = master();
    made.handle({ kind: 'sysctlSet', key: 'net.ipv4.vs.sync_threshold', value: '1 0' });
    talk(made, 1);
    made.advance(4);
    // SYN_RECV is never told of.
    expect(messages(made)).toHaveLength(0);
    made.handle({ kind: 'sysctlSet', key: 'net.ipv4.vs.sync_threshold', value: '5 0' });
    talk(made, 200, { ...one, port: 7 });
    made.advance(4);
    expect(messages(made).map((bytes) => bytes.length)).toEqual([44]);
  });

  test('with a refresh period only when the expiry has moved by it', () => {
    const made = master({}, {}, { syncRefreshPeriod: 60, syncPeriod: 0 });
    talk(made, 2);
    let told = 0;
    for (let second = 0; second < 130; second++) {
      made.send(ack(one));
      made.advance(1);
      told += messages(made).length;
    }
    expect(told).toBe(3);
  });

  test('full buffers leave within 20 ms, 40 connections each', () => {
    const made = master();
    for (let port = 1; port <= 81; port++) talk(made, 3, { ...one, port });
    made.advance(0.021);
    expect(messages(made).map((bytes) => bytes.length)).toEqual([8 + 40 * 36, 8 + 40 * 36]);
    made.advance(4);
    expect(messages(made).map((bytes) => bytes.length)).toEqual([8 + 36]);
  });

  test('templates travel with their connections', () => {
    const persistence = { timeoutSeconds: 50, netmask: ipv4('255.255.255.255') };
    const made = master({ persistence });
    const other = backup({ persistence });
    talk(made, 3);
    made.advance(3);
    carry(made, other);
    expect(other.entries()).toEqual([`0 ASSURED ${b}`, `1001 ESTABLISHED ${b}`]);
    expect(other.send(syn({ ...one, port: 7 }))).toBe(b);
  });
});

describe('timers', () => {
  test('are never set for an instant that is over, though templates have expired since and were told', () => {
    const persistence = { timeoutSeconds: 1, netmask: ipv4('255.255.255.255') };
    const made = master({ persistence });
    made.advance(0.3);
    for (let client = 1; client <= 60; client++) talk(made, 2, { client: `172.20.1.${client}`, port: 7 });
    for (let packet = 0; packet < 200; packet++) {
      made.advance(0.7);
      made.effects.length = 0;
      made.send(syn(one));
      const set = made.effects.flatMap((effect) => (effect.kind === 'setTimer' ? [effect.at] : []));
      expect(set.filter((at) => at < made.now)).toEqual([]);
    }
  });
});

describe('the backup', () => {
  test('takes over a connection in mid-stream instead of resetting it', () => {
    const [first, second] = [master(), backup()];
    talk(first, 3);
    first.advance(3);
    expect(second.send(ack(one))).toBe('accept');
    carry(first, second);
    expect(second.entries()).toEqual([`1001 ESTABLISHED ${b}`]);
    expect(second.counts(b)).toEqual([1, 0]);
    expect(second.send(ack(one))).toBe(b);
  });

  test('lets an entry expire after the timeout that it was told', () => {
    const [first, second] = [master(), backup()];
    talk(first, 3);
    first.send(fin(one));
    first.advance(3);
    carry(first, second);
    expect(second.counts(b)).toEqual([0, 1]);
    expect(second.ipvs.connectionEntries(second.now)[0]?.expiresAt).toBe(second.now + seconds(120));
    second.advance(121);
    expect(second.entries()).toEqual([]);
    expect(second.counts(b)).toEqual([0, 0]);
  });

  test('a quiet connection expires there although it stands on the master', () => {
    const [first, second] = [master(), backup()];
    talk(first, 3);
    first.advance(3);
    carry(first, second);
    // 40 packets in 2000 s: too few for the next telling.
    for (let packet = 0; packet < 40; packet++) {
      for (const each of [first, second]) each.advance(50);
      first.send(ack(one));
      carry(first, second);
    }
    expect(first.entries()).toHaveLength(1);
    expect(second.send(ack(one))).toBe('accept');
  });

  test('handles a connection whose service it does not have yet, and counts it once it has', () => {
    const first = master();
    const second = new BareDirector();
    daemon(second, 'backup');
    talk(first, 3);
    first.advance(3);
    const [message] = messages(first);
    second.handle({ kind: 'syncReceived', bytes: message! });
    expect(second.send(ack(one))).toBe(b);
    second.add(b);
    expect(second.counts(b)).toEqual([0, 0]);
    second.handle({ kind: 'syncReceived', bytes: message! });
    expect(second.counts(b)).toEqual([1, 0]);
    second.advance(2000);
    expect(second.counts(b)).toEqual([0, 0]);
    expect(second.entries()).toEqual([]);
  });

  test('a telling of another real server replaces the entry', () => {
    const [first, second] = [master(), backup()];
    second.send(syn({ client: '172.20.9.9', port: 1 }));
    talk(second, 2);
    expect(second.entries()).toContain(`1001 ESTABLISHED ${a}`);
    talk(first, 3);
    first.advance(3);
    carry(first, second);
    expect(second.entries()).toContain(`1001 ESTABLISHED ${b}`);
    expect(second.counts(a)).toEqual([0, 0]);
  });

  test('with its own syncid takes no other master’s messages; 0 takes all', () => {
    for (const [syncId, taken] of [
      [2, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const [first, second] = [master(), director()];
      daemon(second, 'backup', syncId);
      talk(first, 3);
      first.advance(3);
      carry(first, second);
      expect(second.entries()).toHaveLength(taken);
    }
  });

  test('backup_only 1 forwards nothing, also beside a master thread', () => {
    const made = backup({}, {}, { backupOnly: 1 });
    daemon(made, 'master');
    expect(made.send(syn(one))).toBe('accept');
    made.handle({ kind: 'syncDaemonStopped', role: 'backup' });
    expect(made.send(syn(one))).toBe(b);
  });

  test('refuses a damaged message whole, with its reason', () => {
    const made = backup();
    made.handle({ kind: 'syncReceived', bytes: Uint8Array.of(0, 1, 0, 9, 1, 1, 0, 0, 0) });
    expect(made.effects.at(-1)).toEqual({
      kind: 'record',
      event: { kind: 'syncMessageRefused', reason: 'truncated sync connection', offsetBytes: 8 },
    });
  });
});

describe('administration', () => {
  test('each role runs once; --daemon lists them', () => {
    const made = director();
    daemon(made, 'backup', 3);
    daemon(made, 'master', 4);
    expect(ipvsadm('ipvsadm -L --daemon', made.ipvs, made.now)).toBe(
      'master sync daemon (mcast=eth0, syncid=4, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)\n' +
        'backup sync daemon (mcast=eth0, syncid=3, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)\n',
    );
    made.effects.length = 0;
    daemon(made, 'master', 5);
    expect(made.effects[0]).toEqual({
      kind: 'commandRefused',
      command: 'syncDaemonStarted',
      reason: 'syncDaemonRunning',
    });
  });
});

describe('messages', () => {
  const u16 = fc.integer({ min: 0, max: 0xffff });
  const u32 = fc.integer({ min: 0, max: 0xffffffff });
  const address = u32.map((number) => number as ReturnType<typeof ipv4>);
  const connection = fc.record({
    protocol: fc.integer({ min: 0, max: 255 }),
    flags: u32,
    state: u16,
    clientPort: u16,
    virtualPort: u16,
    realPort: u16,
    mark: u32,
    timeoutSeconds: u32,
    client: address,
    virtual: address,
    realServer: address,
  });

  test('what is encoded is decoded again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.array(connection, { maxLength: 40 }),
        (syncId, list) => {
          const message = { syncId, connections: list };
          expect(decodeSyncMessage(encodeSyncMessage(message))).toEqual({ ok: true, value: message });
        },
      ),
      { numRuns: 50 },
    );
  });

  test('any bytes are decoded or refused, never more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const given = Uint8Array.from(bytes);
        if (given.length >= 6) [given[0], given[2], given[3], given[5]] = [0, 0, given.length, 1];
        expect(typeof decodeSyncMessage(given).ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });
});
