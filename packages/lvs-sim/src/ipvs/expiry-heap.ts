// Deadlines of connection entries: a binary heap over typed arrays. Every packet moves its entry's expiry later, which must cost nothing:
// the owner only files a deadline here when it comes earlier, and re-files an entry that reaches the top too soon.

const none = -1;

export class ExpiryHeap {
  private length = 0;
  private slots: Int32Array;
  private deadlines: Float64Array;
  /** By slot: its place in the heap, or −1. */
  private places: Int32Array;

  constructor(capacity: number) {
    this.slots = new Int32Array(capacity);
    this.deadlines = new Float64Array(capacity);
    this.places = new Int32Array(capacity).fill(none);
  }

  grow(capacity: number): void {
    const { slots, deadlines, places } = this;
    this.slots = new Int32Array(capacity);
    this.slots.set(slots);
    this.deadlines = new Float64Array(capacity);
    this.deadlines.set(deadlines);
    this.places = new Int32Array(capacity).fill(none);
    this.places.set(places);
  }

  /** Infinity when empty. */
  get earliest(): number {
    return this.length === 0 ? Infinity : this.deadlines[0]!;
  }

  get earliestSlot(): number {
    return this.slots[0]!;
  }

  /** The deadline filed for the slot; Infinity when there is none. */
  deadlineOf(slot: number): number {
    const place = this.places[slot]!;
    return place === none ? Infinity : this.deadlines[place]!;
  }

  /** Files or re-files a slot. */
  set(slot: number, deadline: number): void {
    const place = this.places[slot]!;
    if (place === none) this.raise(this.length++, slot, deadline);
    else if (deadline < this.deadlines[place]!) this.raise(place, slot, deadline);
    else this.lower(place, slot, deadline);
  }

  remove(slot: number): void {
    const place = this.places[slot]!;
    if (place === none) return;
    this.places[slot] = none;
    const last = --this.length;
    if (place === last) return;
    const movedSlot = this.slots[last]!;
    const movedDeadline = this.deadlines[last]!;
    if (place > 0 && movedDeadline < this.deadlines[(place - 1) >> 1]!)
      this.raise(place, movedSlot, movedDeadline);
    else this.lower(place, movedSlot, movedDeadline);
  }

  private raise(from: number, slot: number, deadline: number): void {
    const { slots, deadlines, places } = this;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (deadlines[parent]! <= deadline) break;
      deadlines[place] = deadlines[parent]!;
      const moved = slots[parent]!;
      slots[place] = moved;
      places[moved] = place;
      place = parent;
    }
    deadlines[place] = deadline;
    slots[place] = slot;
    places[slot] = place;
  }

  private lower(from: number, slot: number, deadline: number): void {
    const { slots, deadlines, places, length } = this;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= length) break;
      if (child + 1 < length && deadlines[child + 1]! < deadlines[child]!) child++;
      if (deadlines[child]! >= deadline) break;
      deadlines[place] = deadlines[child]!;
      const moved = slots[child]!;
      slots[place] = moved;
      places[moved] = place;
      place = child;
    }
    deadlines[place] = deadline;
    slots[place] = slot;
    places[slot] = place;
  }
}
