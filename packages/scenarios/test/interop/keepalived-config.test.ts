// What keepalived itself says about a configuration (--config-test) beside what the reader says: accepted or not, and complaint by complaint.
// Lines that are understood but not simulated are no complaints. Skipped where keepalived is not installed.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadScenario, readKeepalivedConfig } from '@ospflab/scenarios';
import { discSource, libraryPath } from '../folder-source.ts';

interface Complaint {
  /** Undefined for what keepalived notices when it has read everything. */
  readonly line: number | undefined;
  readonly text: string;
}

const installed = spawnSync('keepalived', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'ospflab-keepalived-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** About programs and users of the machine that the test runs on, which a simulated one need not have. */
const aboutTheMachine = /script|security|user|SECURITY|WARNING - .* (?:not found|resolved)|disabling/i;

function askKeepalived(text: string): { readonly accepts: boolean; readonly complaints: Complaint[] } {
  writeFileSync(join(folder, 'keepalived.conf'), text);
  const { stderr } = spawnSync('keepalived', ['--config-test', '-f', 'keepalived.conf'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const complaints = stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Complaint => {
      const place = /^\((?:keepalived\.conf: )?Line (\d+)\) (.*)$/.exec(line);
      return { line: place === null ? undefined : Number(place[1]), text: place?.[2] ?? line };
    })
    .filter(
      (complaint) =>
        !aboutTheMachine.test(complaint.text) || /script already|No script path/.test(complaint.text),
    );
  return { accepts: complaints.length === 0, complaints };
}

function askReader(text: string): { readonly accepts: boolean; readonly complaints: Complaint[] } {
  const { diagnostics } = readKeepalivedConfig('keepalived.conf', text);
  const complaints = diagnostics
    .filter(({ severity }) => severity !== 'unsupported')
    .map(({ line, message }): Complaint => ({ line, text: message }));
  return { accepts: complaints.length === 0, complaints };
}

/** The same line, or the same words where keepalived complains at the end of a block or of the file. */
function matches(real: Complaint, ours: Complaint): boolean {
  return real.line === ours.line || ours.text.startsWith(real.text.slice(0, ours.text.length));
}

/** Empty when both agree. */
function disagreements(text: string): string[] {
  const real = askKeepalived(text);
  const ours = askReader(text);
  const missing = real.complaints.filter((one) => !ours.complaints.some((other) => matches(one, other)));
  const invented = ours.complaints.filter((one) => !real.complaints.some((other) => matches(other, one)));
  const show = ({ line, text: words }: Complaint): string => `${line ?? 'end'}: ${words}`;
  return [
    ...(real.accepts === ours.accepts
      ? []
      : [`keepalived accepts: ${real.accepts}, the reader: ${ours.accepts}`]),
    ...missing.map((one) => `only keepalived: ${show(one)}`),
    ...invented.map((one) => `only the reader: ${show(one)}`),
  ];
}

function configurationsBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('keepalived.conf'))
    .map((name) => join(path, name))
    .sort();
}

/** With the parameters of its scenario filled in. */
function textOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  const name = /library\/([^/]+)\//.exec(file)?.[1];
  if (name === undefined) return text;
  const { scenario } = loadScenario(discSource, libraryPath(`${name}.yaml`));
  let filled = text;
  for (const { name: parameter, value } of scenario?.parameters ?? []) {
    filled = filled.replaceAll(`\${${parameter}}`, value);
  }
  return filled;
}

const below = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const files = [...configurationsBelow(below('../../library')), ...configurationsBelow(below('../fixtures'))];

const server = 'real_server 10.0.0.2 80 {\n  TCP_CHECK {\n  }\n}';
const around = (inside: string): string =>
  `virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\nlb_kind DR\n${inside}\n}\n`;

const bfdInstance = (name: string, host: number, inside: string): string =>
  `bfd_instance ${name} {\nneighbor_ip 10.0.0.${host}\n${inside}\n}\n`;
const bfd = (instance: string, check: string): string =>
  bfdInstance('rs', 2, instance) + around(server.replace('TCP_CHECK {', `BFD_CHECK {\n${check}`));

