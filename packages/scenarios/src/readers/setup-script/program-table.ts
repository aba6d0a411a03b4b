// The programs that a set-up script may call. A new one is a file and a row here.

import { readEthtool } from './ethtool-program.ts';
import { readIfconfig } from './ifconfig-program.ts';
import { readIpvsadm } from '../ipvsadm/read-ipvsadm-command.ts';
import { readIp } from './ip-program.ts';
import { readIptables } from './iptables-program.ts';
import { readRoute } from './route-program.ts';
import type { ScriptLog } from './script-log.ts';
import type { ShellCommand } from './shell-line.ts';
import { readEcho, readSysctl } from './sysctl-program.ts';

export type ProgramReader = (command: ShellCommand, log: ScriptLog) => void;

const ignore: ProgramReader = (command, log) => log.ignore(command);

/** Installation, start of services, looking around: the scenario says what runs on a node. */
const withoutInfluence = [
  'apt', 'apt-get', 'cat', 'cd', 'chmod', 'chown', 'cp', 'curl', 'dnf', 'docker', 'exit', 'export', 'false', 'grep', 'hostname',
  'journalctl', 'logger', 'ls', 'mkdir', 'modprobe', 'ping', 'ps', 'rm', 'service', 'set', 'setenforce',
  'sleep', 'ss', 'systemctl', 'tail', 'tee', 'touch', 'traceroute', 'true', 'usleep', 'wait', 'vi', 'vim', 'vtysh', 'wget', 'yum', ':',
]; // prettier-ignore

const notSimulated =
  (why: string): ProgramReader =>
  (command, log) => {
    const [program] = command.words;
    if (program !== undefined) log.notSimulated(program, why);
  };

export const programTable: ReadonlyMap<string, ProgramReader> = new Map<string, ProgramReader>([
  ['arptables', notSimulated('use the arp_ignore and arp_announce sysctls instead')],
  ['echo', readEcho],
  ['ethtool', readEthtool],
  ['ifconfig', readIfconfig],
  ['ip', readIp],
  ['iptables', readIptables],
  ['ipvsadm', readIpvsadm],
  ['printf', readEcho],
  ['route', readRoute],
  ['sysctl', readSysctl],
  ...withoutInfluence.map((name): [string, ProgramReader] => [name, ignore]),
]);

/** What it does, and what an `echo` writes, changes nothing here. */
export function hasNoInfluence(program: string): boolean {
  return withoutInfluence.includes(program) || program === 'echo' || program === 'printf';
}
