// One ipvsadm command as what it asks of the kernel's IPVS. Names are not looked up: addresses and numbers only.

import type { DestinationSettings, ForwardingMethod, IpvsCommand, Persistence, SchedulerFlag, SchedulerName, SyncRole, VirtualServiceKey, VirtualServiceSettings } from '@ospflab/lvs-sim'; // prettier-ignore
import { ipv4, parseIpv4Address, type Ipv4Address } from '@ospflab/net';
import type { ScriptLog } from '../setup-script/script-log.ts';
import type { ShellCommand } from '../setup-script/shell-line.ts';
import type { Word } from '../text-line.ts';
import { readOptions, type OptionName, type ReadOptions } from './ipvsadm-options.ts';

const schedulers: readonly SchedulerName[] = [
  'rr', 'wrr', 'lc', 'wlc', 'sed', 'nq', 'fo', 'ovf', 'sh', 'dh', 'mh', 'lblc', 'lblcr', 'twos',
]; // prettier-ignore

const flags: readonly SchedulerFlag[] = ['sh-port', 'sh-fallback', 'mh-port', 'mh-fallback'];
const anyAddress = ipv4('0.0.0.0');
const everyClient = ipv4('255.255.255.255');
const defaultPersistence = 300;
const weightMax = 2 ** 31 - 1;
const defaultSyncId = 255;

export function readIpvsadm(command: ShellCommand, log: ScriptLog): void {
  const [program, ...words] = command.words;
  if (program === undefined) return;
  const read = readOptions(words);
  if (read.unknown !== undefined) return log.expected(read.unknown, program, 'an option of ipvsadm');
  const asks = (['list', 'save', 'restore', 'zero'] as const).some((name) => read.options.has(name));
  if (asks || read.options.size === 0) return log.ignore(command);
  const given = new CommandReader(program, read, log).command();
  if (given !== undefined) log.commands.push({ kind: 'ipvs', command: given, at: program });
}

/** Each method says what is wrong and gives undefined then. */
class CommandReader {
  readonly #program: Word;
  readonly #read: ReadOptions;
  readonly #log: ScriptLog;

  constructor(program: Word, read: ReadOptions, log: ScriptLog) {
    this.#program = program;
    this.#read = read;
    this.#log = log;
  }

  command(): IpvsCommand | undefined {
    const errorsBefore = this.#log.diagnostics.length;
    const command = this.#command();
    return this.#log.diagnostics.length > errorsBefore ? undefined : command;
  }

