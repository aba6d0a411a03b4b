// `redistribute …` and `default-information originate …` inside `router ospf`. Their options may stand in any order.

import { comparePrefixes } from '@ospflab/net';
import type { FrrImportSource, FrrRedistribution, FrrSummaryAddress } from './frr-config.ts';
import type { FrrDraft, OspfDraft } from './frr-draft.ts';
import { statement, type FrrStatement, type StatementArguments, type StatementProblem } from './statement.ts';

interface Options extends Omit<FrrRedistribution, 'source'> {
  readonly always: boolean;
}

const noOptions: Options = { always: false, metric: undefined, metricType: undefined, routeMap: undefined };
const metricMax = 16777214;

/** Undefined when a word does not fit. */
function optionsOf(line: string): Options | undefined {
  const words = line.split(' ').filter((word) => word !== '');
  let options = noOptions;
  while (words.length > 0) {
    const option = words.shift();
    if (option === 'always') {
      options = { ...options, always: true };
      continue;
    }
    const value = words.shift();
    if (value === undefined) return undefined;
    const number = /^\d{1,8}$/.test(value) ? Number(value) : undefined;
    if (option === 'metric' && number !== undefined && number <= metricMax) {
      options = { ...options, metric: number };
    } else if (option === 'metric-type' && (number === 1 || number === 2)) {
      options = { ...options, metricType: number };
    } else if (option === 'route-map') {
      options = { ...options, routeMap: value };
    } else {
      return undefined;
    }
  }
  return options;
}

function wrongOptions(args: StatementArguments, expected: string): StatementProblem {
  return {
    severity: 'error',
    at: args.place('options'),
    message: `'${args.line('options')}' is not understood, expected ${expected}`,
    remedy: 'write each option once, with its value behind it',
  };
}

const metrics = `metric (0 to ${metricMax}), metric-type (1 or 2) and route-map, in any order`;
const sources = '{source:connected|static|kernel}';

export const redistributionStatements: readonly FrrStatement[] = [
  statement('ospf', 'ospfd', `redistribute ${sources} [{options:line}]`, (draft, args) => {
    const options = optionsOf(args.line('options'));
    if (options === undefined || options.always) return wrongOptions(args, metrics);
    const { metric, metricType, routeMap } = options;
    const source = args.text('source') as FrrImportSource;
    const ospf = draft.enterOspf(args.at);
    ospf.redistributions = [
      ...ospf.redistributions.filter((other) => other.source !== source),
      { source, metric, metricType, routeMap },
    ];
    return undefined;
  }),
  statement('ospf', 'ospfd', `no redistribute ${sources} [{rest:line}]`, (draft, args) => {
    const ospf = draft.enterOspf(args.at);
    ospf.redistributions = ospf.redistributions.filter(({ source }) => source !== args.text('source'));
    return undefined;
  }),
  statement('ospf', 'ospfd', 'default-information originate [{options:line}]', (draft, args) => {
    const options = optionsOf(args.line('options'));
    if (options === undefined) return wrongOptions(args, `always, ${metrics}`);
    draft.enterOspf(args.at).defaultInformation = options;
    return undefined;
  }),
  statement('ospf', 'ospfd', 'no default-information originate [{rest:line}]', (draft, args) => {
    draft.enterOspf(args.at).defaultInformation = undefined;
    return undefined;
  }),
  statement('ospf', 'ospfd', 'default-metric {metric:0-16777214}', (draft, args) => {
    draft.enterOspf(args.at).defaultMetric = args.number('metric');
    return undefined;
  }),
  statement('ospf', 'ospfd', 'no default-metric [{rest:line}]', (draft, args) => {
    draft.enterOspf(args.at).defaultMetric = undefined;
    return undefined;
  }),
  statement('ospf', 'ospfd', `distribute-list {list:word} out ${sources}`, (draft, args) => {
    const ospf = draft.enterOspf(args.at);
    const source = args.text('source') as FrrImportSource;
    const others = ospf.distributeLists.filter((other) => other.source !== source);
    ospf.distributeLists = [...others, { list: args.text('list'), source }];
    return undefined;
  }),
  statement('ospf', 'ospfd', `no distribute-list {list:word} out ${sources}`, (draft, args) => {
    const ospf = draft.enterOspf(args.at);
    ospf.distributeLists = ospf.distributeLists.filter(({ source }) => source !== args.text('source'));
    return undefined;
  }),
  ...summaryAddresses(),
];

function summaryAddresses(): FrrStatement[] {
  const note = (advertise: boolean) => (draft: FrrDraft, args: StatementArguments) => {
    const ospf = draft.enterOspf(args.at);
    const prefix = args.prefix('prefix');
    ospf.summaryAddresses = [
      ...withoutSummary(ospf, args),
      { prefix, advertise, tag: args.optionalNumber('tag') ?? 0 },
    ];
    return undefined;
  };
  return [
    statement('ospf', 'ospfd', 'summary-address {prefix:prefix} [tag {tag:1-4294967295}]', note(true)),
    statement('ospf', 'ospfd', 'summary-address {prefix:prefix} no-advertise', note(false)),
    // The summary stays, and is advertised now. Read off FRR 8.4.4.
    statement('ospf', 'ospfd', 'no summary-address {prefix:prefix} no-advertise', (draft, args) => {
      const prefix = args.prefix('prefix');
      const ospf = draft.enterOspf(args.at);
      ospf.summaryAddresses = ospf.summaryAddresses.map((known) =>
        comparePrefixes(known.prefix, prefix) === 0 ? { ...known, advertise: true } : known,
      );
    }),
    statement('ospf', 'ospfd', 'aggregation timer {seconds:5-1800}', (draft, args) => {
      draft.enterOspf(args.at).aggregationSeconds = args.number('seconds');
    }),
    statement('ospf', 'ospfd', 'no aggregation timer', (draft, args) => {
      draft.enterOspf(args.at).aggregationSeconds = undefined;
    }),
    statement('ospf', 'ospfd', 'no summary-address {prefix:prefix} [{rest:line}]', (draft, args) => {
      const ospf = draft.enterOspf(args.at);
      ospf.summaryAddresses = withoutSummary(ospf, args);
      return undefined;
    }),
  ];
}

function withoutSummary(ospf: OspfDraft, args: StatementArguments): FrrSummaryAddress[] {
  const removed = args.prefix('prefix');
  return ospf.summaryAddresses.filter(({ prefix }) => comparePrefixes(prefix, removed) !== 0);
}
