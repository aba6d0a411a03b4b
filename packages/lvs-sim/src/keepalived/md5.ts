// MD5 (RFC 1321) of a byte string, in lower-case hexadecimal: what an HTTP_GET's `digest` is compared with. Not for secrets.

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Int32Array.from(
  { length: 64 },
  (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0,
);

export function md5(message: Uint8Array): string {
  const words = paddedWords(message);
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  for (let block = 0; block < words.length; block += 16) {
    const before = [a, b, c, d] as const;
    for (let step = 0; step < 64; step++) {
      const turn = step >> 4;
      const mixed = mix(turn, b, c, d);
      const word = words[block + wordOf(turn, step)]!;
      const sum = (a + mixed + sines[step]! + word) | 0;
      const shift = shifts[turn * 4 + (step & 3)]!;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    a = (a + before[0]) | 0;
    b = (b + before[1]) | 0;
    c = (c + before[2]) | 0;
    d = (d + before[3]) | 0;
  }
  return [a, b, c, d].map(hexadecimal).join('');
}

function mix(turn: number, b: number, c: number, d: number): number {
  if (turn === 0) return (b & c) | (~b & d);
  if (turn === 1) return (d & b) | (~d & c);
  if (turn === 2) return b ^ c ^ d;
  return c ^ (b | ~d);
}

function wordOf(turn: number, step: number): number {
  if (turn === 0) return step;
  if (turn === 1) return (5 * step + 1) & 15;
  if (turn === 2) return (3 * step + 5) & 15;
  return (7 * step) & 15;
}

/** A one bit, zeros, and the length in bits as 64 bits, in little-endian words. */
function paddedWords(message: Uint8Array): Int32Array {
  const words = new Int32Array((((message.length + 8) >> 6) + 1) * 16);
  for (let at = 0; at < message.length; at++) words[at >> 2]! |= message[at]! << ((at & 3) * 8);
  words[message.length >> 2]! |= 0x80 << ((message.length & 3) * 8);
  words[words.length - 2] = message.length << 3;
  words[words.length - 1] = message.length >>> 29;
  return words;
}

/** Low byte first. */
function hexadecimal(word: number): string {
  let text = '';
  for (let at = 0; at < 4; at++) text += ((word >>> (at * 8)) & 255).toString(16).padStart(2, '0');
  return text;
}
