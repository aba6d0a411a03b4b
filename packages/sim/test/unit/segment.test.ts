import { describe, expect, it } from 'vitest';
import {
  Segment,
  Simulation,
  microseconds,
  milliseconds,
  seconds,
  type Instant,
  type SegmentOptions,
  type SegmentStation,
} from '@ospflab/sim';

interface Frame {
  readonly to: string;
  readonly number: number;
}
interface TestStation extends SegmentStation<Frame> {
  readonly received: { number: number; now: number }[];
  readonly carrier: { up: boolean; now: number }[];
}

function station(name: string): TestStation {
  const received: TestStation['received'] = [];
  const carrier: TestStation['carrier'] = [];
  return {
    received,
    carrier,
    accepts: (frame) => frame.to === name || frame.to === 'all',
    receive: (frame, now) => void received.push({ number: frame.number, now }),
    carrierChanged: (up, now) => void carrier.push({ up, now }),
  };
}

function lab(
  names: readonly string[],
  options: Partial<SegmentOptions<Frame>> = {},
  seed: number | string = 1,
) {
  const simulation = new Simulation({ seed, trace: { keep: 'all' } });
  const segment = new Segment<Frame>(simulation, {
    name: 'n1',
    kind: 'lan',
    delay: microseconds(100),
    ...options,
  });
  const stations = names.map((name) => station(name));
  names.forEach((name, i) => segment.addPort(name, stations[i]!));
  const drops = () =>
    simulation.trace
      .records()
      .map((record) => record.event as unknown as { port: string; reason: string })
      .map((event) => `${event.port} ${event.reason}`);
  const send = (count: number, to = 'b', port = 0) => {
    for (let number = 0; number < count; number++) segment.transmit(port, { to, number }, 100);
  };
  const run = () => simulation.run({ until: (simulation.now + seconds(100)) as Instant });
  return { simulation, segment, stations, drops, send, run };
}
const numbers = (of: TestStation): number[] => of.received.map((frame) => frame.number);

