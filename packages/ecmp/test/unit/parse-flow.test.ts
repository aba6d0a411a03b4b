import { describe, expect, it } from 'vitest';
import { chooseNextHop, parseFlow, parseFlowLine, parseWeights } from '@ospflab/ecmp';
import { ipv4 } from '@ospflab/net';

const flow = { src: '192.0.2.1', dst: '198.51.100.1', proto: 6, sport: 1234, dport: 80 };
const tuple = {
  source: ipv4('192.0.2.1'),
  destination: ipv4('198.51.100.1'),
  protocol: 6,
  sourcePort: 1234,
  destinationPort: 80,
};

const reasonOf = (value: unknown): string => {
  const parsed = parseFlow(value);
  return parsed.ok ? 'accepted' : parsed.reason;
};

describe('parseFlow', () => {
  it('reads numbers, names and digits as text', () => {
    expect(parseFlow(flow)).toEqual({ ok: true, value: tuple });
    expect(parseFlow({ ...flow, proto: 'TCP', sport: '1234', dport: '80' })).toEqual({
      ok: true,
      value: tuple,
    });
    expect(parseFlow({ ...flow, proto: 'udp' })).toMatchObject({ value: { protocol: 17 } });
    expect(parseFlow({ ...flow, proto: 'icmp' })).toMatchObject({ value: { protocol: 1 } });
    expect(parseFlowLine(JSON.stringify(flow))).toEqual({ ok: true, value: tuple });
  });

  it('takes ports that are left out as 0', () => {
    expect(parseFlow({ src: flow.src, dst: flow.dst, proto: 'icmp' })).toEqual({
      ok: true,
      value: { ...tuple, protocol: 1, sourcePort: 0, destinationPort: 0 },
    });
  });

  it.each([
    [[], 'a flow is an object with src, dst, proto, sport, dport'],
    [null, 'a flow is an object with src, dst, proto, sport, dport'],
    [{ ...flow, src: '192.0.2.256' }, 'src "192.0.2.256" is not an IPv4 address'],
    [{ ...flow, dst: 7 }, 'dst 7 is not an IPv4 address'],
    [{ ...flow, proto: 'tpc' }, 'proto "tpc" is not tcp, udp, icmp or a number of 0 … 255'],
    [{ ...flow, proto: 256 }, 'proto 256 is not tcp, udp, icmp or a number of 0 … 255'],
    [{ ...flow, sport: 65536 }, 'sport 65536 is not a port of 0 … 65535'],
    [{ ...flow, dport: 1.5 }, 'dport 1.5 is not a port of 0 … 65535'],
    [{ src: flow.src, dst: flow.dst }, 'proto is missing: give tcp, udp, icmp or a number of 0 … 255'],
    [
      { src: flow.src, dst: flow.dst, proto: 6, sport: 1, dprot: 2 },
      'dport is missing ("dprot" is not a field of a flow): give a port of 0 … 65535',
    ],
  ])('%j: %s', (value, reason) => {
    expect(reasonOf(value)).toBe(reason);
  });

  it('a line that is not JSON is shown, shortened', () => {
    expect(parseFlowLine('src=1')).toEqual({ ok: false, reason: 'not JSON: src=1' });
    expect(parseFlowLine('x'.repeat(100))).toEqual({ ok: false, reason: `not JSON: ${'x'.repeat(60)}…` });
  });
});

describe('parseWeights', () => {
  it('reads a list', () => {
    expect(parseWeights('1, 1,256')).toEqual({ ok: true, value: [1, 1, 256] });
  });
  it.each(['', '1,,2', '0', '1,-1', '1.5', '65537', 'a'])('refuses %j', (text) => {
    expect(parseWeights(text)).toMatchObject({ ok: false });
  });
});

describe('chooseNextHop', () => {
  it('does not count ports that the protocol does not have', () => {
    const question = { policy: 1, seed: 1, weights: Array.from({ length: 64 }, () => 1) } as const;
    for (const protocol of [1, 47, 89]) {
      const without = chooseNextHop(question, { ...tuple, protocol, sourcePort: 0, destinationPort: 0 });
      expect(chooseNextHop(question, { ...tuple, protocol })).toBe(without);
    }
  });

  it('answers 0 when every member is dead', () => {
    expect(chooseNextHop({ policy: 1, seed: 1, weights: [0, 0] }, tuple)).toBe(0);
  });
});
