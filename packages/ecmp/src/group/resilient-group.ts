// Resilient next-hop groups: net/ipv4/nexthop.c (NEXTHOP_GRP_TYPE_RES), Linux 5.13 and later. A table of buckets stands between
// hash and member; when members change, only buckets whose member went, or that are idle, move.
// Time is handed in (nanoseconds); the group says when it wants to be looked after next.

export interface ResilientMember<NextHop> {
  /** Of the next-hop object: what a replaced group recognises its members by. */
  readonly id: number;
  readonly nextHop: NextHop;
  /** 1 … 65535. */
  readonly weight: number;
}

export interface ResilientTimers {
  /** Nanoseconds without traffic after which a bucket may move. Linux: 120 s unless given. */
  readonly idleTimer: number;
  /** Nanoseconds out of balance after which busy buckets move too; 0 is never, which is the default of Linux. */
  readonly unbalancedTimer: number;
}

export interface BucketState {
  /** Index of the member. */
  readonly member: number;
  /** Since the last packet, or since the bucket moved if none came; nanoseconds. */
  readonly idleFor: number;
}

export const resilientTimersDefault: ResilientTimers = { idleTimer: 120e9, unbalancedTimer: 0 };

/** Linux: NH_RES_UPKEEP_DW_MINIMUM_INTERVAL. */
const upkeepIntervalMin = 500e6;
const bucketsMax = 65535;

export class ResilientGroup<NextHop> {
  private currentMembers: readonly ResilientMember<NextHop>[] = [];
  private timers: ResilientTimers;
  /** Index of the member of each bucket, −1 for one without. */
  private readonly memberOf: Int32Array;
  private readonly usedAt: Float64Array;
  private readonly migratedAt: Float64Array;
  private counts = new Int32Array(0);
  private wanted = new Int32Array(0);
  /** Members below what they are to have, the next one to be filled last. */
  private underweight: number[] = [];
  private unbalancedSince = 0;
  private nextUpkeep: number | undefined;
  private moved = 0;

  /** Throws RangeError on no members, a weight outside 1 … 65535, an id given twice, or buckets outside 1 … 65535. */
  constructor(
    members: readonly ResilientMember<NextHop>[],
    buckets: number,
    now: number,
    timers: ResilientTimers = resilientTimersDefault,
  ) {
    if (!Number.isInteger(buckets) || buckets < 1 || buckets > bucketsMax) {
      throw new RangeError(`a resilient group of ${buckets} buckets`);
    }
    this.timers = timers;
    this.memberOf = new Int32Array(buckets).fill(-1);
    this.usedAt = new Float64Array(buckets);
    this.migratedAt = new Float64Array(buckets);
    this.take(members, now);
    this.upkeep(now);
    this.moved = 0;
  }

  get members(): readonly ResilientMember<NextHop>[] {
    return this.currentMembers;
  }

  /** When `upkeep` has something to do again; undefined while the group is balanced. */
  get upkeepAt(): number | undefined {
    return this.nextUpkeep;
  }

  /** Nanoseconds since some member has had fewer buckets than it is to have; 0 while the group is balanced. */
  unbalancedFor(now: number): number {
    return this.underweight.length === 0 ? 0 : now - this.unbalancedSince;
  }

  /** How many buckets have moved since the group was made. */
  get movedBuckets(): number {
    return this.moved;
  }

  /** The index of the member for a hash of 0 … 2³¹ − 1. The bucket counts as used now. */
  selectIndex(hash: number, now: number): number {
    const bucket = hash % this.memberOf.length;
    this.usedAt[bucket] = now;
    return this.memberOf[bucket]!;
  }

  /** Linux: nexthop_select_path_res. A failed neighbour is no reason to take another bucket. */
  select(hash: number, now: number): NextHop {
    return this.currentMembers[this.selectIndex(hash, now)]!.nextHop;
  }

  /** The bucket table as `ip nexthop bucket` lists it: index of the member of each bucket. */
  bucketMembers(): readonly number[] {
    return [...this.memberOf];
  }

  buckets(now: number): readonly BucketState[] {
    return Array.from(this.memberOf, (member, bucket) => ({ member, idleFor: now - this.usedAt[bucket]! }));
  }

  /** Buckets that each member is to have in the end, in member order. */
  wantedBuckets(): readonly number[] {
    return [...this.wanted];
  }

  /** `ip nexthop replace` with the same id: members are known again by their id, timers stay unless given. */
  replace(members: readonly ResilientMember<NextHop>[], now: number, timers?: ResilientTimers): void {
    if (timers !== undefined) this.timers = timers;
    this.take(members, now);
    this.upkeep(now);
  }

  /** A member's next hop was deleted, or its link went down. The last member cannot go: the group would. */
  remove(index: number, now: number): void {
    this.replace(
      this.currentMembers.filter((_, position) => position !== index),
      now,
    );
  }