describe('a segment', () => {
  it('delivers to every other station that accepts the frame, in order, after the delay', () => {
    const { stations, send, run, drops } = lab(['a', 'b', 'c', 'd']);
    send(3, 'all');
    send(2, 'c');
    run();
    const [a, b, c, d] = stations;
    expect([a, b, c, d].map((each) => numbers(each!))).toEqual([[], [0, 1, 2], [0, 1, 2, 0, 1], [0, 1, 2]]);
    expect(new Set(c!.received.map((frame) => frame.now))).toEqual(new Set([100_000]));
    expect(drops()).toEqual([]);
  });

  it('with bandwidth sends one frame after the other and drops the tail of a full queue', () => {
    // 100 bytes at 8 Mbit/s take 100 µs; 1000 bytes may wait.
    const { simulation, segment, stations, send, run, drops } = lab(['a', 'b'], {
      bandwidthBitsPerSecond: 8e6,
      queueBytesMax: 1000,
    });
    send(13);
    run();
    // The backlog before frame n is n × 100 bytes, so frames 0 … 9 find room.
    expect(stations[1]!.received).toEqual(
      Array.from({ length: 10 }, (_, number) => ({ number, now: 100_000 * (number + 2) })),
    );
    expect(drops()).toEqual(['a queueFull', 'a queueFull', 'a queueFull']);
    const start = simulation.now;
    segment.transmit(0, { to: 'b', number: 50 }, 5000);
    segment.transmit(1, { to: 'a', number: 51 }, 100);
    run();
    // An idle port sends what exceeds its queue, and each port has its own.
    expect(stations[1]!.received.at(-1)).toEqual({ number: 50, now: start + 5_100_000 });
    expect(stations[0]!.received.at(-1)).toEqual({ number: 51, now: start + 200_000 });
  });

  it.each([
    ['out', 0, 'a loss'],
    ['in', 1, 'b loss'],
  ] as const)('loses the configured share of frames in direction %s', (direction, port, drop) => {
    const { segment, stations, send, run, drops } = lab(['a', 'b', 'c']);
    segment.setFaults(port, direction, { lossProbability: 0.2 });
    send(10_000);
    send(500, 'c');
    run();
    const lost = 10_000 - stations[1]!.received.length;
    // 2000 expected, standard deviation 40.
    expect(Math.abs(lost - 2000)).toBeLessThan(200);
    expect(new Set(drops())).toEqual(new Set([drop]));
    expect(stations[2]!.received.length === 500).toBe(direction === 'in');
  });

  it('duplicates the configured share, both copies in place', () => {
    const { segment, stations, send, run } = lab(['a', 'b']);
    segment.setFaults(0, 'out', { duplicationProbability: 0.1 });
    send(10_000);
    run();
    const received = numbers(stations[1]!);
    expect(Math.abs(received.length - 11_000)).toBeLessThan(150);
    expect([...new Set(received)]).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
    expect(received).toEqual([...received].sort((x, y) => x - y));
  });

  it('reorders the configured share by less than the given delay', () => {
    const { segment, stations, send, run } = lab(['a', 'b']);
    segment.setFaults(1, 'in', { reorderingProbability: 0.3, reorderingDelayMax: milliseconds(2) });
    send(10_000);
    run();
    const late = stations[1]!.received.filter((frame) => frame.now > 100_000);
    expect(Math.abs(late.length - 3000)).toBeLessThan(230);
    expect(Math.max(...late.map((frame) => frame.now))).toBeLessThan(2_100_000);
    expect(stations[1]!.received).toHaveLength(10_000);
    expect(numbers(stations[1]!)).not.toEqual([...numbers(stations[1]!)].sort((x, y) => x - y));
    segment.setFaults(1, 'in', {});
    stations[1]!.received.length = 0;
    send(1000);
    run();
    expect(numbers(stations[1]!)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  it('cut one way keeps carrier and the other way', () => {
    const { segment, stations, send, run, drops } = lab(['a', 'b', 'c']);
    segment.setCut(0, 'out', true);
    send(1, 'all', 0);
    send(1, 'a', 1);
    run();
    expect(stations.map((each) => each.received.length)).toEqual([1, 0, 0]);
    expect(drops()).toEqual(['a cutOut']);
    segment.setCut(0, 'out', false);
    segment.setCut(0, 'in', true);
    expect([segment.isCut(0, 'out'), segment.isCut(0, 'in'), segment.hasCarrier(0)]).toEqual([
      false,
      true,
      true,
    ]);
    send(1, 'all', 0);
    send(1, 'all', 1);
    run();
    expect(stations.map((each) => each.received.length)).toEqual([1, 1, 2]);
    expect(drops()).toEqual(['a cutOut', 'a cutIn']);
    expect(stations.flatMap((each) => each.carrier)).toEqual([]);
  });

  it('loses what is on its way to a port when that port is cut', () => {
    const { simulation, segment, stations, send, run, drops } = lab(['a', 'b'], { delay: milliseconds(10) });
    send(1);
    simulation.run({ until: milliseconds(5) as number as Instant });
    segment.setCut(1, 'in', true);
    run();
    expect(stations[1]!.received).toEqual([]);
    expect(drops()).toEqual(['b cutIn']);
  });

  it('of kind lan takes carrier from one station only', () => {
    const { simulation, segment, stations, send, run, drops } = lab(['a', 'b', 'c']);
    simulation.run({ until: seconds(3) as number as Instant });
    segment.setPortUp(1, false);
    segment.setPortUp(1, false);
    expect(stations[1]!.carrier).toEqual([]);
    send(1, 'all', 0);
    send(1, 'all', 1);
    run();
    expect(stations.map((each) => each.carrier)).toEqual([[], [{ up: false, now: seconds(3) }], []]);
    expect(stations.map((each) => each.received.length)).toEqual([0, 0, 1]);
    expect(drops()).toEqual(['b portDown', 'b portDown']);
    segment.setPortUp(1, true);
    send(1, 'b', 0);
    run();
    expect(stations[1]!.carrier.at(-1)!.up).toBe(true);
    expect(stations[1]!.received).toHaveLength(1);
  });

  it('of kind point-to-point shows carrier loss to both ends', () => {
    const { segment, stations, send, run, drops } = lab(['a', 'b'], { kind: 'pointToPoint' });
    send(1);
    segment.setPortUp(0, false);
    run();
    expect(stations.map((each) => each.carrier)).toEqual([[{ up: false, now: 0 }], [{ up: false, now: 0 }]]);
    send(1, 'a', 1);
    expect(drops()).toEqual(['b noCarrier', 'b noCarrier']);
    segment.setPortUp(0, true);
    run();
    send(1);
    run();
    expect(stations.map((each) => each.carrier.at(-1)!.up)).toEqual([true, true]);
    expect(stations[1]!.received).toHaveLength(1);
    expect(() => segment.addPort('c', station('c'))).toThrow('two ports already');
  });

  it('has no carrier on a cable with one end', () => {
    const { segment, send, drops } = lab(['a'], { kind: 'pointToPoint' });
    expect(segment.hasCarrier(0)).toBe(false);
    send(1);
    expect(drops()).toEqual(['a noCarrier']);
  });

  it('hands each frame through the transform, and drops what it refuses', () => {
    const { simulation, segment, stations, send, run, drops } = lab(['a', 'b', 'c'], {
      transform: (frame) =>
        frame.number % 2 === 0 ? { to: frame.to, number: frame.number + 100 } : undefined,
    });
    const lost: [number, string, number, string][] = [];
    segment.onDrop((frame, reason, port, direction) => lost.push([frame.number, reason, port, direction]));
    simulation.trace.record('lab', { kind: 'sent' });
    send(2, 'all');
    expect(simulation.currentCause).toBe(1);
    run();
    expect(stations.map(numbers)).toEqual([[], [100], [100]]);
    expect(drops().slice(1)).toEqual(['b malformed', 'c malformed']);
    expect(lost).toEqual([
      [1, 'malformed', 1, 'in'],
      [1, 'malformed', 2, 'in'],
    ]);
    expect(simulation.trace.records().map((record) => record.cause)).toEqual([0, 1, 1]);
  });

  it('shows a tap what is put on the wire and what arrives', () => {
    const { segment, send, run } = lab(['a', 'b', 'c']);
    const seen: string[] = [];
    const leave = segment.tap((frame, port, direction, now) =>
      seen.push(`${frame.number} ${port} ${direction} ${now}`),
    );
    send(1, 'all');
    segment.setCut(0, 'out', true);
    send(1, 'all');
    run();
    leave();
    send(1, 'all');
    expect(seen).toEqual(['0 0 out 0', '0 0 out 0', '0 1 in 100000', '0 2 in 100000']);
  });

  it('does not shift the dice of one fault by another fault, nor by another port', () => {
    const lostWith = (others: (segment: Segment<Frame>) => void, names = ['a', 'b']): number[] => {
      const { segment, stations, send, run } = lab(names);
      segment.setFaults(0, 'out', { lossProbability: 0.3 });
      others(segment);
      send(300);
      run();
      const arrived = new Set(numbers(stations[1]!));
      return Array.from({ length: 300 }, (_, i) => i).filter((number) => !arrived.has(number));
    };
    const alone = lostWith(() => undefined);
    expect(alone.length).toBeGreaterThan(50);
    expect(
      lostWith((segment) =>
        segment.setFaults(0, 'out', { lossProbability: 0.3, duplicationProbability: 0.5 }),
      ),
    ).toEqual(alone);
    expect(
      lostWith((segment) =>
        segment.setFaults(1, 'in', { reorderingProbability: 1, reorderingDelayMax: seconds(1) }),
      ),
    ).toEqual(alone);
    expect(
      lostWith((segment) => segment.setFaults(2, 'in', { lossProbability: 0.5 }), ['a', 'b', 'c']),
    ).toEqual(alone);
  });

  it('gives the same digest for the same seed and another one for another', () => {
    const digestOf = (seed: string): string => {
      const { simulation, send, run } = lab(
        ['a', 'b', 'c'],
        {
          bandwidthBitsPerSecond: 1e8,
          faults: {
            lossProbability: 0.05,
            duplicationProbability: 0.05,
            reorderingProbability: 0.1,
            reorderingDelayMax: milliseconds(1),
          },
        },
        seed,
      );
      send(2000, 'all');
      run();
      return simulation.trace.digest;
    };
    expect(digestOf('x')).toBe(digestOf('x'));
    expect(digestOf('x')).not.toBe(digestOf('y'));
  });

  it('says so when asked for a port that it does not have', () => {
    const { segment } = lab(['a', 'b']);
    expect(() => segment.transmit(2, { to: 'a', number: 0 }, 1)).toThrow('Segment n1 has no port 2');
    expect(() => segment.addPort('a', station('a'))).toThrow('has a port a already');
    expect([segment.portCount, segment.portName(1)]).toEqual([2, 'b']);
  });
});
