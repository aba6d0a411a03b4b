// Multipath as Linux 3.6 to 4.3 had it: no hash, each packet goes by the clock. It explains connections that are reset on
// such systems as soon as their next hops are directors that share nothing.

export class PerPacketMultipath {
  private readonly weights: readonly number[];
  private readonly power: Int32Array;
  private totalPower = 0;

  /** Weights are positive integers in member order; a weight of 0 is a dead member. */
  constructor(weights: readonly number[]) {
    this.weights = weights;
    this.power = new Int32Array(weights.length);
  }

  /**
   * The member for the next packet; −1 when all are dead. `jiffies` is the kernel's tick count.
   * Linux 3.6 … 4.3: net/ipv4/fib_semantics.c (fib_select_multipath).
   */
  select(jiffies: number): number {
    if (this.totalPower <= 0) this.refill();
    if (this.totalPower <= 0) return -1;
    let credit = jiffies % this.totalPower;
    for (let member = 0; member < this.power.length; member++) {
      if (this.power[member] === 0) continue;
      credit -= this.power[member]!;
      if (credit > 0) continue;
      this.power[member]!--;
      this.totalPower--;
      return member;
    }
    // The sum of all powers is above the credit, so a member was found.
    return -1;
  }

  private refill(): void {
    this.totalPower = 0;
    this.weights.forEach((weight, member) => {
      this.power[member] = weight;
      this.totalPower += weight;
    });
  }
}
