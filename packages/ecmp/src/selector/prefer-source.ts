// Multipath of packets that the router sends itself, as Linux 6.16 and later have it: a member whose own address is the source
// that was asked for comes before the member of the hash. net/ipv4/fib_semantics.c (fib_select_multipath).

/**
 * The member; −1 when all are dead. `sources[i]` is the address that member i would send from, `source` the one the packet has
 * (0: none yet). `failed` as in `selectByHashThreshold`.
 */
export function selectPreferringSource(
  bounds: Int32Array,
  hash: number,
  sources: readonly number[],
  source: number,
  failed?: Uint8Array,
): number {
  let chosen = -1;
  let firstAlive = -1;
  let best = -1;
  for (let index = 0; index < bounds.length; index++) {
    const bound = bounds[index]!;
    if (bound === -1) continue;
    if (firstAlive === -1) firstAlive = index;
    if (failed !== undefined && failed[index] === 1) continue;
    const score = (source !== 0 && sources[index] === source ? 2 : 0) + (hash <= bound ? 1 : 0);
    if (score <= best) continue;
    chosen = index;
    if (score === 3 || (source === 0 && score === 1)) return index;
    best = score;
  }
  return chosen === -1 ? firstAlive : chosen;
}
