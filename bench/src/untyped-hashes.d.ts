// What this benchmark uses of packages without types.

declare module 'imurmurhash' {
  interface State {
    hash(text: string): State;
    /** Unsigned 32 bits. */
    result(): number;
    reset(seed: number): State;
  }
  const murmur: (text: string, seed: number) => State;
  export = murmur;
}

declare module 'murmurhash-js' {
  const hashes: { murmur3(text: string, seed: number): number };
  export = hashes;
}

declare module 'siphash' {
  const siphash: {
    /** `key`: four integers, lowest first; `message`: bytes. */
    hash(
      key: readonly number[],
      message: readonly number[] | Uint8Array,
    ): { readonly h: number; readonly l: number };
  };
  export = siphash;
}

declare module 'xxhashjs' {
  const xxhash: { h32(bytes: ArrayBuffer | Buffer, seed: number): { toNumber(): number } };
  export = xxhash;
}
