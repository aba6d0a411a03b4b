// The sequence numbers of 64 bits that a router signs its packets with, RFC 7474 §2: how often it began anew, and a count of packets.

/** Both unsigned 32 bits. */
export interface ExtendedSequence {
  readonly bootCount: number;
  readonly count: number;
}

const countMax = 0xffffffff;

export class PacketCounter {
  readonly #remember: (bootCount: number) => void;
  #before: number;
  #bootCount: number | undefined = undefined;
  #count: number;

  /**
   * `before`: the boot count last remembered, 0 when there is none. `remember` puts the present one where it outlives the process; it
   * is called before the first packet that carries it. `count`: packets that carried it already.
   */
  constructor(before: number, remember: (bootCount: number) => void, count = 0) {
    this.#before = before;
    this.#remember = remember;
    this.#count = count;
  }

  /** The number of the next packet, greater than all before it. */
  next(): ExtendedSequence {
    if (this.#bootCount === undefined) this.#boot();
    if (this.#count === countMax) {
      // RFC 7474 §2: a count that wraps counts as a boot.
      this.#count = 0;
      this.#boot();
    }
    this.#count++;
    return { bootCount: this.#bootCount!, count: this.#count };
  }

  #boot(): void {
    this.#before++;
    this.#bootCount = this.#before;
    this.#remember(this.#before);
  }
}

export function isLater(left: ExtendedSequence, right: ExtendedSequence): boolean {
  return left.bootCount > right.bootCount || (left.bootCount === right.bootCount && left.count > right.count);
}
