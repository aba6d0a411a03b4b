// The README tells the truth: its output is what the command prints, its commands run, its examples load.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { ospflab, withFiles } from '../run-command.ts';

const readme = readFileSync(fileURLToPath(new URL('../../../../README.md', import.meta.url)), 'utf8');

function block(containing: string): string {
  const blocks = [...readme.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const found = blocks.find((text) => text.includes(containing));
  if (found === undefined) throw new Error(`README.md has no block with ${containing}`);
  return found;
}

/** Wall time differs from run to run. */
function withoutWallTime(text: string): string {
  return text.replace(/ simulated in [\d.]+ s/, ' simulated');
}

/** Columns are as wide as the variants at hand need. */
function evenlySpaced(line: string): string {
  return line.trim().replace(/ +/g, ' ');
}

describe('README.md', () => {
  let output = '';
  beforeAll(() => {
    const run = ospflab(['run', 'dual-active']);
    expect(run.exitCode).toBe(0);
    output = withoutWallTime(run.stdout);
  });

  it('quotes the report as it is', () => {
    const lines = withoutWallTime(block('dual-active · seed 1')).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) if (line.trim() !== '…') expect(output).toContain(`${line}\n`);
  });

  it('quotes the comparison of strategies as it is', () => {
    const variants = ['none', 'sync', 'mh-sloppy', 'drain-cost-lo'];
    const words = variants.flatMap((name) => ['--variant', name]);
    const { stdout, exitCode } = ospflab(['compare', 'director-failover-strategies', ...words]);
    expect(exitCode).toBe(0);
    const quoted = block('director-failover-strategies ·').split('\n').map(evenlySpaced);
    const printed = stdout.split('\n').map(evenlySpaced);
    for (const name of variants) {
      const row = printed.find((line) => line.startsWith(`${name} 0 `));
      expect(row).toMatch(/( \d+){3}$/);
      expect(quoted).toContain(row);
    }
  });

  it('every command of "Look inside" works', () => {
    withFiles({}, (folder) => {
      const commands = block('npx ospflab list').trim().split('\n');
      expect(commands.length).toBeGreaterThan(5);
      for (const command of commands) {
        const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(
          ([, quoted, plain]) => quoted ?? plain ?? '',
        );
        const { exitCode, stderr } = ospflab(words.slice(2).map((word) => inFolder(word, folder)));
        expect(exitCode, `${command}\n${stderr}`).toBe(0);
      }
    });
  });

  it('its scenario and its lab folder load and hold', () => {
    const addressed = (id: string, address: string) =>
      conf(id).replace('interface eth0\n', `interface eth0\n ip address ${address}\n`);
    const files = {
      ...scenarioFiles,
      'lab/topology.json': block('"name": "mine"'),
      'lab/r1.conf': addressed('10.0.0.1', '10.0.0.1/30'),
      'lab/r2.conf': `${addressed('10.0.0.2', '10.0.0.2/30')}interface eth1\n ip address 10.9.0.1/24\n ip ospf area 0\n`,
    };
    withFiles(files, (folder) => {
      const run = ospflab(['run', `${folder}/scenario.yaml`]);
      expect(run.exitCode, run.stdout + run.stderr).toBe(0);
      const shown = ospflab(['show', `${folder}/lab`, 'r1', 'show ip ospf route', '--at', '60s']);
      expect(shown.stdout).toMatch(/10\.9\.0\.0\/24 +\[20\] area: 0\.0\.0\.0\n +via 10\.0\.0\.2, eth0/);
    });
  });

  it('its trouble is what a small MTU of r2 makes', () => {
    const [undisturbed = ''] = scenarioFiles['scenario.yaml'].split('timeline:');
    const scenario = undisturbed.replace('10.0.0.2/30 }', '10.0.0.2/30, mtu: 1400 }');
    withFiles({ ...scenarioFiles, 'scenario.yaml': scenario }, (folder) => {
      const run = ospflab(['run', `${folder}/scenario.yaml`]);
      expect(run.stdout).toContain(block('Trouble\n'));
    });
  });
});

function conf(routerId: string): string {
  return `interface eth0\n ip ospf area 0\n ip ospf network point-to-point\n ip ospf hello-interval 1\n ip ospf dead-interval 4\nrouter ospf\n ospf router-id ${routerId}\n`;
}

const scenarioFiles = {
  'scenario.yaml': block('name: my-failover'),
  'r1.conf': conf('10.0.0.1'),
  'r2.conf': conf('10.0.0.2'),
  'r2-setup.sh': 'sysctl -w net.ipv4.ip_forward=1\n',
};

/** Files that the commands write or read go to the temporary folder. */
function inFolder(word: string, folder: string): string {
  return /^(captures|report\.json)/.test(word) ? `${folder}/${word}` : word;
}
