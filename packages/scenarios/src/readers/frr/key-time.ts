// Times of day and months as the key chains of FRR write them. FRR: lib/keychain.c, key_str2time, 8.4.

import { monthNames } from '../../calendar.ts';

const unknownMonth = 0;

export function isTimeOfDay(text: string): boolean {
  return timeOfDay(text) !== undefined;
}

/** Hours, minutes and seconds. */
export function timeOfDay(text: string): readonly [number, number, number] | undefined {
  const match = /^(\d{1,9}):(\d{1,9}):(\d{1,9})$/.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return hour <= 23 && minute <= 59 && second <= 59 ? [hour, minute, second] : undefined;
}

export function isMonth(text: string): boolean {
  return monthNumber(text) !== unknownMonth;
}

/** 1 … 12; the beginning of an English name. What is too short to be looked up is left at the first month. */
export function monthNumber(text: string): number {
  if (isShortMonth(text)) return 1;
  return monthNames.findIndex((name) => name.startsWith(text)) + 1;
}

export function isShortMonth(text: string): boolean {
  return /^[A-Za-z]{1,2}$/.test(text);
}
