// `show ip ospf vrf NAME …`, `show ip ospf vrf all …` and `show ip ospf vrfs`. There is one VRF, the default one, and its answers are those
// of the commands without `vrf`, under its name.

import type { JsonValue } from '../packet/describe-ospf.ts';
import { dotted } from './dotted.ts';
import { unescapedPrettyJson } from './json-text.ts';
import type { OspfShowCommand } from './show-command.ts';
import type { ShowDialect } from './show-dialect.ts';

const vrfName = 'default';
const vrfId = 0;

export const showVrfs: readonly OspfShowCommand[] = [
  {
    words: 'show ip ospf vrfs',
    render: ({ routerId }) =>
      [
        'Name                       Id     RouterId  ',
        `${vrfName.padEnd(25)}  ${String(vrfId).padEnd(5)}  ${dotted(routerId).padEnd(16)}  `,
        '',
        'Total number of OSPF VRFs: 1',
        '',
      ].join('\n'),
  },
  {
    words: 'show ip ospf vrfs json',
    render: ({ routerId }) =>
      `${unescapedPrettyJson({ vrfs: { [vrfName]: { vrfId, routerId: dotted(routerId) } }, totalVrfs: 1 })}\n`,
  },
];

const form = /^show ip ospf vrf (?<vrf>\S+)(?<rest> .*)?$/;
/** Where the name of the VRF follows the headings of a table: how many lines there are before it. */
const headings: readonly (readonly [RegExp, number])[] = [
  [/^ interface traffic\b/, 4],
  [/^ summary-address$/, 2],
];
/** What FRR says besides when it is asked for all of them. */
const afterAll: readonly (readonly [RegExp, string])[] = [
  [/^ interface(?! traffic\b)/, '% OSPF is not enabled\n'],
  [/^ neighbor$/, 'OSPF is not enabled\n'],
];

/** `renderPlain` answers commands without `vrf`. Undefined when there is none like that. */
export function renderVrfShow(
  words: string,
  dialect: ShowDialect,
  renderPlain: (words: string) => string | undefined,
): string | undefined {
  const { vrf, rest = '' } = form.exec(words)?.groups ?? {};
  if (vrf === undefined) return undefined;
  const plain = renderPlain(`show ip ospf${rest}`);
  if (plain === undefined) return undefined;
  const isJson = rest.endsWith(' json');
  if (vrf !== 'all' && vrf !== vrfName) {
    return isJson ? `${unescapedPrettyJson({})}\n` : `% OSPF is not enabled in vrf ${vrf}\n`;
  }
  // Of an interface that is not there nothing is said.
  if (plain === '') return plain;
  if (!isJson) return named(plain, rest) + (vrf === 'all' ? (rowFor(afterAll, rest) ?? '') : '');
  const parsed = JSON.parse(plain) as Readonly<Record<string, JsonValue>>;
  const json = rest.startsWith(' database') ? dialect.databaseJson : unescapedPrettyJson;
  return `${json({ [vrfName]: { vrfName, vrfId, ...parsed } })}\n`;
}

function named(plain: string, rest: string): string {
  const lines = plain.split('\n');
  return lines.toSpliced(rowFor(headings, rest) ?? 0, 0, `VRF Name: ${vrfName}`).join('\n');
}

function rowFor<Value>(rows: readonly (readonly [RegExp, Value])[], rest: string): Value | undefined {
  return rows.find(([pattern]) => pattern.test(rest))?.[1];
}

/** For lists of what can be typed. */
export const vrfShowForm = 'show ip ospf vrf default|all …';