/** One mistake each, some of which end keepalived at once. */
const mistakes: readonly (readonly [string, string])[] = [
  ['a value is missing', around(`weight\n${server}`)],
  ['a brace is missing', around(server).replace(/\}\n$/, '')],
  ['a brace too many', `${around(server)}}\n`],
  ['a quote is not closed', around(`virtualhost "web\n${server}`)],
  ['a file that is missing', `include elsewhere.conf\n${around(server)}`],
  ['no real server', around('delay_loop 5')],
  ['no protocol, scheduler and method', `virtual_server 10.0.0.1 80 {\n${server}\n}\n`],
  ['a group without entries', `virtual_server_group web {\n}\n${around(server)}`],
  [
    'a group with wrong ranges',
    `virtual_server_group web {\n10.0.0.9-3 80\n10.0.0.1/24 80\n10.0.0.5 80\n}\n${around(server)}`,
  ],
  ['a firewall mark with protocol and port', around(server).replace('10.0.0.1 80', 'fwmark 3')],
  ['a firewall mark that is none', around(server).replace('10.0.0.1 80', 'fwmark web')],
  [
    'definitions',
    `$VIP=10.0.0.1\n$SERVER= \\\nreal_server 10.0.0.2 80 { \\\n weight x \\\n}\n${around('$SERVER').replace('10.0.0.1', '${VIP}')}`,
  ],
  ['conditions', `@one nonsense\n@^one nonsense\n${around(server)}`],
  ['a comment sign behind a backslash', `global_defs {\nrouter_id a\\#b # c\n}\n${around(server)}`],
  [
    'two sync daemons',
    `global_defs {\nlvs_sync_daemon eth0 id 300\nlvs_sync_daemon eth1\n}\n${around(server)}`,
  ],
  ['a BFD session', bfd('min_rx 20\nidle_tx 2000.5\nmultiplier 3\npassive\nweight 3 reverse', 'name rs')],
  ...[
    'min_rx 0.5', 'min_rx fast', 'min_tx 3.3124', 'idle_tx 999', 'multiplier 0', 'multiplier 256', 'ttl 0', 'hoplimit 12', 'max_hops 256',
    'max_hops -1', 'ttl 10\nmax_hops 11', 'weight 300', 'source_ip here', 'vrrp', 'vrrp\nchecker', 'echo', 'neighbor_ip here',
  ].map((line): readonly [string, string] => [`bfd_instance with ${line}`, bfd(line, 'name rs')]), // prettier-ignore
  ...[
    '',
    'name',
    'name rs other',
    'name other',
    'name rs\nname rs',
    'name rs\nalpha',
    'name rs\nretry 2',
  ].map((lines): readonly [string, string] => [`BFD_CHECK with ${lines}`, bfd('min_rx 20', lines)]),
  ['two BFD sessions of one name', `${bfdInstance('rs', 2, '')}${bfd('', 'name rs')}`],
  ['two BFD sessions with one neighbour', `${bfdInstance('other', 2, '')}${bfd('', 'name rs')}`],
  [
    'a BFD session behind its check',
    `${around(server.replace('TCP_CHECK {', 'BFD_CHECK {\nname rs'))}${bfdInstance('rs', 2, '')}`,
  ],
  ['timeouts', `global_defs {\nlvs_timeouts tcp 10 sctp 3 udp x\n}\n${around(server)}`],
];

