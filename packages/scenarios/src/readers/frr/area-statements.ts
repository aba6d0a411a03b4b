// `area …` inside `router ospf`: what kind of area it is and what border routers tell others of it.

import { areaNamed } from './area-named.ts';
import type { FrrAreaRange } from './frr-config.ts';
import type { AreaDraft } from './frr-draft.ts';
import {
  statement,
  unsupportedStatement,
  type FrrStatement,
  type StatementArguments,
  type StatementProblem,
} from './statement.ts';

type AreaEffect = (area: AreaDraft, args: StatementArguments) => void;

function inArea(pattern: string, effect: AreaEffect): FrrStatement {
  return statement('ospf', 'ospfd', pattern, (draft, args) => {
    effect(areaNamed(draft.enterOspf(args.at), args.area('area')), args);
    return undefined;
  });
}

/** ospfd refuses to make the backbone anything but a normal area. */
function ofKind(pattern: string, kind: 'stub' | 'nssa', effect: AreaEffect): FrrStatement {
  return statement('ospf', 'ospfd', pattern, (draft, args): StatementProblem | undefined => {
    const id = args.area('area');
    if (id === 0) {
      return {
        severity: 'error',
        at: args.place('area'),
        message: `the backbone cannot be a ${kind === 'stub' ? 'stub area' : 'not-so-stubby area'}`,
        remedy: 'name the area that shall be one',
      };
    }
    const area = areaNamed(draft.enterOspf(args.at), id);
    area.kind = kind;
    effect(area, args);
    return undefined;
  });
}

const noteSummaries: AreaEffect = (area, args) => {
  if (args.has('summaries')) area.noSummary = true;
};

const toNormal: AreaEffect = (area) => {
  area.kind = 'normal';
  area.noSummary = false;
};

function rangeEffect(advertise: boolean): AreaEffect {
  return (area, args) => {
    const prefix = args.prefix('prefix');
    const range: FrrAreaRange = { prefix, advertise, cost: args.optionalNumber('cost') };
    area.ranges = [...withoutRange(area, args), range];
  };
}

function withoutRange(area: AreaDraft, args: StatementArguments): FrrAreaRange[] {
  const { address, length } = args.prefix('prefix');
  return area.ranges.filter(({ prefix }) => prefix.address !== address || prefix.length !== length);
}

export const areaStatements: readonly FrrStatement[] = [
  ofKind('area {area:area} stub', 'stub', () => undefined),
  ofKind('area {area:area} stub no-summary', 'stub', (area) => (area.noSummary = true)),
  ofKind('area {area:area} nssa [{summaries:no-summary}]', 'nssa', noteSummaries),
  ...(['always', 'candidate', 'never'] as const).map((translator) =>
    ofKind(`area {area:area} nssa translate-${translator} [{summaries:no-summary}]`, 'nssa', (area, args) => {
      area.translator = translator;
      noteSummaries(area, args);
    }),
  ),
  inArea('no area {area:area} nssa [{rest:line}]', toNormal),
  inArea('no area {area:area} stub', toNormal),
  inArea('no area {area:area} stub no-summary', (area) => (area.noSummary = false)),
  inArea('area {area:area} default-cost {cost:0-16777215}', (area, args) => {
    area.defaultCost = args.number('cost');
  }),
  inArea('no area {area:area} default-cost [{rest:line}]', (area) => (area.defaultCost = undefined)),
  inArea('area {area:area} range {prefix:prefix} [advertise] [cost {cost:0-16777215}]', rangeEffect(true)),
  inArea('area {area:area} range {prefix:prefix} not-advertise', rangeEffect(false)),
  inArea('no area {area:area} range {prefix:prefix} [{rest:line}]', (area, args) => {
    area.ranges = withoutRange(area, args);
  }),
  unsupportedStatement(
    'ospf',
    'ospfd',
    'area {area:area} range {prefix:prefix} substitute {rest:line}',
    'a range is advertised under its own prefix',
  ),
  unsupportedStatement(
    'ospf',
    'ospfd',
    'area {area:area} {what:filter-list|export-list|import-list} {rest:line}',
    'summaries are not filtered',
  ),
  unsupportedStatement(
    'ospf',
    'ospfd',
    'area {area:area} shortcut {rest:line}',
    'border routers of the shortcut type are not simulated',
  ),
];
