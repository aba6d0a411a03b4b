// `area …` inside `router ospf`: what kind of area it is and what border routers tell others of it.

import { comparePrefixes } from '@ospflab/net';
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

type RangeList = 'ranges' | 'externalRanges';

/** FRR: ospfd/ospf_abr.c, ospf_area_range_cost_set, 8.4: each line about a range adds to what the ones before said. */
function rangeEffect(list: RangeList, advertise: boolean): AreaEffect {
  return (area, args) => {
    const known = rangeOf(area[list], args);
    const range: FrrAreaRange = {
      prefix: args.prefix('prefix'),
      advertise,
      cost: args.optionalNumber('cost') ?? known?.cost,
      substitute: args.has('substitute') ? args.prefix('substitute') : known?.substitute,
    };
    area[list] = [...area[list].filter((other) => other !== known), range];
  };
}

function removeRange(list: RangeList): AreaEffect {
  return (area, args) => {
    const known = rangeOf(area[list], args);
    area[list] = area[list].filter((other) => other !== known);
  };
}

function rangeOf(ranges: readonly FrrAreaRange[], args: StatementArguments): FrrAreaRange | undefined {
  const wanted = args.prefix('prefix');
  return ranges.find(({ prefix }) => comparePrefixes(prefix, wanted) === 0);
}

function ranges(): FrrStatement[] {
  const range = 'area {area:area} range {prefix:prefix}';
  const external = 'area {area:area} nssa range {prefix:prefix}';
  const cost = '[cost {cost:0-16777215}]';
  return [
    inArea(`${range} [advertise] ${cost}`, rangeEffect('ranges', true)),
    inArea(`${range} ${cost} substitute {substitute:prefix}`, rangeEffect('ranges', true)),
    inArea(`${range} substitute {substitute:prefix} cost {cost:0-16777215}`, rangeEffect('ranges', true)),
    inArea(`${range} not-advertise`, rangeEffect('ranges', false)),
    inArea(`no ${range} [{rest:line}]`, removeRange('ranges')),
    inArea(`${external} ${cost}`, rangeEffect('externalRanges', true)),
    inArea(`${external} not-advertise`, rangeEffect('externalRanges', false)),
    inArea(`no ${external} [{rest:line}]`, removeRange('externalRanges')),
  ];
}

function filters(): FrrStatement[] {
  const filterList = 'area {area:area} filter-list prefix {list:word}';
  return [
    inArea(`${filterList} in`, (area, args) => (area.prefixListIn = args.text('list'))),
    inArea(`${filterList} out`, (area, args) => (area.prefixListOut = args.text('list'))),
    inArea(`no ${filterList} in`, (area) => (area.prefixListIn = undefined)),
    inArea(`no ${filterList} out`, (area) => (area.prefixListOut = undefined)),
    inArea('area {area:area} import-list {list:word}', (area, args) => (area.importList = args.text('list'))),
    inArea('area {area:area} export-list {list:word}', (area, args) => (area.exportList = args.text('list'))),
    inArea('no area {area:area} import-list {list:word}', (area) => (area.importList = undefined)),
    inArea('no area {area:area} export-list {list:word}', (area) => (area.exportList = undefined)),
  ];
}

/** FRR: ospfd/ospf_vty.c, 9.0, for `default-information-originate`. The options may stand in either order. */
function externalsOfNssas(): FrrStatement[] {
  const originate = 'area {area:area} nssa default-information-originate';
  const noteDefault: AreaEffect = (area, args) => {
    area.externalDefault = {
      metric: args.optionalNumber('metric') ?? 1,
      metricType: args.text('type') === '1' ? 1 : 2,
    };
    noteSummaries(area, args);
  };
  const metric = 'metric {metric:0-16777214}';
  const metricType = 'metric-type {type:1|2}';
  return [
    ofKind(`${originate} [${metric}] [${metricType}] [{summaries:no-summary}]`, 'nssa', noteDefault),
    ofKind(`${originate} ${metricType} ${metric} [{summaries:no-summary}]`, 'nssa', noteDefault),
    inArea(`no ${originate} [{rest:line}]`, (area) => (area.externalDefault = undefined)),
    inArea('area {area:area} nssa suppress-fa', (area) => (area.suppressForwardingAddress = true)),
    inArea('no area {area:area} nssa suppress-fa', (area) => (area.suppressForwardingAddress = false)),
  ];
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
  inArea('no area {area:area} nssa', toNormal),
  inArea('no area {area:area} nssa no-summary', (area) => (area.noSummary = false)),
  inArea('no area {area:area} nssa {rest:line}', toNormal),
  inArea('no area {area:area} stub', toNormal),
  inArea('no area {area:area} stub no-summary', (area) => (area.noSummary = false)),
  inArea('area {area:area} default-cost {cost:0-16777215}', (area, args) => {
    area.defaultCost = args.number('cost');
  }),
  inArea('no area {area:area} default-cost [{rest:line}]', (area) => (area.defaultCost = undefined)),
  ...ranges(),
  ...filters(),
  ...externalsOfNssas(),
  unsupportedStatement(
    'ospf',
    'ospfd',
    'area {area:area} shortcut {rest:line}',
    'border routers of the shortcut type are not simulated',
  ),
];
