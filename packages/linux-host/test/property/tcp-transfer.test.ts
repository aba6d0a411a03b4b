import { ipv4 } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lan, seeded } from '../lan.ts';

/** Both sides send their text, in pieces, over a LAN that loses packets; what each side got, and whether both are done. */
function exchange(seed: number, loss: number, sizes: readonly [number, number], pieceBytes: number) {
  const lan = new Lan({ seed });
  lan.add('client', { interfaces: { eth0: ['lan', '10.0.0.1/24'] } });
  lan.add('server', { interfaces: { eth0: ['lan', '10.0.0.2/24'] } });
  // A half-closed connection whose other half is lost for a minute would be given up.
  for (const node of ['client', 'server'])
    lan.give(node, { kind: 'sysctlSet', key: 'net.ipv4.tcp_fin_timeout', value: 3600 });
  lan.give('server', { kind: 'tcpListen', listener: 0, port: 80 });
  const dice = seeded(seed + 77);
  lan.lose = (frame) => frame.payload.kind === 'ipv4' && dice() < loss;
  const texts = sizes.map((size, side) =>
    Uint8Array.from({ length: size }, (_, at) => (at * 31 + side * 7 + (at >> 8)) & 255),
  );
  const got: Record<string, number[]> = { client: [], server: [] };
  const sendAll = (node: string, socket: number, text: Uint8Array): void => {
    for (let start = 0; start < text.length; start += pieceBytes) {
      lan.give(node, { kind: 'tcpSend', socket, bytes: text.slice(start, start + pieceBytes) });
    }
    lan.give(node, { kind: 'tcpClose', socket });
  };
  lan.react = (node, effect) => {
    if (effect.kind === 'tcpConnected') sendAll(node, effect.socket, texts[0]!);
    if (effect.kind === 'tcpAccepted') sendAll(node, effect.socket, texts[1]!);
    if (effect.kind === 'tcpReceived') got[node]!.push(...effect.bytes);
  };
  lan.give('client', { kind: 'tcpConnect', socket: 1, destination: ipv4('10.0.0.2'), port: 80 });
  lan.runFor(seconds(2000));
  return { got, texts, lan };
}

describe('TCP over a LAN that loses packets', () => {
  it('delivers every byte once and in order, both ways, and closes both sides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 0.2, noNaN: true }),
        fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 })),
        fc.integer({ min: 50, max: 5000 }),
        (seed, loss, sizes, pieceBytes) => {
          const { got, texts, lan } = exchange(seed, loss, sizes, pieceBytes);
          // The handshake itself may be lost seven times in a row; then nothing was promised.
          if (lan.effectsOf('client', 'tcpConnected').length === 0) return;
          expect(got['server']).toEqual([...texts[0]!]);
          expect(got['client']).toEqual([...texts[1]!]);
          expect(lan.host('client').tcpSockets()).toEqual([]);
          expect(lan.host('server').tcpSockets()).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('a gap is filled although more small segments wait behind it than are kept', () => {
    // Found by the property above: the lost segment came again as one large one and was refused for lack of room.
    const { got, texts } = exchange(1, 0.004080409649759532, [0, 8451], 50);
    expect(got['client']).toEqual([...texts[1]!]);
  });

  it('two ends that both go back to resend understand the acknowledgements of each other', () => {
    // Found by the property above: each end's acknowledgement bore a number that the other had received already.
    const { got, texts } = exchange(32561, 0.15259568323381248, [7901, 10401], 50);
    expect(got['server']).toEqual([...texts[0]!]);
    expect(got['client']).toEqual([...texts[1]!]);
  });

  it('without loss, 300 kB pass within 10 ms: the window opens', () => {
    const { got, lan } = exchange(3, 0, [300_000, 0], 50_000);
    expect(got['server']).toHaveLength(300_000);
    const last = lan.effects.findLast(({ effect }) => effect.kind === 'tcpReceived')!;
    expect(last.at).toBeLessThan(milliseconds(10));
  });
});
