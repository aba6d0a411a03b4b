// The padding that all hashes here begin with, RFC 1321 §3.1 and FIPS 180-4 §5.1: a one bit, zeros, and the length in bits.

/** `lengthBytes`: of the length field, 8 or 16. Messages are shorter than 2^32 bits. */
export function paddedMessage(
  message: Uint8Array,
  blockBytes: 64 | 128,
  lengthBytes: 8 | 16,
  byteOrder: 'bigEndian' | 'littleEndian',
): DataView {
  const blocks = Math.ceil((message.length + 1 + lengthBytes) / blockBytes);
  const padded = new Uint8Array(blocks * blockBytes);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  const bits = message.length * 8;
  if (byteOrder === 'bigEndian') view.setUint32(padded.length - 4, bits);
  else view.setUint32(padded.length - lengthBytes, bits, true);
  return view;
}
