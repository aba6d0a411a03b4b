// A lab of real FRR daemons: a network namespace per router, a bridge per segment, all gone after `stop`. Needs root, iproute2 and frr.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const daemonFolder = '/usr/lib/frr';

/** Why no lab can be made here; undefined when one can. */
export function frrMissing(): string | undefined {
  if (!existsSync(`${daemonFolder}/ospfd`)) return 'FRR is not installed';
  const { stdout } = spawnSync(`${daemonFolder}/ospfd`, ['--version'], { encoding: 'utf8' });
  const version = /version (\S+)/.exec(stdout)?.[1] ?? 'of unknown version';
  if (!version.startsWith('8.4.')) return `the profile frr is FRR 8.4, installed is ${version}`;
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  return canMakeLinks() ? undefined : 'no network namespaces, bridges or veth here';
}

function canMakeLinks(): boolean {
  const name = `fl${process.pid}probe`;
  const made = [
    ['netns', 'add', name],
    ['-n', name, 'link', 'add', 'br0', 'type', 'bridge'],
    ['-n', name, 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1'],
  ].every((words) => spawnSync('ip', words).status === 0);
  spawnSync('ip', ['netns', 'delete', name]);
  return made;
}

export interface FrrTopology {
  /** `router:interface` at each segment. */
  readonly segments: Readonly<Record<string, readonly string[]>>;
  /** Integrated configuration of each router. */
  readonly routers: Readonly<Record<string, string>>;
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

/** The objects that stand one behind the other in a text. */
function jsonTexts(text: string): string[] {
  const texts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"]*"|[{}]/g)) {
    if (token === '{' && depth++ === 0) start = index;
    if (token === '}' && --depth === 0) texts.push(text.slice(start, index + 1));
  }
  return texts;
}

export class FrrLab {
  readonly #folder = mkdtempSync(join(tmpdir(), 'frr-lab-'));
  readonly #prefix = `fl${process.pid}`;
  readonly #namespaces: string[] = [];
  readonly #pidFiles: string[] = [];

  constructor({ segments, routers }: FrrTopology, daemons: readonly string[] = ['zebra', 'ospfd']) {
    try {
      const switches = this.#namespace('switch');
      for (const router of Object.keys(routers)) this.#namespace(router);
      for (const [index, ends] of Object.values(segments).entries()) this.#segment(switches, index, ends);
      for (const [router, configuration] of Object.entries(routers)) {
        this.#start(router, configuration, daemons);
      }
      this.#configureAll(Object.keys(routers));
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  show(router: string, command: string): string {
    return run('vtysh', ['--vty_socket', join(this.#folder, router), '-c', command]);
  }

  /** The answers to several commands that print JSON. */
  showJson(router: string, commands: readonly string[]): string[] {
    const socket = ['--vty_socket', join(this.#folder, router)];
    return jsonTexts(run('vtysh', [...socket, ...commands.flatMap((line) => ['-c', line])]));
  }

  configure(router: string, ...lines: readonly string[]): void {
    const commands = ['configure terminal', ...lines].flatMap((line) => ['-c', line]);
    run('vtysh', ['--vty_socket', join(this.#folder, router), ...commands]);
  }

  /** Runs a program in the namespace of a router. */
  inside(router: string, ...command: readonly string[]): string {
    return run('ip', ['netns', 'exec', `${this.#prefix}${router}`, ...command]);
  }

  stop(): void {
    for (const file of this.#pidFiles) {
      if (existsSync(file)) spawnSync('kill', ['-KILL', readFileSync(file, 'utf8').trim()]);
    }
    for (const name of this.#namespaces) spawnSync('ip', ['netns', 'delete', name]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #namespace(name: string): string {
    const full = `${this.#prefix}${name}`;
    run('ip', ['netns', 'add', full]);
    this.#namespaces.push(full);
    run('ip', ['-n', full, 'link', 'set', 'lo', 'up']);
    return full;
  }

  #segment(switches: string, index: number, ends: readonly string[]): void {
    const bridge = `br${index}`;
    run('ip', ['-n', switches, 'link', 'add', bridge, 'type', 'bridge', 'forward_delay', '0']);
    run('ip', ['-n', switches, 'link', 'set', bridge, 'up']);
    for (const [port, end] of ends.entries()) {
      const [router = '', device = ''] = end.split(':');
      const peer = `p${index}-${port}`;
      const inRouter = ['netns', `${this.#prefix}${router}`];
      run('ip', ['-n', switches, 'link', 'add', peer, 'type', 'veth', 'peer', 'name', device, ...inRouter]);
      run('ip', ['-n', switches, 'link', 'set', peer, 'master', bridge, 'up']);
      run('ip', ['-n', `${this.#prefix}${router}`, 'link', 'set', device, 'up']);
    }
  }

  #start(router: string, configuration: string, daemons: readonly string[]): void {
    const folder = join(this.#folder, router);
    mkdirSync(folder);
    writeFileSync(join(folder, 'empty.conf'), '');
    writeFileSync(join(folder, 'frr.conf'), configuration);
    run('chown', ['-R', 'frr:frr', this.#folder]);
    this.inside(router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
    for (const daemon of daemons) {
      const pidFile = join(folder, `${daemon}.pid`);
      this.#pidFiles.push(pidFile);
      const files = ['-f', join(folder, 'empty.conf'), '-i', pidFile, '-z', join(folder, 'zserv.api')];
      const sockets = [
        '--vty_socket',
        folder,
        ...(daemon === 'bfdd' ? ['--bfdctl', join(folder, 'bfdd.sock')] : []),
      ];
      this.inside(router, `${daemonFolder}/${daemon}`, '-d', ...files, ...sockets);
    }
  }

  /** All at once, so that no router of a LAN is elected before the others come. */
  #configureAll(routers: readonly string[]): void {
    const commands = routers.map((router) => {
      const folder = join(this.#folder, router);
      return `vtysh --vty_socket ${folder} -f ${folder}/frr.conf & jobs="$jobs $!"`;
    });
    run('sh', ['-c', `${commands.join('\n')}\nfor job in $jobs; do wait $job || exit 1; done`]);
  }
}
