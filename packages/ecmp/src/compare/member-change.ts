// A change of members as users write it: remove:3, add, add:2, reweight:2=5, order:reverse, order:3,1,2. Places count from 1.

import type { Parsed } from '../traffic/parse-flow.ts';

export interface Members {
  /** A weight of 0 keeps the place of a member that is gone. */
  readonly weights: readonly number[];
  /** What a member is, wherever it stands. */
  readonly ids: readonly number[];
}

export interface MemberChange {
  /** As the user wrote it. */
  readonly text: string;
  readonly apply: (before: Members) => Parsed<Members>;
  /** The place, from 0, of a member that is removed: only for this there are closed forms. */
  readonly removes?: number;
}

export function membersOfWeights(weights: readonly number[]): Members {
  return { weights, ids: weights.map((_, index) => index) };
}

export function parseMemberChange(text: string): Parsed<MemberChange> {
  const [kind = '', argument] = text.split(':');
  switch (kind) {
    case 'remove':
      return removal(text, argument);
    case 'add':
      return addition(text, argument ?? '1');
    case 'reweight':
      return reweighting(text, argument ?? '');
    case 'order':
      return reordering(text, argument ?? '');
    default:
      return wrong(
        `${JSON.stringify(text)} is not a change: write remove:3, add:2, reweight:2=5 or order:reverse`,
      );
  }
}

function removal(text: string, argument: string | undefined): Parsed<MemberChange> {
  const place = wholeNumber(argument ?? '');
  if (place === undefined || place < 1)
    return wrong(`remove:${argument ?? ''}: give a place from 1, as in remove:3`);
  const apply = ({ weights, ids }: Members): Parsed<Members> => {
    if (place > weights.length) return wrong(`${text}: there are only ${weights.length} members`);
    if (weights.length < 2) return wrong(`${text}: it is the only member`);
    return { ok: true, value: { weights: weights.with(place - 1, 0), ids } };
  };
  return { ok: true, value: { text, apply, removes: place - 1 } };
}

function addition(text: string, argument: string): Parsed<MemberChange> {
  const weight = wholeNumber(argument);
  if (weight === undefined || weight < 1) return wrong(`${text}: give a weight from 1, as in add:2`);
  const apply = ({ weights, ids }: Members): Parsed<Members> => ({
    ok: true,
    value: { weights: [...weights, weight], ids: [...ids, Math.max(-1, ...ids) + 1] },
  });
  return { ok: true, value: { text, apply } };
}

function reweighting(text: string, argument: string): Parsed<MemberChange> {
  const match = /^(\d{1,4})=(\d{1,5})$/.exec(argument);
  const [place, weight] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (place < 1 || weight < 1) return wrong(`${text}: give a place and a weight from 1, as in reweight:2=5`);
  const apply = ({ weights, ids }: Members): Parsed<Members> =>
    place > weights.length
      ? wrong(`${text}: there are only ${weights.length} members`)
      : { ok: true, value: { weights: weights.with(place - 1, weight), ids } };
  return { ok: true, value: { text, apply } };
}

function reordering(text: string, argument: string): Parsed<MemberChange> {
  const places = argument === 'reverse' ? undefined : argument.split(',').map(wholeNumber);
  const apply = ({ weights, ids }: Members): Parsed<Members> => {
    const order = places ?? weights.map((_, index) => weights.length - index);
    const sorted = [...order].sort((a, b) => (a ?? 0) - (b ?? 0));
    if (sorted.length !== weights.length || sorted.some((place, index) => place !== index + 1)) {
      return wrong(`${text}: give each place from 1 to ${weights.length} once, or reverse`);
    }
    return {
      ok: true,
      value: {
        weights: order.map((place) => weights[place! - 1]!),
        ids: order.map((place) => ids[place! - 1]!),
      },
    };
  };
  return { ok: true, value: { text, apply } };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

function wrong(reason: string): Parsed<never> {
  return { ok: false, reason };
}