  /** A group of its own in the same state. */
  copy(): ResilientGroup<NextHop> {
    const copy = new ResilientGroup(this.currentMembers, this.memberOf.length, 0, this.timers);
    copy.memberOf.set(this.memberOf);
    copy.usedAt.set(this.usedAt);
    copy.migratedAt.set(this.migratedAt);
    copy.counts.set(this.counts);
    copy.underweight = [...this.underweight];
    copy.unbalancedSince = this.unbalancedSince;
    copy.nextUpkeep = this.nextUpkeep;
    copy.moved = this.moved;
    return copy;
  }

  /** Moves the buckets that may move now. To be called at `upkeepAt`; calling it at other times does no harm. */
  upkeep(now: number): void {
    const { unbalancedTimer, idleTimer } = this.timers;
    let deadline = now + (unbalancedTimer > 0 ? unbalancedTimer : idleTimer);
    for (let bucket = 0; bucket < this.memberOf.length; bucket++) {
      const mayMoveAt = this.mayMoveAt(bucket, now);
      if (mayMoveAt <= now) this.migrate(bucket, now);
      else if (mayMoveAt < deadline) deadline = mayMoveAt;
    }
    this.nextUpkeep = this.underweight.length === 0 ? undefined : Math.max(deadline, now + upkeepIntervalMin);
  }

  /** Linux: nh_res_bucket_should_migrate. Infinity for a bucket that stays. */
  private mayMoveAt(bucket: number, now: number): number {
    const member = this.memberOf[bucket]!;
    if (member === -1) return now;
    if (this.counts[member]! <= this.wanted[member]!) return Infinity;
    const usedAt = this.usedAt[bucket]!;
    // Not one packet since it moved here: nothing to keep.
    if (usedAt === this.migratedAt[bucket]!) return now;
    const idleAt = usedAt + this.timers.idleTimer;
    if (this.timers.unbalancedTimer === 0 || idleAt <= now) return idleAt;
    const forcedAt = this.unbalancedSince + this.timers.unbalancedTimer;
    // Linux compares with time_after, so the very instant is not yet late enough.
    return Math.min(idleAt, forcedAt < now ? now : Math.max(forcedAt, now + 1));
  }

  private migrate(bucket: number, now: number): void {
    const taker = this.underweight.at(-1);
    if (taker === undefined) return;
    const former = this.memberOf[bucket]!;
    if (former !== -1) this.counts[former]!--;
    this.memberOf[bucket] = taker;
    this.counts[taker]!++;
    this.usedAt[bucket] = now;
    this.migratedAt[bucket] = now;
    this.moved++;
    if (this.counts[taker]! >= this.wanted[taker]!) this.underweight.pop();
  }

  private take(members: readonly ResilientMember<NextHop>[], now: number): void {
    checkMembers(members);
    const indexOfId = new Map(members.map(({ id }, index) => [id, index]));
    const indexOf = this.currentMembers.map(({ id }) => indexOfId.get(id) ?? -1);
    this.counts = new Int32Array(members.length);
    for (let bucket = 0; bucket < this.memberOf.length; bucket++) {
      const former = this.memberOf[bucket]!;
      const member = former === -1 ? -1 : indexOf[former]!;
      this.memberOf[bucket] = member;
      if (member !== -1) this.counts[member]!++;
    }
    this.currentMembers = members;
    this.rebalance(now);
  }

  /** Linux: nh_res_group_rebalance. */
  private rebalance(now: number): void {
    const wasUnbalanced = this.underweight.length > 0;
    const since = this.unbalancedSince;
    let total = 0;
    for (const { weight } of this.currentMembers) total += weight;
    this.wanted = new Int32Array(this.currentMembers.length);
    this.underweight = [];
    let cumulative = 0;
    let below = 0;
    for (let index = 0; index < this.wanted.length; index++) {
      cumulative += this.currentMembers[index]!.weight;
      const bound = Math.floor((this.memberOf.length * cumulative + Math.floor(total / 2)) / total);
      this.wanted[index] = bound - below;
      below = bound;
      if (this.counts[index]! < this.wanted[index]!) this.underweight.push(index);
    }
    if (this.underweight.length > 0) this.unbalancedSince = wasUnbalanced ? since : now;
  }
}

function checkMembers<NextHop>(members: readonly ResilientMember<NextHop>[]): void {
  if (members.length === 0) throw new RangeError('a resilient group without members');
  const seen = new Set<number>();
  for (const { id, weight } of members) {
    if (!Number.isInteger(weight) || weight < 1 || weight > 65535) {
      throw new RangeError(`a next hop of weight ${weight}`);
    }
    if (seen.has(id)) throw new RangeError(`next hop ${id} twice in a group`);
    seen.add(id);
  }
}
