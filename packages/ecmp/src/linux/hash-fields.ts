// The bits of net.ipv4.fib_multipath_hash_fields: include/net/ip_fib.h (FIB_MULTIPATH_HASH_FIELD_*).

export const hashFields = {
  sourceAddress: 1,
  destinationAddress: 2,
  protocol: 4,
  flowLabel: 8,
  sourcePort: 16,
  destinationPort: 32,
  innerSourceAddress: 64,
  innerDestinationAddress: 128,
  innerProtocol: 256,
  innerFlowLabel: 512,
  innerSourcePort: 1024,
  innerDestinationPort: 2048,
} as const;

/** Addresses and protocol of the outer packet. */
export const hashFieldsDefault = 7;

export const hashFieldsAll = 4095;

/** The names of the bits that are set, lowest first. */
export function hashFieldNames(fields: number): string[] {
  return Object.entries(hashFields)
    .filter(([, bit]) => (fields & bit) !== 0)
    .map(([name]) => name);
}