/** Statements that may stand in a virtual_server, a real_server and a check, right and wrong ones. */
const serviceLines = [
  'delay_loop 1.5', 'delay_loop fast', 'delay_loop 0', 'retry 0', 'retry 2', 'warmup 0', 'warmup -1', 'connect_timeout 0',
  'delay_before_retry 0', 'delay_before_retry x', 'lb_algo best', 'lvs_sched mh', 'mh-port', 'sh-port', 'lb_kind NAT', 'lvs_method XY',
  'protocol udp', 'protocol ftp', 'quorum 9', 'quorum 0', 'hysteresis 3', 'hysteresis x', 'weight 0', 'weight 3', 'alpha maybe', 'omega',
  'ha_suspend', 'ops', 'inhibit_on_failure', 'persistence_timeout', 'persistence_timeout 0', 'persistence_granularity 255.255.255.0',
  'persistence_granularity wide', 'sorry_server 10.0.0.2 80', 'sorry_server 10.0.0.9 81', 'sorry_server_inhibit', 'sorry_server here',
  'virtualhost web', 'nb_get_retry 3', 'TCP_CHECK', 'bindto 10.0.0.1', 'ip_family inet', 'smtp_alert', 'sorry_server_lvs_method TUN',
]; // prettier-ignore
const serverLines = [
  'weight 0', 'weight 70000', 'weight 3', 'inhibit_on_failure maybe', 'inhibit_on_failure no', 'alpha', 'alpha x', 'retry 0', 'retry x',
  'uthreshold 5', 'uthreshold x', 'lthreshold -2', 'lvs_method TUN', 'lvs_method DRX', 'delay_loop x', 'connect_timeout 3', 'quorum 3',
  'virtualhost web', 'smtp_alert false', 'bindto 10.0.0.1', 'warmup 5', 'delay_before_retry -3',
]; // prettier-ignore
const checkLines = [
  'connect_ip 10.0.0.7', 'connect_ip here', 'connect_port 81', 'connect_port 0', 'bindto 10.0.0.5', 'bindto x', 'bind_port 99999',
  'connect_timeout 2', 'connect_timeout 0', 'retry 0', 'retry x', 'nb_get_retry 3', 'delay_loop 5', 'delay_loop 0', 'warmup x', 'alpha',
  'alpha x', 'log_all_failures', 'log_all_failures x', 'payload 0a0b', 'payload zz', 'require_reply XX', 'min_reply_length 900',
  'max_reply_length x', 'type MX', 'type Z', 'name example.org', 'name a..b', 'helo_name me', 'http_protocol 1.0C', 'http_protocol 2',
  'fast_recovery', 'virtualhost web', 'status_code 200', 'misc_dynamic', 'misc_timeout x', 'misc_timeout 3',
]; // prettier-ignore
const urlLines = [
  'status_code 200-204 503', 'status_code 99', 'status_code 300-200', 'digest abc', 'digest 5d41402abc4b2a76b9719d911017c592',
  'virtualhost web', 'path /other', 'nonsense',
]; // prettier-ignore

const linesOf = (lines: readonly string[], most: number) =>
  fc.uniqueArray(fc.constantFrom(...lines), { maxLength: most, selector: (line) => line.split(' ')[0] });

const check = fc
  .tuple(
    fc.constantFrom(
      'TCP_CHECK',
      'HTTP_GET',
      'SSL_GET',
      'UDP_CHECK',
      'PING_CHECK',
      'DNS_CHECK',
      'SMTP_CHECK',
      'MISC_CHECK',
    ),
    linesOf(checkLines, 5),
    linesOf(urlLines, 3),
    fc.boolean(),
  )
  .map(([kind, lines, url, hasPath]) => {
    // A url without path ends keepalived 2.2.7 with a fault.
    const needed = kind.endsWith('_GET')
      ? ['url {', 'path /', ...url, '}']
      : kind === 'MISC_CHECK' && hasPath
        ? ['misc_path /bin/true']
        : [];
    return [`${kind} {`, ...lines, ...needed, '}'].join('\n');
  });

const configuration = fc
  .tuple(
    linesOf(serviceLines, 6),
    fc.array(
      fc.tuple(
        fc.integer({ min: 2, max: 4 }),
        fc.constantFrom('80', '81', ''),
        linesOf(serverLines, 4),
        fc.array(check, { maxLength: 2 }),
      ),
      { maxLength: 3 },
    ),
  )
  .map(([lines, servers]) =>
    [
      'virtual_server 10.0.0.1 80 {',
      ...lines,
      ...servers.map(([last, port, more, checks]) =>
        [`real_server 10.0.0.${last} ${port} {`, ...more, ...checks, '}'].join('\n'),
      ),
      '}',
      '',
    ].join('\n'),
  );

const title = 'keepalived --config-test and the reader agree';

describe.runIf(installed)(installed ? title : `${title} (skipped: keepalived is not installed)`, () => {
  it.each(files.map((file) => [file.split('/').slice(-3).join('/'), file]))('on %s', (_, file) => {
    expect(disagreements(textOf(file!))).toEqual([]);
  });

  it('that a block which nobody knows is the end of the one around it', () => {
    const text = around(`nonsense {\ndelay_loop 5\n}\n${server}`);
    expect(askKeepalived(text).complaints.map(({ line }) => line)).toContain(8);
    expect(askReader(text).complaints.map(({ line }) => line)).toEqual([5]);
  });

  it.each(mistakes)('when %s', (_, text) => {
    expect(disagreements(text)).toEqual([]);
  });

  it('on configurations of any statements, right and wrong', () => {
    fc.assert(
      fc.property(configuration, (text) => {
        expect(disagreements(text), text).toEqual([]);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
