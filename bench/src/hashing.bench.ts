// Flow hashes and next-hop selections on arrays of flows, all over the same thirteen bytes of a flow, beside what npm and Node offer.

import {
  distributionOf,
  flowHashes,
  hashThresholdBounds,
  linuxMultipathHash,
  nextHopSelectors,
  seededRandom,
  selectByHashThreshold,
  selectionHash,
  uniformTraffic,
  type FlowHash,
  type FlowSet,
} from '@ospflab/ecmp';
import type { Ipv4Address } from '@ospflab/net';
import {
  checkPeers,
  crcPeers,
  murmurPeers,
  peerContenders,
  sipHashPeers,
  xxHashPeers,
  type HashPeer,
} from './hashing-peers.ts';
import type { Contender, Race } from './ratio-table.ts';

const flowCount = 1 << 16;
const rounds = 7;
const seed = 0x12345678;
const weights = [1, 1, 2, 3, 1, 4, 1, 3];

/** Kept so that no engine may leave the work out. */
let sink = 0;

/** One function per hash, or calls of all hashes would share one call site and none would be inlined. */
function hashingLoop(hash: FlowHash, flows: FlowSet): Contender {
  const loop = new Function(
    'hashFlow',
    'flows',
    'seed',
    `const { source, destination, protocol, sourcePort, destinationPort, count } = flows;
     let sum = 0;
     for (let i = 0; i < count; i++) {
       sum = (sum + hashFlow(seed, source[i], destination[i], protocol[i], sourcePort[i], destinationPort[i])) | 0;
     }
     return sum;`,
  ) as (hashFlow: FlowHash['hashFlow'], flows: FlowSet, seed: number) => number;
  return {
    name: hash.name,
    run: () => {
      sink ^= loop(hash.hashFlow, flows, seed);
      return flows.count;
    },
  };
}

function linuxSelection(flows: FlowSet): Contender {
  const options = { policy: 1, seed } as const;
  const bounds = hashThresholdBounds(weights);
  const { source, destination, protocol, sourcePort, destinationPort, count } = flows;
  return {
    name: 'SipHash record and weighted hash-threshold',
    run: () => {
      for (let i = 0; i < count; i++) {
        const hash = linuxMultipathHash(
          options,
          source[i]! as Ipv4Address,
          destination[i]! as Ipv4Address,
          protocol[i]!,
          sourcePort[i]!,
          destinationPort[i]!,
        );
        sink += selectByHashThreshold(bounds, hash);
      }
      return count;
    },
  };
}

function fastDecision(flows: FlowSet): Contender {
  const hashFlow = flowHashes.find(({ name }) => name === 'jhash')!.hashFlow;
  const bounds = hashThresholdBounds([1, 1, 1, 1, 1, 1, 1, 1]);
  const { source, destination, protocol, sourcePort, destinationPort, count } = flows;
  return {
    name: 'jhash and hash-threshold of 8',
    run: () => {
      for (let i = 0; i < count; i++) {
        const from = source[i]! as Ipv4Address;
        const to = destination[i]! as Ipv4Address;
        const hash = hashFlow(seed, from, to, protocol[i]!, sourcePort[i]!, destinationPort[i]!);
        sink += selectByHashThreshold(bounds, selectionHash(hash, 32));
      }
      return count;
    },
  };
}

function selectingLoops(): Contender[] {
  const random = seededRandom(3);
  const hashes = Int32Array.from({ length: flowCount }, () => Math.floor(random() * 2 ** 31));
  return nextHopSelectors.map((selector) => {
    const { select } = selector.prepare(selector.ignoresWeights === true ? weights.map(() => 1) : weights);
    const loop = new Function(
      'select',
      'hashes',
      'let sum = 0; for (let i = 0; i < hashes.length; i++) sum += select(hashes[i]); return sum;',
    ) as (select: (hash: number) => number, hashes: Int32Array) => number;
    return {
      name: selector.name,
      run: () => {
        sink += loop(select, hashes);
        return flowCount;
      },
    };
  });
}

/** Ten million flows over sixteen next hops, counted and judged. */
function distributionOfTenMillion(flows: FlowSet): Contender {
  const options = { policy: 1, seed } as const;
  const bounds = hashThresholdBounds(Array.from({ length: 16 }, () => 1));
  const { source, destination, protocol, sourcePort, destinationPort, count } = flows;
  return {
    name: 'ours',
    run: () => {
      const counts = new Float64Array(16);
      for (let i = 0; i < 10_000_000; i++) {
        const place = i % count;
        const hash = linuxMultipathHash(
          options,
          (source[place]! ^ i) as Ipv4Address,
          destination[place]! as Ipv4Address,
          protocol[place]!,
          sourcePort[place]!,
          destinationPort[place]!,
        );
        counts[selectByHashThreshold(bounds, hash)]!++;
      }
      sink += distributionOf([...counts]).pValue;
      return 1;
    },
  };
}

/** What the peers take for one hash on the machine that the goals were set on, in million a second. */
const siphashReference = { peer: 'siphash', result: 1000 / 850 };
const murmurReference = { peer: 'murmurhash-js', result: 1000 / 52 };

function besidePeers(ours: string, peers: readonly HashPeer[], flows: FlowSet): Race {
  const hash = flowHashes.find(({ name }) => name === ours)!;
  return {
    title: `${ours} of a flow`,
    unit: 'M/s',
    rounds,
    contenders: [hashingLoop(hash, flows), ...peerContenders(peers, flows)],
  };
}

export function* hashingRaces(): Generator<Race> {
  checkPeers();
  const flows = uniformTraffic.flows(flowCount, seededRandom(1));
  const unit = 'M/s' as const;
  yield {
    title: 'Linux-exact hash and weighted selection, flows',
    unit,
    rounds,
    floor: 8,
    moonshot: 15,
    reference: siphashReference,
    contenders: [linuxSelection(flows), ...peerContenders(sipHashPeers, flows)],
  };
  yield {
    title: 'fast-hash decisions',
    unit,
    rounds,
    floor: 30,
    moonshot: 60,
    reference: murmurReference,
    contenders: [fastDecision(flows), ...peerContenders(murmurPeers, flows)],
  };
  yield besidePeers('xxhash32', xxHashPeers, flows);
  yield besidePeers('murmur3', murmurPeers, flows);
  yield besidePeers('siphash', sipHashPeers, flows);
  yield besidePeers('crc32', crcPeers, flows);
  yield {
    title: 'every hash',
    unit,
    rounds,
    contenders: flowHashes.map((hash) => hashingLoop(hash, flows)),
  };
  yield { title: 'every selector, eight weighted members', unit, rounds, contenders: selectingLoops() };
  yield {
    title: 'distribution of 10 million flows over 16 next hops',
    unit: 'ms',
    rounds: 1,
    floor: 3000,
    contenders: [distributionOfTenMillion(flows)],
  };
  if (Number.isNaN(sink)) throw new Error('A hash gave no number.');
}
