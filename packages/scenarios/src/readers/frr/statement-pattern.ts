// The shape of one statement, written much like the programs' own help: `ip ospf cost {cost:1-65535} [{address:ip}]`.
// Keywords stand for themselves and may be abbreviated; braces name an argument and its type; brackets hold one optional group.

import { parseIpv4Address, parseIpv4Prefix } from '@ospflab/net';
import { isMonth, isTimeOfDay } from './key-time.ts';
import type { Word } from '../text-line.ts';

interface PatternElement {
  readonly keyword: string | undefined;
  readonly name: string;
  /** `ip`, `prefix`, `word`, `line`, `area`, `metric`, `time`, `month`, `lo-hi` or `a|b|c`. */
  readonly type: string;
}

interface PatternGroup {
  readonly optional: boolean;
  readonly elements: readonly PatternElement[];
}

export interface StatementPattern {
  /** The first keyword; every statement begins with one. */
  readonly begin: string;
  readonly groups: readonly PatternGroup[];
}

export interface PatternMatch {
  readonly matched: boolean;
  /** How many words fit before the first that did not; all of them when matched. */
  readonly fitting: number;
  /** Keywords written in full, which win over abbreviations of others. */
  readonly exactKeywords: number;
  /** What could stand at the first word that did not fit. */
  readonly expected: readonly string[];
  /** Whether a value, not a keyword, was wanted there. */
  readonly valueExpected: boolean;
  readonly values: ReadonlyMap<string, Word>;
}

function parseElement(text: string): PatternElement {
  const match = /^\{([a-zA-Z]+):(.+)\}$/.exec(text);
  return match === null
    ? { keyword: text, name: '', type: '' }
    : { keyword: undefined, name: match[1] ?? '', type: match[2] ?? '' };
}

export function parsePattern(text: string): StatementPattern {
  const groups = Array.from(text.matchAll(/\[([^\]]+)\]|[^\s[\]]+/g), (match) => ({
    optional: match[1] !== undefined,
    elements: (match[1] ?? match[0]).trim().split(/\s+/).map(parseElement),
  }));
  return { begin: groups[0]?.elements[0]?.keyword ?? '', groups };
}

function rangeOf(type: string): [number, number] | undefined {
  const match = /^(\d+)-(\d+)$/.exec(type);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

function valueFits(type: string, text: string): boolean {
  switch (type) {
    case 'word':
    case 'line':
      return true;
    case 'ip':
      return parseIpv4Address(text) !== undefined;
    case 'prefix':
      return parseIpv4Prefix(text) !== undefined;
    case 'metric':
      return /^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) < 2 ** 32;
    case 'time':
      return isTimeOfDay(text);
    case 'month':
      return isMonth(text);
    case 'area':
      return parseIpv4Address(text) !== undefined || (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32);
  }
  const range = rangeOf(type);
  if (range !== undefined) {
    return /^\d{1,10}$/.test(text) && Number(text) >= range[0] && Number(text) <= range[1];
  }
  return type.split('|').includes(text);
}

function describe(element: PatternElement): string {
  if (element.keyword !== undefined) return `'${element.keyword}'`;
  const range = rangeOf(element.type);
  if (range !== undefined) return `a number from ${range[0]} to ${range[1]}`;
  switch (element.type) {
    case 'ip':
      return 'an address a.b.c.d';
    case 'prefix':
      return 'a prefix a.b.c.d/n';
    case 'area':
      return 'an area (a.b.c.d or a number)';
    case 'metric':
      return 'a metric, or +N or -N';
    case 'time':
      return 'a time of day hh:mm:ss';
    case 'month':
      return 'a month as in Jan';
    case 'word':
    case 'line':
      return `a ${element.name}`;
    default:
      return element.type
        .split('|')
        .map((choice) => `'${choice}'`)
        .join(' or ');
  }
}

/** A word that is itself a keyword of some statement stands for nothing else: `ip` is no abbreviation of `ipv6`. */
function elementFits(element: PatternElement, word: string, keywords: ReadonlySet<string>): boolean {
  if (element.keyword === undefined) return valueFits(element.type, word);
  return element.keyword === word || (element.keyword.startsWith(word) && !keywords.has(word));
}

export function keywordsOf(patterns: readonly StatementPattern[]): ReadonlySet<string> {
  const elements = patterns.flatMap((pattern) => pattern.groups.flatMap((group) => group.elements));
  return new Set(elements.flatMap(({ keyword }) => keyword ?? []));
}

/** Matches words against a pattern, without backtracking: a group is taken when its first element fits. */
export function matchPattern(
  pattern: StatementPattern,
  words: readonly Word[],
  keywords: ReadonlySet<string>,
): PatternMatch {
  const values = new Map<string, Word>();
  let expected: string[] = [];
  let position = 0;
  let exactKeywords = 0;
  for (const group of pattern.groups) {
    const [first] = group.elements;
    const here = words[position];
    if (
      group.optional &&
      (here === undefined || first === undefined || !elementFits(first, here.text, keywords))
    ) {
      if (first !== undefined) expected.push(describe(first));
      continue;
    }
    for (const element of group.elements) {
      const word = words[position];
      if (word === undefined || !elementFits(element, word.text, keywords)) {
        expected.push(describe(element));
        const valueExpected = element.keyword === undefined;
        return { matched: false, fitting: position, exactKeywords, expected, valueExpected, values };
      }
      expected = [];
      if (element.keyword === word.text) exactKeywords++;
      if (element.keyword === undefined) values.set(element.name, word);
      position = element.type === 'line' ? words.length : position + 1;
    }
  }
  const matched = position === words.length;
  if (!matched && expected.length === 0) expected.push('the end of the line');
  return { matched, fitting: position, exactKeywords, expected, valueExpected: false, values };
}
