// `ospflab nexthop`: which member of a multipath route a Linux router picks, for packets of any kind from flags, from standard
// input or from a capture, and why.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Option, type Command } from 'commander';
import {
  explainHash,
  formatHashExplanation,
  hashFieldsAll,
  hashGivenPacket,
  ipv6PacketOf,
  membersOfWeights,
  microsoftToeplitzKey,
  nicL4Hash,
  noL4Hash,
  packetKinds,
  parseMemberChange,
  parsePacket,
  parsePacketLine,
  parseWeights,
  ResilientGroup,
  resilientRoute,
  routeKinds,
  socketL4Hash,
  thresholdRoute,
  type GivenPacket,
  type LinuxHashOptions,
  type MultipathPolicyNumber,
  type MultipathRoute,
  type RouteKind,
} from '@ospflab/ecmp';
import { decodeCaptured, readCapture, type Capture, type CapturedPacket } from '@ospflab/net';
import { CommandFailure } from '../exit-code.ts';
import { wholeNumber } from '../read-option.ts';

interface NexthopFlags {
  readonly policy: string;
  readonly fields?: string;
  readonly seed: number;
  readonly weights: string;
  readonly route: RouteKind;
  readonly buckets: number;
  readonly change?: string;
  readonly showBuckets?: boolean;
  readonly failed?: string;
  readonly l4Hash: string;
  readonly socketHash: number;
  readonly kind?: string;
  readonly src?: string;
  readonly dst?: string;
  readonly proto?: string;
  readonly sport?: string;
  readonly dport?: string;
  readonly label?: number;
  readonly inner?: string;
  readonly pcap?: string;
  readonly explain?: boolean;
}

const seedMax = 0xffffffff;
/** Of lines on standard input that are no packets. */
const problemsShown = 20;

export function addNexthopCommand(program: Command): void {
  program
    .command('nexthop')
    .description('say which next hop Linux picks: 1-based, one line per packet')
    .addOption(
      new Option(
        '--policy <n>',
        'fib_multipath_hash_policy: 0 addresses, 1 five-tuple, 2 inner addresses, 3 fields',
      )
        .choices(['0', '1', '2', '3'])
        .default('0'),
    )
    .option('--fields <bits>', 'fib_multipath_hash_fields for policy 3, for example 7 or 0x37')
    .requiredOption('--seed <n>', 'net.ipv4.fib_multipath_hash_seed, 1 to 4294967295', wholeNumber)
    .requiredOption('--weights <list>', 'weights of the next hops in their order, for example 1,1,2')
    .addOption(new Option('--route <kind>', 'what the route is').choices(routeKinds).default('legacy'))
    .option('--failed <list>', 'next hops whose neighbour has failed, for example 2,3')
    .option('--buckets <n>', 'of a resilient group', wholeNumber, 128)
    .option('--change <change>', 'of a resilient group: remove:2, add:1, reweight:1=3; answers are after it')
    .option('--show-buckets', 'print the table of a resilient group, before and after a change')
    .addOption(
      new Option('--l4-hash <mode>', 'the hash that packets bring along for policy 1')
        .choices(['off', 'toeplitz', 'toeplitz-udp', 'socket'])
        .default('off'),
    )
    .option('--socket-hash <n>', 'of the sending socket, for --l4-hash socket', wholeNumber, 0)
    .option(
      '--src <address>',
      'source of one packet; without it packets are read from standard input as NDJSON',
    )
    .option('--dst <address>', 'destination')
    .option('--proto <name>', 'tcp, udp, icmp or a number; tcp unless --kind says otherwise')
    .option('--sport <port>', 'source port')
    .option('--dport <port>', 'destination port')
    .option('--label <n>', 'IPv6 flow label', wholeNumber)
    .addOption(new Option('--kind <kind>', 'what the packet is').choices(packetKinds))
    .option('--inner <json>', 'the flow that an icmp-error quotes, or ipip and gre carry, as a JSON object')
    .option('--pcap <file>', 'packets of a capture')
    .option('--explain', 'show which bytes were hashed and why that next hop was chosen')
    .action(async (flags: NexthopFlags) => {
      const answer = answerer(flags);
      if (flags.showBuckets === true && flags.src === undefined && flags.pcap === undefined) return;
      if (flags.src !== undefined || flags.dst !== undefined) console.log(answer(packetOfFlags(flags)));
      else if (flags.pcap !== undefined) answerCapture(flags.pcap, answer);
      else await answerLines(answer);
    });
}

type Answer = (packet: GivenPacket) => string;

function answerer(flags: NexthopFlags): Answer {
  const options = optionsOf(flags);
  const route = routeOf(flags);
  return (packet) => {
    const hash = hashGivenPacket(options, packet, flags.socketHash);
    if (hash === undefined) return '–';
    if (flags.explain !== true) return String(route.choose(hash));
    const why = formatHashExplanation(explainHash(options, packet, flags.socketHash), options.seed);
    return `${why}\n${route.explain(hash)}\nnext hop ${route.choose(hash)}`;
  };
}

function optionsOf({ policy, seed, fields, l4Hash }: NexthopFlags): LinuxHashOptions {
  if (seed > seedMax) throw new CommandFailure(`--seed ${seed} is above ${seedMax}, the highest seed`);
  const bits = fields === undefined ? undefined : Number(fields);
  if (bits !== undefined && !(Number.isInteger(bits) && bits >= 1 && bits <= hashFieldsAll)) {
    throw new CommandFailure(`--fields ${fields} is not from 1 to ${hashFieldsAll}, as in 7 or 0x37`);
  }
  const sources = {
    off: noL4Hash,
    toeplitz: nicL4Hash(microsoftToeplitzKey),
    'toeplitz-udp': nicL4Hash(microsoftToeplitzKey, true),
    socket: socketL4Hash,
  };
  const base = {
    policy: Number(policy) as MultipathPolicyNumber,
    seed,
    l4Hash: sources[l4Hash as keyof typeof sources],
  };
  return bits === undefined ? base : { ...base, fields: bits };
}

