// Text as bytes and back for protocols that speak ASCII. ISO 8859-1 both ways, so every byte survives.

const questionMark = 0x3f;

/** One byte per character; characters above U+00FF become a question mark. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes[index] = code > 0xff ? questionMark : code;
  }
  return bytes;
}

/** The characters of bytes[start, end), U+0000 … U+00FF. */
export function textOfBytes(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (let index = start; index < end; index++) text += String.fromCharCode(bytes[index]!);
  return text;
}
