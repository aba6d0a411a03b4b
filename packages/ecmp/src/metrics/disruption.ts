// Which flows a change of members moves, beside what had to move and what theory says.

import { binomialTail } from './binomial-tail.ts';

export interface Disruption {
  readonly flows: number;
  readonly moved: number;
  /** Moved, as a part of all flows. */
  readonly part: number;
  /** What any selection must move for the shares that hold afterwards: half of the sum of their differences. */
  readonly floor: number;
  /** `part` less `floor`. */
  readonly excess: number;
  /** Flows that moved from one member that stayed to another that was there before. */
  readonly needless: number;
  /** Moved flows that still reach their member at a second try. */
  readonly rescued: number;
  /** Undefined where there is no closed form for this change. */
  readonly closedForm: number | undefined;
  /** How likely a count as far from the closed form is, if that holds. */
  readonly closedFormTail: number | undefined;
}

export interface DisruptionQuestion {
  /** Ids of the members that flows had and have; −1 for none. */
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
  /** What flows find at a second try, where there is one. */
  readonly secondAfter?: ArrayLike<number>;
  /** Part of all flows by id of the member, before and after the change, as weights ask for it. */
  readonly sharesBefore: ReadonlyMap<number, number>;
  readonly sharesAfter: ReadonlyMap<number, number>;
  readonly closedForm?: number;
}

export function disruptionOf(question: DisruptionQuestion): Disruption {
  const { before, after, secondAfter, sharesBefore, sharesAfter, closedForm } = question;
  const flows = before.length;
  let moved = 0;
  let needless = 0;
  let rescued = 0;
  for (let flow = 0; flow < flows; flow++) {
    const from = before[flow]!;
    const to = after[flow]!;
    if (from === to) continue;
    moved++;
    // Needed is a move away from a member that is to have less, or towards one that is to have more.
    const shrinks = (sharesAfter.get(from) ?? 0) < (sharesBefore.get(from) ?? 0) - 1e-12;
    const grows = (sharesAfter.get(to) ?? 0) > (sharesBefore.get(to) ?? 0) + 1e-12;
    const leaves = (sharesAfter.get(from) ?? 0) === 0;
    const arrives = (sharesBefore.get(to) ?? 0) === 0;
    if (!leaves && !arrives && !(shrinks && grows)) needless++;
    if (secondAfter !== undefined && secondAfter[flow] === from) rescued++;
  }
  const part = flows === 0 ? 0 : moved / flows;
  const floor = floorOf(sharesBefore, sharesAfter);
  return {
    flows,
    moved,
    part,
    floor,
    excess: part - floor,
    needless,
    rescued,
    closedForm,
    closedFormTail: closedForm === undefined ? undefined : binomialTail(moved, flows, closedForm),
  };
}

function floorOf(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let difference = 0;
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    difference += Math.abs((before.get(id) ?? 0) - (after.get(id) ?? 0));
  }
  return difference / 2;
}
