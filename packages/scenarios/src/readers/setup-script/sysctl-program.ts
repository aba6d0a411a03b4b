// `sysctl -w key=value …`, `echo value > /proc/sys/key` and `echo key=value >> /etc/sysctl.conf`, which do the same.

import type { Position } from '../diagnostic.ts';
import type { ScriptLog } from './script-log.ts';
import type { ShellCommand } from './shell-line.ts';

const procSys = '/proc/sys/';

/** A file that is loaded at boot, or by `sysctl -p` and `sysctl --system`. */
export function isSysctlFile(path: string): boolean {
  return path === '/etc/sysctl.conf' || /^\/(?:etc|run|usr\/lib)\/sysctl\.d\/[^/]+\.conf$/.test(path);
}

/** `net/ipv4/ip_forward` and `net.ipv4.ip_forward` are the same key. The first separator decides which of the two is meant. */
export function canonicalSysctlKey(written: string): string {
  const slash = written.indexOf('/');
  const dot = written.indexOf('.');
  if (slash < 0 || (dot >= 0 && dot < slash)) return written;
  return written.replaceAll(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}

function setSysctl(written: string, value: string, at: Position, log: ScriptLog): void {
  log.commands.push({ kind: 'sysctlSet', key: canonicalSysctlKey(written.trim()), value: value.trim(), at });
}

export function readSysctl(command: ShellCommand, log: ScriptLog): void {
  const [program, ...words] = command.words;
  const settings = words.filter((word) => !word.text.startsWith('-'));
  const loadsFile = words.some((word) => /^-(p|-system|-load)/.test(word.text));
  if (program === undefined || settings.length === 0 || loadsFile) return log.ignore(command);
  for (const word of settings) {
    const equals = word.text.indexOf('=');
    if (equals <= 0) log.expected(word, program, 'key=value');
    else setSysctl(word.text.slice(0, equals), word.text.slice(equals + 1), word, log);
  }
}

/** `echo 1 > /proc/sys/…`, `echo key = 1 >> /etc/sysctl.conf`; echoes to other files or to the terminal have no influence. */
export function readEcho(command: ShellCommand, log: ScriptLog): void {
  const [program, ...words] = command.words;
  const target = command.redirections.find(
    ({ target: { text } }) => text.startsWith(procSys) || isSysctlFile(text),
  )?.target;
  if (target === undefined || program === undefined) return log.ignore(command);
  const value = words
    .map((word) => word.text)
    .filter((text) => text !== '-n')
    .join(' ');
  if (isSysctlFile(target.text)) {
    const [key = '', setting] = value.split('=');
    if (setting === undefined) return log.ignore(command);
    return setSysctl(key, setting, words[0] ?? program, log);
  }
  if (value === '') return log.expected(undefined, program, 'a value');
  setSysctl(target.text.slice(procSys.length), value, target, log);
}
