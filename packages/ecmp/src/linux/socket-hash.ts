// The random hash that a Linux TCP socket gives to everything it sends: net/core/sock.h (sk_set_txhash). A retransmission
// timeout draws a new one (sk_rethink_txhash), so that a flow may escape from a dead path.

export class SocketHash {
  private readonly random: () => number;
  private current: number;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.random = random;
    this.current = this.draw();
  }

  /** Unsigned 32 bits, never 0. */
  get value(): number {
    return this.current;
  }

  /** After a retransmission timeout. */
  retransmitted(): void {
    this.current = this.draw();
  }

  private draw(): number {
    return Math.floor(this.random() * 2 ** 32) || 1;
  }
}
