// The pitfalls of a balanced service on two directors, each with what it does, in the built-in scenario dual-active.

import { describe, expect, it } from 'vitest';
import { runPitfall, type PitfallOutcome, type PitfallSetting } from '../pitfall-lab.ts';

const vipAddress = '192.168.28.211/32 dev lo';

/** ds-1 only has rs-1 and ds-2 only rs-2, and the quorum moves the VIP. */
const healthDrivesRouting: PitfallSetting['files'] = {
  'ds-1/keepalived.conf': (text) => withQuorum(onlyServer(text, '103')),
  'ds-2/keepalived.conf': (text) => withQuorum(onlyServer(text, '104')),
};

function onlyServer(text: string, last: string): string {
  return text.replace(
    new RegExp(`    real_server 192\\.168\\.28\\.(?!${last})\\d+ 80 \\{[^{}]*\\{[^{}]*\\}[^{}]*\\}\n`),
    '',
  );
}

function withQuorum(text: string): string {
  const commands = `quorum_up "ip addr add ${vipAddress}"\n    quorum_down "ip addr del ${vipAddress}"`;
  return text.replace(/^ {4}ha_suspend$/m, `    ${commands}`);
}

function atOf({ journal }: PitfallOutcome, start: string, after: number): number {
  const line = journal.find(({ at, text }) => at > after && text.startsWith(start));
  if (line === undefined) throw new Error(`no line '${start}' after ${after} s`);
  return line.at;
}

/** The router's next hops at an instant. */
function directorsAt({ routes }: PitfallOutcome, second: number): string {
  return routes.filter(({ at }) => at <= second).at(-1)?.directors ?? '';
}

describe('health that drives routing (quorum_up and quorum_down move the VIP)', () => {
  const outcome = runPitfall({
    files: healthDrivesRouting,
    untilSeconds: 70,
    timeline: [
      'at: 30s, action: stopService, node: rs-1, port: 80, how: refused',
      'at: 50s, action: startService, node: rs-1, port: 80',
    ],
  });

  it('when all real servers of a director are dead its route goes with the quorum, within 20 ms', () => {
    const lost = atOf(outcome, 'Lost quorum', 30);
    expect(lost).toBeGreaterThan(33);
    expect(lost).toBeLessThan(34.1);
    const withdrawn = outcome.routes.find(({ at }) => at > lost)!;
    expect(withdrawn.directors).toBe('ds-2');
    expect(withdrawn.at - lost).toBeLessThan(0.02);
  });

  it('the other director takes all, and clients are refused only until the quorum is lost', () => {
    expect(directorsAt(outcome, 45)).toBe('ds-2');
    const { sent, served, refused, reset, lost } = outcome.pages;
    expect(sent).toBeGreaterThan(400);
    // Half of 10 requests a second, for the 3 to 4 s that the check takes.
    expect(refused).toBeGreaterThan(7);
    expect(refused).toBeLessThan(35);
    expect(served + refused + reset + lost).toBeGreaterThan(sent - 5);
    expect(reset + lost).toBeLessThan(5);
  });

  it('when the quorum is back so is the route, within 20 ms', () => {
    const gained = atOf(outcome, 'Gained quorum', 50);
    const returned = outcome.routes.find(({ at }) => at > gained)!;
    expect(returned.directors).toBe('ds-1 ds-2');
    expect(returned.at - gained).toBeLessThan(0.02);
  });

  it('with ha_suspend beside quorum_down a director that lost its quorum stays out for good', () => {
    const { journal, routes } = runPitfall({
      files: {
        ...healthDrivesRouting,
        'ds-1/keepalived.conf': (text) =>
          withQuorum(onlyServer(text, '103')).replace('    quorum_up', '    ha_suspend\n    quorum_up'),
      },
      untilSeconds: 70,
      timeline: [
        'at: 30s, action: stopService, node: rs-1, port: 80, how: refused',
        'at: 50s, action: startService, node: rs-1, port: 80',
      ],
    });
    // The check rests because the VIP is gone, and the VIP stays away because the check rests.
    expect(journal.at(-1)?.text).toMatch(/^Suspending healthchecker/);
    expect(routes.at(-1)?.directors).toBe('ds-2');
  });
});