  #command(): IpvsCommand | undefined {
    if (this.#has('clear')) return { kind: 'flushed' };
    if (this.#has('set')) return this.#timeouts();
    if (this.#has('start-daemon')) return this.#startDaemon();
    if (this.#has('stop-daemon')) {
      const role = this.#role('stop-daemon');
      return role && { kind: 'syncDaemonStopped', role };
    }
    const service = this.#service();
    if (service === undefined) return undefined;
    if (this.#has('delete-service')) return { kind: 'serviceDeleted', service };
    if (this.#has('add-service')) return { kind: 'serviceAdded', service, settings: this.#serviceSettings() };
    if (this.#has('edit-service'))
      return { kind: 'serviceEdited', service, settings: this.#serviceSettings() };
    return this.#serverCommand(service);
  }

  #serverCommand(service: VirtualServiceKey): IpvsCommand | undefined {
    const settings = this.#serverSettings();
    const endpoint = this.#endpoint('real-server', service.port);
    if (endpoint === undefined) return undefined;
    // Only masquerading can change the port; ipvsadm puts the service's in.
    const keepsPort = settings.forwarding === 'masquerading';
    const destination = { address: endpoint.address, port: keepsPort ? endpoint.port : service.port };
    if (this.#has('add-server')) return { kind: 'destinationAdded', service, destination, settings };
    if (this.#has('edit-server')) return { kind: 'destinationEdited', service, destination, settings };
    if (this.#has('delete-server')) return { kind: 'destinationDeleted', service, destination };
    return this.#log.expected(undefined, this.#program, 'a command such as -A or -a');
  }

  #service(): VirtualServiceKey | undefined {
    const mark = this.#read.options.get('fwmark-service');
    if (mark !== undefined) {
      const firewallMark = this.#number('fwmark-service', 1, 2 ** 31 - 1);
      return firewallMark === undefined ? undefined : { protocol: 'tcp', address: anyAddress, port: 0, firewallMark }; // prettier-ignore
    }
    const udp = this.#has('udp-service');
    const endpoint = this.#endpoint(udp ? 'udp-service' : 'tcp-service', 0);
    return endpoint && { protocol: udp ? 'udp' : 'tcp', ...endpoint };
  }

  #serviceSettings(): VirtualServiceSettings {
    const persistence = this.#persistence();
    return {
      scheduler: this.#choice('scheduler', schedulers) ?? 'wlc',
      schedulerFlags: this.#flags(),
      ...(persistence === undefined ? {} : { persistence }),
      ...(this.#has('ops') ? { onePacket: true } : {}),
    };
  }

  #persistence(): Persistence | undefined {
    const given = this.#read.options.get('persistent');
    if (given === undefined) return undefined;
    const written = given.value === undefined ? undefined : this.#number('persistent', 1, 31 * 24 * 3600);
    const mask = this.#read.options.get('netmask');
    const netmask = mask === undefined ? everyClient : this.#log.address(mask.value, mask.at);
    return { timeoutSeconds: written ?? defaultPersistence, netmask: netmask ?? everyClient };
  }

  #flags(): SchedulerFlag[] {
    const given = this.#read.options.get('sched-flags');
    return (given?.value?.text.split(',') ?? []).flatMap((name) => {
      const known = flags.find((flag) => flag === name);
      if (known === undefined) this.#log.expected(given?.value, given!.at, `one of ${flags.join(', ')}`);
      return known ?? [];
    });
  }

  #serverSettings(): DestinationSettings {
    return {
      weight: this.#number('weight', 0, weightMax) ?? 1,
      forwarding: this.#forwarding(),
      upperThreshold: this.#number('u-threshold', 0, weightMax) ?? 0,
      lowerThreshold: this.#number('l-threshold', 0, weightMax) ?? 0,
    };
  }

  #forwarding(): ForwardingMethod {
    if (this.#has('masquerading')) return 'masquerading';
    return this.#has('ipip') ? 'tunneling' : 'directRouting';
  }

  #timeouts(): IpvsCommand | undefined {
    const { at } = this.#read.options.get('set')!;
    const [tcpSeconds, tcpFinSeconds, udpSeconds] = [0, 1, 2].map((position) =>
      this.#log.integer(this.#read.words[position], at, 0, 2147483),
    );
    if (tcpSeconds === undefined || tcpFinSeconds === undefined || udpSeconds === undefined) return undefined;
    return { kind: 'timeoutsSet', tcpSeconds, tcpFinSeconds, udpSeconds };
  }

  #startDaemon(): IpvsCommand | undefined {
    const role = this.#role('start-daemon');
    const named = this.#read.options.get('mcast-interface');
    if (role === undefined) return undefined;
    if (named?.value === undefined)
      return this.#log.expected(undefined, named?.at ?? this.#program, '--mcast-interface and a name');
    const group = this.#read.options.get('mcast-group');
    const daemon = {
      role,
      interface: named.value.text,
      syncId: this.#number('syncid', 0, 255) ?? defaultSyncId,
      messageBytesMax: this.#number('sync-maxlen', 1, 65507),
      group: group === undefined ? undefined : this.#log.address(group.value, group.at),
      port: this.#number('mcast-port', 1, 65535),
      ttl: this.#number('mcast-ttl', 1, 255),
    };
    return { kind: 'syncDaemonStarted', daemon };
  }

  #role(name: 'start-daemon' | 'stop-daemon'): SyncRole | undefined {
    return this.#choice<SyncRole>(name, ['master', 'backup']);
  }

  #has(name: OptionName): boolean {
    return this.#read.options.has(name);
  }

  #choice<T extends string>(name: OptionName, known: readonly T[]): T | undefined {
    const given = this.#read.options.get(name);
    if (given === undefined) return undefined;
    return known.find((one) => one === given.value?.text) ?? this.#log.expected(given.value, given.at, `one of ${known.join(', ')}`); // prettier-ignore
  }

  #number(name: OptionName, lowest: number, highest: number): number | undefined {
    const given = this.#read.options.get(name);
    return given && this.#log.integer(given.value, given.at, lowest, highest);
  }

  /** `a.b.c.d:port`; without a port the one that is usual here. */
  #endpoint(name: OptionName, usualPort: number): { address: Ipv4Address; port: number } | undefined {
    const given = this.#read.options.get(name);
    if (given === undefined) return this.#log.expected(undefined, this.#program, `--${name}`);
    const [host = '', written, ...rest] = (given.value?.text ?? '').split(':');
    const address = parseIpv4Address(host);
    const port = written === undefined ? usualPort : Number(written);
    const isPort = written === undefined || (/^\d{1,5}$/.test(written) && port <= 65535);
    if (address === undefined || !isPort || rest.length > 0)
      return this.#log.expected(given.value, given.at, 'a.b.c.d:port');
    return { address, port };
  }
}
