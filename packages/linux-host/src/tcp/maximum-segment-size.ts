// The maximum segment size option, the only TCP option the host sends or reads. RFC 9293 §3.7.1.

const kindEnd = 0;
const kindPadding = 1;
const kindMaximumSegmentSize = 2;

export const defaultSegmentSize = 536;

export function segmentSizeOption(bytes: number): Uint8Array {
  return Uint8Array.of(kindMaximumSegmentSize, 4, bytes >>> 8, bytes & 255);
}

/** What a SYN announces, or the default. */
export function announcedSegmentSize(options: Uint8Array): number {
  let position = 0;
  while (position < options.length) {
    const kind = options[position]!;
    if (kind === kindEnd) break;
    if (kind === kindPadding) {
      position++;
      continue;
    }
    const length = options[position + 1] ?? 0;
    if (length < 2) break;
    if (kind === kindMaximumSegmentSize && length === 4 && position + 3 < options.length) {
      return Math.max(64, (options[position + 2]! << 8) | options[position + 3]!);
    }
    position += length;
  }
  return defaultSegmentSize;
}
