// `distance …` inside `router ospf`: how zebra ranks the routes beside those of others.

import type { FrrDistances } from './frr-config.ts';
import { inOspf } from './in-ospf.ts';
import type { FrrStatement, StatementArguments, StatementProblem } from './statement.ts';

const kinds = { 'intra-area': 'intraArea', 'inter-area': 'interArea', external: 'external' } as const;
const none: FrrDistances = {
  all: undefined,
  intraArea: undefined,
  interArea: undefined,
  external: undefined,
};

/** Undefined when a word does not fit. */
function withOptions(distances: FrrDistances, line: string): FrrDistances | undefined {
  const words = line.split(' ').filter((word) => word !== '');
  let result = distances;
  while (words.length > 0) {
    const [kind = '', value = ''] = words.splice(0, 2);
    const distance = /^\d{1,3}$/.test(value) ? Number(value) : 0;
    if (!Object.hasOwn(kinds, kind) || distance < 1 || distance > 255) return undefined;
    result = { ...result, [kinds[kind as keyof typeof kinds]]: distance };
  }
  return result;
}

function wrongOptions(args: StatementArguments): StatementProblem {
  return {
    severity: 'error',
    at: args.place('options'),
    message: `'${args.line('options')}' is not understood, expected intra-area, inter-area or external, each with a number from 1 to 255`,
    remedy: 'write each kind with its distance behind it',
  };
}

export const distanceStatements: readonly FrrStatement[] = [
  inOspf('distance {distance:1-255}', (ospf, args) => {
    ospf.distances = { ...ospf.distances, all: args.number('distance') };
    return undefined;
  }),
  inOspf('no distance {distance:1-255}', (ospf) => {
    ospf.distances = { ...ospf.distances, all: undefined };
    return undefined;
  }),
  inOspf('distance ospf {options:line}', (ospf, args) => {
    const distances = withOptions(ospf.distances, args.line('options'));
    if (distances === undefined) return wrongOptions(args);
    ospf.distances = distances;
    return undefined;
  }),
  inOspf('no distance ospf [{rest:line}]', (ospf) => {
    ospf.distances = { ...none, all: ospf.distances.all };
    return undefined;
  }),
];
