// A 32-bit hash of a text, FNV-1a over its UTF-16 code units: names enter the digest at the cost of one step.

export function textHash(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
