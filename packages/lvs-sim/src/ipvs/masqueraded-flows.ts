// Which masqueraded connections a client's socket has: how the answer of a real server finds its entry.

/** By client address and port; nearly always one slot each. */
export class MasqueradedFlows {
  private readonly slots = new Map<number, number[]>();

  add(client: number, clientPort: number, slot: number): void {
    const key = client * 65536 + clientPort;
    const known = this.slots.get(key);
    if (known === undefined) this.slots.set(key, [slot]);
    else known.push(slot);
  }

  remove(client: number, clientPort: number, slot: number): void {
    const key = client * 65536 + clientPort;
    const known = this.slots.get(key);
    if (known === undefined) return;
    if (known.length === 1) this.slots.delete(key);
    else known.splice(known.indexOf(slot), 1);
  }

  slotsOf(client: number, clientPort: number): readonly number[] {
    return this.slots.get(client * 65536 + clientPort) ?? none;
  }
}

const none: readonly number[] = [];
