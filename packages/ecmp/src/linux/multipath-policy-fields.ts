// Policy 3: the fields that net.ipv4.fib_multipath_hash_fields names, of the outer and of the innermost packet, each hashed
// by itself and the two hashes mixed with jhash.

import { jhash2Words } from '../hash/jhash.ts';
import { dissectIpv6, dissectPacket } from './flow-dissector.ts';
import { FlowKeys } from './flow-keys.ts';
import { hashFields, hashFieldsDefault } from './hash-fields.ts';
import type { HashedKeys } from './hashed-keys.ts';
import { linuxKeysHash } from './linux-record-hash.ts';
import type { MultipathPolicy } from './multipath-policy.ts';

const dissected = new FlowKeys();
const masked = new FlowKeys();
/** The fields of the inner packet are those of the outer one, this many bits up. */
const innerShift = 6;
const outerMask = (1 << innerShift) - 1;

/** Linux: net/ipv4/route.c (fib_multipath_custom_hash_skb), net/ipv6/route.c (rt6_multipath_custom_hash_skb). */
export const multipathPolicyFields: MultipathPolicy = {
  policy: 3,
  name: 'linux-fields',
  about:
    'Linux policy 3: the chosen fields of the outer and the innermost packet, by default addresses and protocol',
  hashBits: 31,
  hashFlow: (
    seed,
    source,
    destination,
    protocol,
    sourcePort,
    destinationPort,
    fields = hashFieldsDefault,
  ) => {
    if ((fields & outerMask) === 0) return jhash2Words(0, 0, 0) >>> 1;
    dissected.setIpv4(source, destination, protocol, sourcePort, destinationPort);
    takeFields(dissected, fields, masked);
    return jhash2Words(linuxKeysHash(seed, masked), 0, 0) >>> 1;
  },
  readPacket: (packet, fields, keys) => {
    beginMixed(keys, fields);
    let mayCarry = true;
    if (keys.outerUsed) {
      mayCarry = dissectPacket(packet, true, dissected);
      takeFields(dissected, fields, keys.outer);
    }
    // Linux looks for an inner packet only when the outer one, where it was read at all, is known to carry one.
    if (!mayCarry || fields >>> innerShift === 0) return;
    if (!dissectPacket(packet, false, dissected)) return;
    keys.innerUsed = true;
    takeFields(dissected, fields >>> innerShift, keys.inner);
  },
  readIpv6: (bytes, fields, keys) => {
    beginMixed(keys, fields);
    let mayCarry = true;
    if (keys.outerUsed) {
      mayCarry = dissectIpv6(bytes, true, dissected);
      takeFields(dissected, fields, keys.outer);
    }
    if (!mayCarry || fields >>> innerShift === 0) return;
    if (!dissectIpv6(bytes, false, dissected)) return;
    keys.innerUsed = true;
    takeFields(dissected, fields >>> innerShift, keys.inner);
  },
};

function beginMixed(keys: HashedKeys, fields: number): void {
  keys.mixed = true;
  keys.innerUsed = false;
  keys.outerUsed = (fields & outerMask) !== 0;
}

function takeFields(from: FlowKeys, fields: number, to: FlowKeys): void {
  to.takeAddresses(
    from,
    (fields & hashFields.sourceAddress) !== 0,
    (fields & hashFields.destinationAddress) !== 0,
  );
  to.protocol = (fields & hashFields.protocol) !== 0 ? from.protocol : 0;
  const labelled = from.isIpv6 && (fields & hashFields.flowLabel) !== 0;
  to.flowLabelWord = labelled ? from.flowLabelWord : 0;
  to.sourcePort = (fields & hashFields.sourcePort) !== 0 ? from.sourcePort : 0;
  to.destinationPort = (fields & hashFields.destinationPort) !== 0 ? from.destinationPort : 0;
}
