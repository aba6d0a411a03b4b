// `ip addr add|del`, `ip link set`, `ip nexthop add|replace|del`, `ip route add|append|replace|change|del`; objects and verbs may be abbreviated as iproute2 allows.

import { ipv4FromNumber, maskOfLength, parseMacAddress, type Ipv4Address } from '@ospflab/net';
import type { Word } from '../text-line.ts';
import { readIpNextHop } from './ip-nexthop.ts';
import { readIpRoute } from './ip-route.ts';
import { deviceOf, WordReader, type ScriptLog } from './script-log.ts';
import type { AddressScope, LinkCommand } from './setup-command.ts';
import type { ShellCommand } from './shell-line.ts';

interface AddressOptions {
  device?: string | undefined;
  label?: string | undefined;
  scope?: AddressScope | undefined;
  broadcast?: Ipv4Address | 'computed' | undefined;
}

const scopes: readonly AddressScope[] = ['global', 'link', 'host'];

function readAddressOption(word: Word, reader: WordReader, options: AddressOptions, log: ScriptLog): void {
  switch (word.text) {
    case 'dev':
      options.device = reader.next()?.text ?? log.expected(undefined, word, 'an interface');
      return;
    case 'label':
      options.label = reader.next()?.text ?? log.expected(undefined, word, 'a label');
      return;
    case 'scope': {
      const scope = reader.next();
      options.scope =
        scopes.find((known) => known === scope?.text) ?? log.expected(scope, word, 'global, link or host');
      return;
    }
    case 'brd':
    case 'broadcast': {
      const computed = reader.peek()?.text === '+';
      options.broadcast = computed ? 'computed' : log.address(reader.peek(), word);
      reader.next();
      return;
    }
    case 'noprefixroute':
      log.notSimulated(word, 'every address brings its connected route');
      return;
    case 'valid_lft':
    case 'preferred_lft':
      reader.next();
      return;
    default:
      log.expected(word, word, "'dev', 'label', 'scope' or 'brd'");
  }
}

function readIpAddress(verb: Word, reader: WordReader, log: ScriptLog): void {
  const errorsBefore = log.diagnostics.length;
  if (reader.peek()?.text === 'local') reader.next();
  const addressWord = reader.next();
  const written = log.writtenAddress(addressWord, verb);
  const options: AddressOptions = {};
  for (let word = reader.next(); word !== undefined; word = reader.next()) {
    readAddressOption(word, reader, options, log);
  }
  if (written === undefined || addressWord === undefined || log.diagnostics.length > errorsBefore) return;
  if (options.device === undefined) return log.expected(undefined, addressWord, "'dev' and an interface");
  const length = written.length ?? 32;
  const broadcast =
    options.broadcast === 'computed'
      ? ipv4FromNumber(written.address | ~maskOfLength(length))
      : options.broadcast;
  log.commands.push({
    kind: 'delete'.startsWith(verb.text) ? 'addressDelete' : 'addressAdd',
    interface: deviceOf(options.device),
    address: written.address,
    length,
    label: options.label,
    scope: options.scope,
    broadcast,
    at: addressWord,
  });
}

type LinkDraft = { -readonly [Key in keyof LinkCommand]: LinkCommand[Key] };

function readLinkOption(word: Word, reader: WordReader, link: LinkDraft, log: ScriptLog): void {
  switch (word.text) {
    case 'up':
    case 'down':
      link.up = word.text === 'up';
      return;
    case 'mtu':
      link.mtu = log.integer(reader.next(), word, 68, 65536);
      return;
    case 'address': {
      const mac = reader.next();
      link.mac = parseMacAddress(mac?.text ?? '') ?? log.expected(mac, word, 'an Ethernet address');
      return;
    }
    case 'txqueuelen':
    case 'qlen':
      reader.next();
      return;
    default:
      log.notSimulated(word, 'only up, down, mtu and address of a link are');
      reader.next();
  }
}

function readIpLink(verb: Word, reader: WordReader, log: ScriptLog): void {
  if (reader.peek()?.text === 'dev') reader.next();
  const name = reader.next();
  if (name === undefined) return log.expected(undefined, verb, 'an interface');
  const errorsBefore = log.diagnostics.length;
  const link: LinkDraft = {
    kind: 'linkSet',
    interface: deviceOf(name.text),
    up: undefined,
    mtu: undefined,
    mac: undefined,
    at: name,
  };
  for (let word = reader.next(); word !== undefined; word = reader.next())
    readLinkOption(word, reader, link, log);
  if (log.diagnostics.length === errorsBefore) log.commands.push(link);
}

/** Shortened ones mean the first that fits. */
const addressVerbs: readonly string[] = ['add', 'change', 'replace', 'delete'];

const asks = (verb: Word | undefined): boolean =>
  verb === undefined || /^(s|sh|sho|show|l|ls|list|get|help)$/.test(verb.text);

export function readIp(command: ShellCommand, log: ScriptLog): void {
  const reader = new WordReader(
    command.words.slice(1).filter((word) => !/^-(4|s|d|o|br|brief)$/.test(word.text)),
  );
  const object = reader.next();
  const verb = reader.next();
  if (object === undefined || asks(verb) || verb === undefined) return log.ignore(command);
  if ('address'.startsWith(object.text) && addressVerbs.some((known) => known.startsWith(verb.text))) {
    readIpAddress(verb, reader, log);
  } else if ('link'.startsWith(object.text) && verb.text === 'set') readIpLink(verb, reader, log);
  else if ('route'.startsWith(object.text)) readIpRoute(verb, reader, log);
  else if (object.text === 'nexthop') readIpNextHop(verb, reader, log);
  else
    log.notSimulated(
      object,
      `'ip ${object.text} ${verb.text}' is none of addr add|del, link set, nexthop add|replace|del, route add|replace|del`,
    );
}
