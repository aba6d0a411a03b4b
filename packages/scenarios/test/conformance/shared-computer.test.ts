// Machines that are namespaces of one computer: the link watch of their kernel and the processors are for all of them.
// The sequences of the link watch are those of Linux 6.18 with two pairs of namespaces, each on a cable whose ends have the same index.

import { describe, expect, it } from 'vitest';
import { Network, loadScenario, performAction, runScenario, sweepScenario } from '@ospflab/scenarios';
import { after, seconds, toSeconds, type Instant } from '@ospflab/sim';
import { discSource, libraryPath } from '../folder-source.ts';
import { mapSource } from '../map-source.ts';
import { shortDiagnostics } from '../short-diagnostics.ts';

const node = (segment: string) => `{ interfaces: { eth0: { segment: ${segment} } } }`;

const cables = (kernels: string) => `name: cables
until: 60s
kernels: ${kernels}
segments: { cable: { kind: pointToPoint }, elsewhere: { kind: pointToPoint } }
nodes: { a: ${node('cable')}, b: ${node('cable')}, c: ${node('elsewhere')}, d: ${node('elsewhere')} }
`;

/** What both ends of the cable are told after `a` is set down and up again, in seconds from the first. `elsewhere`: how long before that the other one goes. */
function toldEnds(hold: number, elsewhere?: number, kernels = 'shared'): string[] {
  const { scenario, diagnostics } = loadScenario(mapSource({ 'c.yaml': cables(kernels) }), 'c.yaml');
  expect(shortDiagnostics(diagnostics)).toEqual([]);
  const network = new Network(scenario!, { seed: 1, wireMode: 'objects' });
  const { simulation } = network;
  const runFor = (duration: number) => simulation.run({ until: after(simulation.now, seconds(duration)) });
  const act = (name: string, kind: 'linkDown' | 'linkUp') =>
    performAction(network, { kind, node: name, interface: 'eth0' });
  network.start();
  runFor(10);
  if (elsewhere !== undefined) {
    act('c', 'linkDown');
    runFor(elsewhere);
  }
  const told: string[] = [];
  const start: Instant = simulation.now;
  simulation.trace.onRecord(({ node: name, instant, event }) => {
    if (event.kind !== 'linkStateChanged') return;
    const { adminUp, carrier } = event as unknown as { adminUp: boolean; carrier: boolean };
    const state = !adminUp ? 'down' : carrier ? 'up' : 'no carrier';
    told.push(`${name} ${state} ${toSeconds((instant - start) as Instant).toFixed(1)}`);
  });
  act('a', 'linkDown');
  runFor(hold);
  act('a', 'linkUp');
  runFor(3);
  return told;
}

describe('a cable is closed at one end and opened again', () => {
  it('the watch runs for the loss: the other end sees it at once, and the own carrier only when the second is over', () => {
    expect(toldEnds(0.3)).toEqual([
      'a down 0.0',
      'b no carrier 0.0',
      'a no carrier 0.3',
      'b up 0.3',
      'a up 1.0',
    ]);
  });

  it('the watch ran for a link elsewhere, and again when all is over: the other end sees nothing', () => {
    expect(toldEnds(0.3, 0.2)).toEqual(['a down 0.0', 'a no carrier 0.3', 'a up 0.8']);
  });

  it('it runs again before that: the other end sees the loss late and the return at once', () => {
    expect(toldEnds(0.9, 0.2)).toEqual([
      'a down 0.0',
      'b no carrier 0.8',
      'a no carrier 0.9',
      'b up 0.9',
      'a up 1.8',
    ]);
  });

  it('machines of their own do not hear of links elsewhere, and what is set up is up', () => {
    const told = ['a down 0.0', 'b no carrier 0.0', 'a no carrier 0.3', 'a up 0.3', 'b up 0.3'];
    expect(toldEnds(0.3, 0.2, 'separate')).toEqual(told);
  });
});

const settings = { kernels: 'shared', failAt: '13s..18s', until: '35s' };

function links(more: Readonly<Record<string, string>>) {
  const parameters = new Map(Object.entries({ ...settings, ...more }));
  const { scenario, diagnostics } = loadScenario(discSource, libraryPath('failover-p2p.yaml'), parameters);
  expect(shortDiagnostics(diagnostics)).toEqual([]);
  return scenario!;
}

describe('processors', () => {
  it.each(['1', '2', '16'])('%s for three daemons: the same end, in both wire modes alike', (processors) => {
    const run = (wireMode: 'bytes' | 'objects') =>
      runScenario(links({ processors, otherPrograms: '16%' }), { wireMode }).report;
    const report = run('objects');
    expect(run('bytes').digest).toBe(report.digest);
    expect(report.checks.map(({ verdict }) => verdict)).toEqual(['passed']);
  });

  it.each(['sigkill', 'sigterm', 'crash'])('are given back by a daemon that ends: %s', (failure) => {
    const { checks, boundsHit } = sweepScenario(links({ processors: '1', failure, until: '60s' }), {
      seeds: 10,
    });
    expect(checks.map(({ failed }) => failed)).toEqual([0]);
    expect(boundsHit).toEqual([]);
  });

  it('taken by other programs let a retransmission timer come so late that the LSA is sent at its first tick', () => {
    const returns = (seeds: number, more: Readonly<Record<string, string>>) =>
      sweepScenario(links(more), { seeds }).metrics.find(({ name }) => name === 'returns: returnSeconds')!
        .values as number[];
    const early = (values: readonly number[]) => values.filter((value) => value > 5 && value < 6.05);
    const late = (values: readonly number[]) => values.filter((value) => value > 10 && value < 11.05);
    const [alone, busy] = [returns(20, {}), returns(40, { processors: '2', otherPrograms: '16%' })];
    expect([early(alone).length, late(alone).length]).toEqual([0, 20]);
    expect(early(busy).length).toBeGreaterThan(1);
    expect(early(busy).length + late(busy).length).toBeGreaterThan(37);
  });
});

describe('computer:', () => {
  it.each([
    ['{ processors: 0 }', 'own, or a whole number from 1 to 1024'],
    ['{ processors: many }', 'own, or a whole number from 1 to 1024'],
    ['{ processors: 2, otherPrograms: 2 }', 'a probability'],
    ['{ cores: 2 }', "unknown key 'cores', expected one of processors, otherPrograms, otherLinks"],
  ])('%s is refused', (computer, message) => {
    const text = `name: x\nuntil: 1s\ncomputer: ${computer}\nsegments: {}\nnodes: {}\n`;
    const { diagnostics } = loadScenario(mapSource({ 's.yaml': text }), 's.yaml');
    expect(diagnostics.map((one) => one.message).join()).toContain(message);
  });
});
