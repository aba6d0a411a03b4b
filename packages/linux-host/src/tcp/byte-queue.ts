// Bytes that wait to be sent or acknowledged: appended at the end, dropped at the front, read anywhere.

export class ByteQueue {
  private readonly chunks: Uint8Array[] = [];
  private skipped = 0;
  length = 0;

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.chunks.push(bytes);
    this.length += bytes.length;
  }

  dropFirst(count: number): void {
    this.length -= count;
    this.skipped += count;
    while (this.chunks.length > 0 && this.skipped >= this.chunks[0]!.length) {
      this.skipped -= this.chunks[0]!.length;
      this.chunks.shift();
    }
  }

  /** A copy, except when one chunk is wanted whole. */
  read(offset: number, count: number): Uint8Array {
    const first = this.chunks[0];
    if (offset === 0 && this.skipped === 0 && first !== undefined && first.length === count) return first;
    const out = new Uint8Array(count);
    let position = -this.skipped;
    for (const chunk of this.chunks) {
      const start = Math.max(offset, position);
      const end = Math.min(offset + count, position + chunk.length);
      if (start < end) out.set(chunk.subarray(start - position, end - position), start - offset);
      position += chunk.length;
      if (position >= offset + count) break;
    }
    return out;
  }
}