function routeOf(flags: NexthopFlags): MultipathRoute {
  const parsed = parseWeights(flags.weights);
  if (!parsed.ok) throw new CommandFailure(`--weights: ${parsed.reason}`);
  const weights = parsed.value;
  if (flags.route === 'resilient') return resilientOf(flags, weights);
  if (flags.change !== undefined || flags.showBuckets === true) {
    throw new CommandFailure(
      '--change and --show-buckets need --route resilient: other routes have no memory',
    );
  }
  if (flags.failed === undefined) return thresholdRoute({ kind: flags.route, weights });
  const failed = new Uint8Array(weights.length);
  for (const text of flags.failed.split(',')) {
    const place = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
    if (place < 1 || place > weights.length) {
      throw new CommandFailure(`--failed ${flags.failed}: give places from 1 to ${weights.length}`);
    }
    failed[place - 1] = 1;
  }
  return thresholdRoute({ kind: flags.route, weights, failed });
}

function resilientOf(flags: NexthopFlags, weights: readonly number[]): MultipathRoute {
  const before = membersOfWeights(weights);
  const membersOf = ({
    weights: of,
    ids,
  }: typeof before): { id: number; nextHop: number; weight: number }[] =>
    ids.map((id, index) => ({ id, nextHop: id + 1, weight: of[index]! })).filter(({ weight }) => weight > 0);
  let group: ResilientGroup<number>;
  try {
    group = new ResilientGroup(membersOf(before), flags.buckets, 0);
  } catch (error) {
    throw new CommandFailure((error as Error).message);
  }
  const show = (title: string): void => {
    if (flags.showBuckets !== true) return;
    console.log(
      `${title}: ${group
        .bucketMembers()
        .map((member) => group.members[member]!.nextHop)
        .join(' ')}`,
    );
  };
  show('buckets');
  if (flags.change === undefined) return resilientRoute(group, before.ids);
  const change = parseMemberChange(flags.change);
  const after = change.ok ? change.value.apply(before) : change;
  if (!after.ok) throw new CommandFailure(`--change ${after.reason}`);
  group.replace(membersOf(after.value), 1);
  show(`buckets after ${flags.change}`);
  const places = Array.from({ length: Math.max(...after.value.ids) + 1 }, (_, id) => id);
  return resilientRoute(group, places);
}

function packetOfFlags({ src, dst, proto, sport, dport, kind, inner, label }: NexthopFlags): GivenPacket {
  const protocol =
    proto ?? (kind === undefined || kind.startsWith('fragment') || kind === 'flow' ? 'tcp' : undefined);
  const given = Object.entries({ src, dst, proto: protocol, sport, dport, kind, label }).filter(
    ([, value]) => value !== undefined,
  );
  if (inner !== undefined) given.push(['inner', jsonOf(inner)]);
  const packet = parsePacket(Object.fromEntries(given));
  if (!packet.ok) throw new CommandFailure(`--${packet.reason}`);
  return packet.value;
}

function jsonOf(text: string): never {
  try {
    return JSON.parse(text) as never;
  } catch {
    throw new CommandFailure(
      `--inner is not JSON: write '{"src":"10.0.0.1","dst":"10.0.0.2","proto":"tcp"}'`,
    );
  }
}

/** One line per packet; – for what is no IP packet, so that lines keep in step with the capture. */
function answerCapture(file: string, answer: Answer): void {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CommandFailure(`cannot read ${file}: ${(error as Error).message}`);
  }
  const capture = readCapture(bytes);
  if (!capture.ok) throw new CommandFailure(`${file}: ${capture.reason} (byte ${capture.offsetBytes})`);
  for (const packet of capture.value.packets) {
    const given = packetOfFrame(capture.value, packet);
    console.log(given === undefined ? '–' : answer(given));
  }
  const problem = capture.value.problem;
  if (problem !== undefined)
    throw new CommandFailure(`${file}: ${problem.reason} at byte ${problem.offsetBytes}`);
}

function packetOfFrame(capture: Capture, captured: CapturedPacket): GivenPacket | undefined {
  const frame = decodeCaptured(capture, captured, { checksums: 'ignore', malformedTransport: 'keepRaw' });
  if (!frame.ok) return undefined;
  const payload = frame.value.payload;
  if (payload.kind === 'ipv4') return { family: 4, packet: payload };
  return payload.kind === 'unknown' ? ipv6PacketOf(payload.etherType, payload.bytes) : undefined;
}

/** One line per packet; – for a line that is none, so that answers keep in step with the lines. */
async function answerLines(answer: Answer): Promise<void> {
  let lineNumber = 0;
  const problems: string[] = [];
  const answers: string[] = [];
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    lineNumber++;
    if (line.trim() === '') continue;
    const packet = parsePacketLine(line);
    if (!packet.ok) problems.push(`standard input, line ${lineNumber}: ${packet.reason}`);
    answers.push(packet.ok ? `${answer(packet.value)}\n` : '–\n');
    if (answers.length >= 1000) process.stdout.write(answers.splice(0).join(''));
  }
  process.stdout.write(answers.join(''));
  if (problems.length === 0) return;
  const more = problems.length - problemsShown;
  const last = more > 0 ? [`… and ${more} more lines`] : [];
  throw new CommandFailure([...problems.slice(0, problemsShown), ...last].join('\n'));
}
