// One wording for names that lead nowhere.

import { closestWord } from '../readers/closest-word.ts';
import type { Position } from '../readers/diagnostic.ts';
import type { LoadLog } from './load-log.ts';

export function reportUnknownName(
  log: LoadLog,
  at: Position,
  what: string,
  name: string,
  known: readonly string[],
): undefined {
  const near = closestWord(name, known);
  const list = known.length === 0 ? 'there is none' : `known are: ${known.slice(0, 12).join(', ')}`;
  return log.error(
    at,
    `unknown ${what} '${name}'`,
    near === undefined ? list : `did you mean '${near}'? (${list})`,
  );
}
