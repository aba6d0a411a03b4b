// A recorded router replayed alone does what it did in the network.

import { describe, expect, it } from 'vitest';
import {
  loadScenario,
  readRecording,
  recordRouter,
  replayRecording,
  runScenario,
  type Recording,
  type RouterRecorder,
  type WireMode,
} from '@ospflab/scenarios';
import { discSource, libraryPath } from '../folder-source.ts';

const nodes = ['router', 'ds1', 'ds2'];

function record(settings: Record<string, string>, wireMode: WireMode, watch = true): Map<string, string> {
  const path = libraryPath('failover-lan.yaml');
  const { scenario } = loadScenario(discSource, path, new Map(Object.entries(settings)));
  const recorders = new Map<string, RouterRecorder>();
  const { report } = runScenario(scenario!, {
    wireMode,
    onNetwork: (network) => {
      if (watch) for (const node of nodes) recorders.set(node, recordRouter(network, node));
    },
  });
  return new Map([
    ...[...recorders].map(([node, { text }]): [string, string] => [node, text]),
    ['digest', report.digest],
  ]);
}

function recordingOf(text: string): Recording {
  const read = readRecording(text);
  if (!read.ok) throw new Error(`line ${read.line}: ${read.reason}`);
  return read.value;
}

describe.each(['objects', 'bytes'] as const)('recorded from %s', (wireMode) => {
  it.each(['silent', 'sigkill', 'sigterm', 'crash', 'deleteAddress', 'linkDown'])(
    'every router of a run with failure %s replays with the same effects',
    (failure) => {
      const recorded = record({ failure }, wireMode);
      for (const node of nodes) {
        const outcome = replayRecording(recordingOf(recorded.get(node)!));
        expect(outcome).toMatchObject({ kind: 'same' });
        expect(outcome.kind === 'same' && outcome.effects).toBeGreaterThan(300);
      }
    },
  );
});

describe('a recording', () => {
  const recorded = record({ failure: 'sigkill' }, 'objects');
  const lines = recorded.get('router')!.trimEnd().split('\n');
  const withLines = (change: (copy: string[]) => void): string => {
    const copy = [...lines];
    change(copy);
    return `${copy.join('\n')}\n`;
  };

  it('is the same from packets as objects and as bytes', () => {
    expect(record({ failure: 'sigkill' }, 'bytes')).toEqual(recorded);
  });

  it('does not disturb the run', () => {
    expect(record({ failure: 'sigkill' }, 'objects', false).get('digest')).toBe(recorded.get('digest'));
  });

  it('starts a new router for each process', () => {
    const routers = recordingOf(recorded.get('ds1')!).entries.filter(({ kind }) => kind === 'router');
    expect(routers).toHaveLength(2);
  });

  it('without one of its packets is different at a later step, which is named', () => {
    const dropped = lines.findIndex(
      (line) => line.includes('"packetReceived"') && line.includes('"effects":["record '),
    );
    const outcome = replayRecording(recordingOf(withLines((copy) => copy.splice(dropped, 1))));
    expect(outcome.kind).toBe('different');
    expect(outcome.kind === 'different' && outcome.line).toBeGreaterThan(dropped);
  });

  it('with another mark of an effect is different there, and says what came out', () => {
    const step = lines.findIndex((line) => line.includes('"sendPacket '));
    const text = withLines(
      (copy) => (copy[step] = copy[step]!.replace(/"sendPacket ..../, '"sendPacket 0000')),
    );
    const outcome = replayRecording(recordingOf(text));
    expect(outcome).toMatchObject({ kind: 'different', line: step + 1 });
    expect(outcome.kind === 'different' && outcome.replayed).toMatch(
      /^\{"kind":"sendPacket",.*"\$hex":"0201/,
    );
  });

  it('with another seed is different: random numbers are part of it', () => {
    const text = withLines((copy) => (copy[0] = copy[0]!.replace('"seed":1', '"seed":2')));
    expect(replayRecording(recordingOf(text)).kind).toBe('different');
  });

  it.each([
    ['no first line', (copy: string[]) => copy.splice(0, 1), 1, /no recording/],
    [
      'a version of the future',
      (copy: string[]) => (copy[0] = copy[0]!.replace('"version":1', '"version":2')),
      1,
      /version 2/,
    ],
    ['half a line', (copy: string[]) => (copy[5] = copy[5]!.slice(0, 40)), 6, /not a JSON object/],
    ['no router', (copy: string[]) => copy.splice(1, 1), 2, /before any router/],
    ['steps out of order', (copy: string[]) => copy.splice(2, 0, copy.at(-1)!), 4, /before the one above/],
    [
      'bytes that are none',
      (copy: string[]) => (copy[2] = copy[2]!.replace('{"kind"', '{"x":{"$hex":"0g"},"kind"')),
      3,
      /not hexadecimal/,
    ],
    ['no input', (copy: string[]) => (copy[2] = '{"step":1,"at":5,"effects":[]}'), 3, /no input/],
    [
      'no effects',
      (copy: string[]) => (copy[2] = '{"step":1,"at":5,"input":{"kind":"started"}}'),
      3,
      /no list of effects/,
    ],
    ['nonsense', (copy: string[]) => (copy[2] = '{"step":"one"}'), 3, /neither a router nor a step/],
  ])('with %s is refused with the line', (_, change, line, reason) => {
    const read = readRecording(withLines(change));
    expect(read).toMatchObject({ ok: false, line });
    expect(!read.ok && read.reason).toMatch(reason);
  });

  it('of nonsense that looks like steps makes the replay fail, not the program', () => {
    const text = withLines((copy) => (copy[1] = '{"router":{}}'));
    expect(replayRecording(recordingOf(text))).toMatchObject({ kind: 'failed' });
  });
});
