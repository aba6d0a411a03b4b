// `iptables -t mangle -A PREROUTING … -j MARK --set-mark N`: the marks that virtual services can go by. No other rule is simulated.

import type { Ipv4Prefix } from '@ospflab/net';
import type { Word } from '../text-line.ts';
import { WordReader, type ScriptLog } from './script-log.ts';
import type { PacketMarkCommand } from './setup-command.ts';
import type { ShellCommand } from './shell-line.ts';

interface Draft {
  table?: string | undefined;
  chain?: string | undefined;
  target?: string | undefined;
  interface?: string | undefined;
  protocol?: 'tcp' | 'udp' | undefined;
  source?: Ipv4Prefix | undefined;
  destination?: Ipv4Prefix | undefined;
  ports?: PacketMarkCommand['ports'];
  mark?: number | undefined;
}

export function readIptables(command: ShellCommand, log: ScriptLog): void {
  const reader = new WordReader(command.words);
  const program = reader.next();
  if (program === undefined) return;
  const errorsBefore = log.diagnostics.length;
  const draft: Draft = {};
  for (let word = reader.next(); word !== undefined; word = reader.next()) {
    if (!readOption(word, reader, draft, log)) return log.notSimulated(word, 'only rules that mark packets in mangle PREROUTING are'); // prettier-ignore
  }
  if (log.diagnostics.length > errorsBefore) return;
  if (draft.table !== 'mangle' || draft.chain !== 'PREROUTING' || draft.target !== 'MARK')
    return log.notSimulated(program, 'only rules that mark packets in mangle PREROUTING are');
  const { mark, interface: name, protocol, source, destination, ports } = draft;
  if (mark === undefined) return log.expected(undefined, program, '--set-mark and a number');
  log.commands.push({ kind: 'packetMark', interface: name, protocol, source, destination, ports, mark, at: program }); // prettier-ignore
}

/** False when it is none of the options understood here. */
function readOption(word: Word, reader: WordReader, draft: Draft, log: ScriptLog): boolean {
  switch (word.text) {
    case '-t':
      draft.table = reader.next()?.text;
      return true;
    case '-A':
    case '-I':
      draft.chain = reader.next()?.text;
      return true;
    case '-j':
      draft.target = reader.next()?.text;
      return true;
    case '-m':
      return ['tcp', 'udp', 'multiport', 'comment'].includes(reader.next()?.text ?? '');
    case '--comment':
      reader.next();
      return true;
    case '-i':
    case '--in-interface':
      draft.interface = reader.next()?.text ?? log.expected(undefined, word, 'an interface');
      return true;
    case '-p':
    case '--protocol': {
      const protocol = reader.next();
      if (protocol?.text === 'tcp' || protocol?.text === 'udp') draft.protocol = protocol.text;
      else log.expected(protocol, word, 'tcp or udp');
      return true;
    }
    case '-s':
    case '--source':
      draft.source = log.prefix(reader.next(), word);
      return true;
    case '-d':
    case '--destination':
      draft.destination = log.prefix(reader.next(), word);
      return true;
    case '--dport':
    case '--dports':
    case '--destination-port':
      draft.ports = portsOf(reader.next(), word, log);
      return true;
    case '--set-mark':
    case '--set-xmark':
      draft.mark = markOf(reader.next(), word, log);
      return true;
    default:
      return false;
  }
}

/** `80`, `80:90`, `80,443` */
function portsOf(word: Word | undefined, after: Word, log: ScriptLog): PacketMarkCommand['ports'] {
  const ranges = (word?.text ?? '').split(',').map((range) => {
    const [from = NaN, to = from] = range.split(':').map((text) => (/^\d{1,5}$/.test(text) ? Number(text) : NaN)); // prettier-ignore
    return { from, to };
  });
  if (ranges.every(({ from, to }) => from >= 0 && to <= 65535 && from <= to)) return ranges;
  return log.expected(word, after, 'ports');
}

function markOf(word: Word | undefined, after: Word, log: ScriptLog): number | undefined {
  const text = (word?.text ?? '').split('/')[0] ?? '';
  const mark = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : NaN;
  if (mark >= 1 && mark < 2 ** 31) return mark;
  return log.expected(word, after, 'a mark such as 1 or 0x1');
}
