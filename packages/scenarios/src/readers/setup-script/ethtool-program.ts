// `ethtool -K I rxhash on`, `-N I rx-flow-hash udp4 sdfn`, `-X I hkey …`: does the network card hash what it receives, and how? Hash
// policy 1 takes that hash in the place of its own.

import type { Word } from '../text-line.ts';
import { WordReader, type ScriptLog } from './script-log.ts';
import type { ReceiveHashCommand } from './setup-command.ts';
import type { ShellCommand } from './shell-line.ts';

type Draft = { -readonly [Key in keyof ReceiveHashCommand]: ReceiveHashCommand[Key] };

/** Bytes of a Toeplitz key: four for each of the 12 that are hashed, less the overlap; cards take 40 or 52. */
const keyBytes = [40, 52];

function readFeatures(reader: WordReader, draft: Draft, log: ScriptLog): void {
  for (let name = reader.next(); name !== undefined; name = reader.next()) {
    const value = reader.next();
    if (value?.text !== 'on' && value?.text !== 'off') return log.expected(value, name, 'on or off');
    if (name.text === 'rxhash' || name.text === 'receive-hashing') draft.enabled = value.text === 'on';
  }
}

function readFlowHash(option: Word, reader: WordReader, draft: Draft, log: ScriptLog): void {
  const what = reader.next();
  if (what?.text !== 'rx-flow-hash')
    return log.notSimulated(what ?? option, 'of ethtool -N only rx-flow-hash is');
  const traffic = reader.next();
  const fields = reader.next();
  if (!/^[mvtsdfn]+$/.test(fields?.text ?? '')) return log.expected(fields, traffic ?? what, 'sd or sdfn');
  if (traffic?.text === 'udp4') draft.udpPorts = fields?.text.includes('f') === true;
  else log.notSimulated(traffic ?? what, 'only the fields of udp4 can be chosen; tcp4 is always sdfn');
}

function readKey(option: Word, reader: WordReader, draft: Draft, log: ScriptLog): void {
  for (let word = reader.next(); word !== undefined; word = reader.next()) {
    if (word.text !== 'hkey') continue;
    const written = reader.next();
    const bytes = (written?.text ?? '')
      .split(':')
      .map((part) => (/^[0-9a-f]{2}$/i.test(part) ? parseInt(part, 16) : -1));
    if (!keyBytes.includes(bytes.length) || bytes.includes(-1)) {
      return log.expected(written, word, 'a key of 40 or 52 bytes, as in 6d:5a:…');
    }
    draft.key = Uint8Array.from(bytes);
    return;
  }
  log.notSimulated(option, 'of ethtool -X only hkey is');
}

export function readEthtool(command: ShellCommand, log: ScriptLog): void {
  const reader = new WordReader(command.words.slice(1));
  const option = reader.next();
  const name = reader.next();
  if (option === undefined || name === undefined || !option.text.startsWith('-')) return log.ignore(command);
  const errorsBefore = log.diagnostics.length;
  const draft: Draft = {
    kind: 'receiveHashSet',
    interface: name.text,
    enabled: undefined,
    udpPorts: undefined,
    key: undefined,
    at: name,
  };
  switch (option.text) {
    case '-K':
    case '--features':
    case '--offload':
      readFeatures(reader, draft, log);
      break;
    case '-N':
    case '-U':
    case '--config-nfc':
    case '--config-ntuple':
      readFlowHash(option, reader, draft, log);
      break;
    case '-X':
    case '--set-rxfh-indir':
    case '--rxfh':
      readKey(option, reader, draft, log);
      break;
    default:
      return log.ignore(command);
  }
  const says = draft.enabled !== undefined || draft.udpPorts !== undefined || draft.key !== undefined;
  if (says && log.diagnostics.length === errorsBefore) log.commands.push(draft);
}
