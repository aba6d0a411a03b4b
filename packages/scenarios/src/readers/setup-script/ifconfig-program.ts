// `ifconfig IFACE[:LABEL] [ADDRESS[/n]] [netmask M] [broadcast B] [mtu N] [hw ether MAC] [up|down]`

import { ipv4FromNumber, lengthOfMask, maskOfLength, parseMacAddress, type Ipv4Address } from '@ospflab/net';
import type { Word } from '../text-line.ts';
import { deviceOf, WordReader, type ScriptLog } from './script-log.ts';
import type { AddressCommand, LinkCommand } from './setup-command.ts';
import type { ShellCommand } from './shell-line.ts';

interface IfconfigDraft {
  address?: Ipv4Address | undefined;
  length?: number | undefined;
  broadcast?: Ipv4Address | undefined;
  up?: boolean;
  mtu?: number | undefined;
  mac?: LinkCommand['mac'];
}

/** Without a mask ifconfig takes the one of the address class. */
function classfulLength(address: Ipv4Address): number {
  const first = address >>> 24;
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}

function readOption(word: Word, reader: WordReader, draft: IfconfigDraft, log: ScriptLog): void {
  switch (word.text) {
    case 'up':
    case 'down':
      draft.up = word.text === 'up';
      return;
    case 'netmask': {
      const maskWord = reader.next();
      const mask = log.address(maskWord, word);
      if (mask === undefined || maskWord === undefined) return;
      draft.length = lengthOfMask(mask);
      if (draft.length === undefined)
        log.expected(maskWord, word, 'a mask of one bits followed by zero bits');
      return;
    }
    case 'broadcast':
      draft.broadcast = log.address(reader.next(), word);
      return;
    case 'mtu':
      draft.mtu = log.integer(reader.next(), word, 68, 65536);
      return;
    case 'hw': {
      const kind = reader.peek()?.text === 'ether' ? (reader.next() ?? word) : word;
      const macWord = reader.next();
      draft.mac = parseMacAddress(macWord?.text ?? '');
      if (draft.mac === undefined)
        log.expected(macWord, kind, 'an Ethernet address such as 02:00:00:00:00:01');
      return;
    }
    default: {
      const written = log.writtenAddress(word, word);
      draft.address = written?.address;
      draft.length = written?.length ?? draft.length;
    }
  }
}

/** `ifconfig lo:0 down` takes away the address that the same script gave to that label. */
function removeLabel(name: Word, log: ScriptLog): void {
  const given = log.commands.findLast(
    (command): command is AddressCommand => command.kind === 'addressAdd' && command.label === name.text,
  );
  if (given === undefined) log.notSimulated(name, 'no earlier line of this script gave it an address');
  else log.commands.push({ ...given, kind: 'addressDelete', at: name });
}

export function readIfconfig(command: ShellCommand, log: ScriptLog): void {
  const reader = new WordReader(command.words.slice(1));
  const name = reader.next();
  if (name === undefined || reader.peek() === undefined || name.text.startsWith('-'))
    return log.ignore(command);
  const errorsBefore = log.diagnostics.length;
  const draft: IfconfigDraft = {};
  for (let word = reader.next(); word !== undefined; word = reader.next())
    readOption(word, reader, draft, log);
  if (log.diagnostics.length > errorsBefore) return;
  const device = deviceOf(name.text);
  const label = device === name.text ? undefined : name.text;
  if (label !== undefined && draft.up === false) return removeLabel(name, log);
  if (draft.address !== undefined) {
    const length = draft.length ?? classfulLength(draft.address);
    log.commands.push({
      kind: 'addressAdd',
      interface: device,
      address: draft.address,
      length,
      label,
      scope: undefined,
      broadcast: draft.broadcast ?? ipv4FromNumber(draft.address | ~maskOfLength(length)),
      at: name,
    });
  }
  const up = draft.up ?? (draft.address === undefined ? undefined : true);
  if (label === undefined && (up !== undefined || draft.mtu !== undefined || draft.mac !== undefined)) {
    log.commands.push({ kind: 'linkSet', interface: device, up, mtu: draft.mtu, mac: draft.mac, at: name });
  }
}
