// Whatever is wrong with the input: one clear message with place and remedy, exit code 2 or 3, no stack trace.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cliFixture, ospflab, withFiles, type CommandResult } from '../run-command.ts';

const scenario = `name: small
about: two routers on a cable
until: 20s
segments:
  cable: { kind: pointToPoint }
nodes:
  r1:
    interfaces: { eth0: { segment: cable, address: 10.0.0.1/24 } }
    files:
      frr: |
        interface eth0
         ip ospf area 0
        router ospf
         ospf router-id 1.1.1.1
  r2:
    interfaces: { eth0: { segment: cable, address: 10.0.0.2/24 } }
    files:
      frr: |
        interface eth0
         ip ospf area 0
        router ospf
         ospf router-id 2.2.2.2
`;

function runFile(text: string, ...flags: string[]): CommandResult {
  return withFiles({ 's.yaml': text }, (folder) => ospflab(['run', `${folder}/s.yaml`, ...flags]));
}

function expectClearRefusal({ exitCode, stderr }: CommandResult, ...parts: (string | RegExp)[]): void {
  expect(exitCode).toBe(2);
  for (const part of parts) expect(stderr).toMatch(part);
  expect(stderr).not.toMatch(/\n\s+at .*\(|node:internal|mistake in ospflab itself/);
}

describe('scenario files', () => {
  it('the file that the following tests damage is sound', () => {
    expect(runFile(scenario)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('an unknown node in the timeline', () => {
    const timeline = 'timeline:\n  - { at: 5s, action: cut, node: r9, interface: eth0 }\n';
    expectClearRefusal(runFile(scenario + timeline), /s\.yaml:24:34/, /r9/, /r1/);
  });

  it('an address outside its segment', () => {
    const outside = scenario.replace('10.0.0.2/24', '10.0.7.2/24');
    expectClearRefusal(runFile(outside), /s\.yaml:16:\d+/, /10\.0\.7\.2/, /10\.0\.0/);
  });

  it('an endless scenario', () => {
    expectClearRefusal(runFile(scenario.replace('until: 20s\n', '')), /s\.yaml:\d+:\d+/, /until/);
    expectClearRefusal(
      runFile(scenario.replace('until: 20s', 'until: 9999999h')),
      /s\.yaml:3:\d+/,
      /at most 24 h/,
    );
  });

  it('a scenario with more events than allowed stops at the bound with exit code 3', () => {
    const { exitCode, stdout } = runFile(scenario, '--events-max', '10');
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/bound on events was hit/);
  });

  it('text that is no YAML', () => {
    expectClearRefusal(runFile('name: [small'), /s\.yaml:1:\d+/);
    const deep = runFile(`name: ${'['.repeat(5000)}`);
    expectClearRefusal(deep, /s\.yaml:1:\d+/);
    expect(deep.stderr.split('\n').length).toBeLessThan(50);
  });

  it('a name that is neither scenario nor file', () => {
    expectClearRefusal(ospflab(['run', 'dual-actve']), /dual-actve/, /dual-active/);
  });
});

describe('configuration files', () => {
  const withLine = scenario.replace(
    ' ip ospf area 0\n        router',
    ' ip ospf area 0\n         ip ospf teleport 7\n        router',
  );

  it('a line that is not understood is listed with its place, and the run goes on', () => {
    const { exitCode, stderr } = runFile(withLine);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/s\.yaml:13:\d+/);
    expect(stderr).toMatch(/teleport/);
  });

  it('a file that is no text is refused as a whole', () => {
    const files = { 's.yaml': scenario.replace(/\|\n( {8}.*\n)+/, 'r1.conf\n'), 'r1.conf': Buffer.from('hostname r1\nip\n', 'utf16le') };
    withFiles(files, (folder) => {
      expectClearRefusal(ospflab(['run', `${folder}/s.yaml`]), /r1\.conf:1:1: error: this is no text/, /UTF-8/);
    });
  }); // prettier-ignore

  it('with --strict it is an error', () => {
    expectClearRefusal(runFile(withLine, '--strict'), /s\.yaml:13:\d+/, /teleport/);
  });
});

describe('captures', () => {
  const sound = readFileSync(cliFixture('frr-silent-cut.pcap'));

  it('a capture that breaks off inside a packet: what came before is printed, then the place', () => {
    withFiles({ 'cut.pcap': sound.subarray(0, sound.length - 7) }, (folder) => {
      const result = ospflab(['decode', `${folder}/cut.pcap`]);
      expect(result.stdout.split('\n').length).toBeGreaterThan(100);
      expectClearRefusal(result, /cut\.pcap/, /byte \d+/);
    });
  });

  it('a file that is no capture', () => {
    withFiles({ 'x.pcap': 'not a capture at all' }, (folder) => {
      expectClearRefusal(ospflab(['decode', `${folder}/x.pcap`]), /neither a pcap nor a pcapng/);
    });
  });
});

describe('the command line', () => {
  it.each([
    [['show', 'dual-active', 'rooter', 'ip route'], /rooter/],
    [['show', 'dual-active', 'router', 'show ip bgp', '--at', '1s'], /show ip bgp/],
    [['run', 'dual-active', '--until', '90'], /unit/],
    [['run', 'dual-active', '--seed', 'x'], /whole number/],
    [['fly'], /unknown command/],
    [
      ['nexthop', '--policy', '1', '--seed', '1', '--weights', '1,0', '--src', '1.1.1.1', '--dst', '2.2.2.2'],
      /weight/,
    ],
  ])('%j', (words, message) => {
    expectClearRefusal(ospflab(words), message);
  });

  it('a flow on standard input that is not one is named by its line, and the others are answered', () => {
    const flow = '{"src":"1.1.1.1","dst":"2.2.2.2","proto":6,"sport":1,"dport":2}';
    const lines = `${flow}\n{"src":"1.1.1"}\nnonsense\n${flow}\n`;
    const result = ospflab(['nexthop', '--policy', '1', '--seed', '1', '--weights', '1,1'], lines);
    expect(result.stdout).toMatch(/^([12])\n–\n–\n\1\n$/);
    expectClearRefusal(result, /line 2/, /src/, /line 3: not JSON/);
  });

  it('a result that cannot be written is told before the run, with what there is to say of the files', () => {
    withFiles({ 's.yaml': scenario.replace('router ospf', 'router osfp') }, (folder) => {
      const refused = ospflab(['run', `${folder}/s.yaml`, '--json', `${folder}/s.yaml/report.json`]);
      expect(refused.stdout).toBe('');
      expectClearRefusal(refused, /cannot write .*report\.json: .*s\.yaml is no folder/, /osfp/);
      expectClearRefusal(ospflab(['run', `${folder}/s.yaml`, '--json', folder]), /it is a folder/);
    });
  });
});