describe('a director with an empty pool', () => {
  it('goes on attracting its share of the clients and refuses them', () => {
    const outcome = runPitfall({
      files: { 'ds-1/keepalived.conf': (text) => onlyServer(text, '103') },
      untilSeconds: 60,
      timeline: ['at: 30s, action: stopService, node: rs-1, port: 80, how: refused'],
    });
    expect(directorsAt(outcome, 59)).toBe('ds-1 ds-2');
    // 30 s at 10 requests a second: the pages of ds-1, and those that ds-2 sent to rs-1 before it noticed.
    const { refused, unreachable } = outcome.pages;
    expect(refused + unreachable).toBeGreaterThan(100);
    expect(refused + unreachable).toBeLessThan(210);
  });
});

describe('keepalived stops on a director', () => {
  it('gracefully: its services go, the VIP stays, and the clients it attracts are refused', () => {
    const outcome = runPitfall({
      untilSeconds: 60,
      timeline: ['at: 30s, action: stop, node: ds-1, daemon: keepalived'],
    });
    expect(directorsAt(outcome, 59)).toBe('ds-1 ds-2');
    expect(outcome.pages.refused).toBeGreaterThan(100);
    expect(outcome.pages.refused).toBeLessThan(210);
  });

  it('killed: clients are served on, but a dead real server is not noticed any more', () => {
    const outcome = runPitfall({
      untilSeconds: 60,
      timeline: [
        'at: 25s, action: kill, node: ds-1, daemon: keepalived',
        'at: 40s, action: stopService, node: rs-1, port: 80, how: refused',
      ],
    });
    // A quarter of 20 s at 10 a second, and what ds-2 sent there for 3 to 4 s.
    expect(outcome.pages.refused).toBeGreaterThan(40);
    expect(outcome.pages.refused).toBeLessThan(95);
  });
});

describe('draining a director before maintenance', () => {
  const drain = (entry: string, files: PitfallSetting['files'] = {}): PitfallOutcome =>
    runPitfall({ untilSeconds: 40, timeline: [entry], files });

  it('a higher cost of its eth0 does not drain it', () => {
    const outcome = drain('at: 30s, action: setCost, node: ds-1, interface: eth0, cost: 1000');
    expect(directorsAt(outcome, 39)).toBe('ds-1 ds-2');
  });

  it('max-metric router-lsa does not drain it: the VIP keeps its metric', () => {
    const outcome = drain('at: 39s, action: heal, node: ds-1', {
      'ds-1/ospfd.conf': (text) =>
        text.replace('router ospf\n', 'router ospf\n max-metric router-lsa administrative\n'),
    });
    expect(directorsAt(outcome, 38)).toBe('ds-1 ds-2');
  });

  it('a higher cost of its lo drains it within half a second', () => {
    const outcome = drain('at: 30s, action: setCost, node: ds-1, interface: lo, cost: 1000');
    const drained = outcome.routes.find(({ at }) => at > 30)!;
    expect(drained.directors).toBe('ds-2');
    expect(drained.at - 30).toBeLessThan(0.5);
  });

  it('taking the VIP off lo drains it within 20 ms', () => {
    const outcome = drain(
      'at: 30s, action: deleteAddress, node: ds-1, interface: lo, address: 192.168.28.211/32',
    );
    const drained = outcome.routes.find(({ at }) => at > 30)!;
    expect(drained.directors).toBe('ds-2');
    expect(drained.at - 30).toBeLessThan(0.02);
  });

  it('stopping ospfd drains it at once, killing it only after the dead interval', () => {
    const stopped = drain('at: 30s, action: stop, node: ds-1, daemon: ospfd').routes.find(
      ({ at }) => at > 30,
    )!;
    expect(stopped.directors).toBe('ds-2');
    expect(stopped.at - 30).toBeLessThan(0.1);
    const killed = drain('at: 30s, action: kill, node: ds-1, daemon: ospfd').routes.find(
      ({ at }) => at > 30,
    )!;
    expect(killed.directors).toBe('ds-2');
    expect(killed.at - 30).toBeGreaterThan(2.9);
    expect(killed.at - 30).toBeLessThan(4.2);
  });
});
