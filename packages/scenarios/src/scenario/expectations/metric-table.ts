// The figures that a scenario may put bounds on. One row each: what `of` names and what the figure means.

/** What `of:` has to name for a metric; `optional…` may be left out for the whole run. */
export type MetricSubjectRule = 'action' | 'node' | 'optionalTraffic';

export interface MetricRow {
  readonly name: string;
  readonly of: MetricSubjectRule;
  readonly about: string;
}

const rows = [
  {
    name: 'withdrawalSeconds',
    of: 'action',
    about: 'from the action until the next hop has left the FIB of the first router',
  },
  {
    name: 'returnSeconds',
    of: 'action',
    about:
      'from the action until the next hop is in that FIB again, for the last time before the next action',
  },
  {
    name: 'detectionSeconds',
    of: 'action',
    about: 'from the action until every health checker has changed its pool',
  },
  {
    name: 'outageSeconds',
    of: 'action',
    about: 'from the action until the first answer to a flow that lost its path',
  },
  {
    name: 'longFlowsResetBy',
    of: 'action',
    about: 'long flows reset after the action and before the next one',
  },
  { name: 'requestsSent', of: 'optionalTraffic', about: 'requests whose first packet was sent' },
  { name: 'requestsServed', of: 'optionalTraffic', about: 'requests answered completely' },
  { name: 'requestsLost', of: 'optionalTraffic', about: 'requests that ran into their time limit' },
  { name: 'requestsReset', of: 'optionalTraffic', about: 'requests reset after the connection stood' },
  { name: 'requestsRefused', of: 'optionalTraffic', about: 'requests whose connection was refused' },
  { name: 'longFlowsReset', of: 'optionalTraffic', about: 'long connections ended by a reset' },
  { name: 'longFlowsSurvived', of: 'optionalTraffic', about: 'long connections that reached their end' },
  {
    name: 'longFlowsHung',
    of: 'optionalTraffic',
    about: 'long connections that were neither reset nor answered at the end',
  },
  { name: 'pingsAnswered', of: 'optionalTraffic', about: 'echo requests answered' },
  { name: 'pingsLost', of: 'optionalTraffic', about: 'echo requests without answer' },
  {
    name: 'share',
    of: 'node',
    about: 'part of all new connections that a director scheduled or a real server accepted, 0 to 1',
  },
] as const satisfies readonly MetricRow[];

export type MetricName = (typeof rows)[number]['name'];

export const metricTable: readonly (MetricRow & { readonly name: MetricName })[] = rows;
