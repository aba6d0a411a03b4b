// `show ip ospf summary-address [detail]` and its JSON form: what imported routes are told as. FRR: ospfd/ospf_vty.c, 8.4.

import { formatIpv4Prefix } from '@ospflab/net';
import type { Duration } from '@ospflab/sim';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { wholeSeconds } from './duration-text.ts';
import { unescapedPrettyJson } from './json-text.ts';
import type { OspfSummaryView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';

export const showSummaryAddress: readonly OspfShowCommand[] = [false, true].flatMap(
  (detail): OspfShowCommand[] => {
    const words = `show ip ospf summary-address${detail ? ' detail' : ''}`;
    return [
      { words, render: (view) => summaryText(view, detail) },
      { words: `${words} json`, render: (view) => `${unescapedPrettyJson(summaryJson(view, detail))}\n` },
    ];
  },
);

function delayOf({ externalSummaryDelay = 0 as Duration }: OspfView): number {
  return wholeSeconds(externalSummaryDelay);
}

function summaryText(view: OspfView, detail: boolean): string {
  const lines = [
    'Summary-address     Metric-type     Metric     Tag         External_Rt_count',
    '',
    `aggregation delay interval :${delayOf(view)}(in seconds)`,
    '',
    ...(view.externalSummaries ?? []).flatMap((shown) => summaryLines(shown, detail)),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function summaryLines({ summary, covers }: OspfSummaryView, detail: boolean): string[] {
  const { prefix, metricType, metric, tag } = summary;
  const columns = [
    formatIpv4Prefix(prefix).padEnd(20),
    `E${metricType}`.padEnd(16),
    String(metric).padEnd(11),
    String(tag).padEnd(12),
    String(covers.length).padEnd(5),
  ];
  const matched = covers.map((covered) => `${formatIpv4Prefix(covered)}, `).join('');
  const listed = detail && covers.length > 0 ? ['Matched External routes:', matched] : [];
  return [columns.join(''), ...listed, ''];
}

function summaryJson(view: OspfView, detail: boolean): JsonValue {
  const delay = delayOf(view);
  const entry: Record<string, JsonValue> = {
    'aggregation delay interval': delay,
    aggregationDelayInterval: delay,
  };
  for (const { summary, covers } of view.externalSummaries ?? []) {
    const prefix = formatIpv4Prefix(summary.prefix);
    const listed = detail
      ? covers.map((covered, index) => [`Exnl Addr-${index}`, formatIpv4Prefix(covered)] as const)
      : [];
    entry[prefix] = {
      'Summary address': prefix,
      summaryAddress: prefix,
      'Metric-type': `E${summary.metricType}`,
      metricType: `E${summary.metricType}`,
      Metric: summary.metric,
      metric: summary.metric,
      Tag: summary.tag,
      tag: summary.tag,
      'External route count': covers.length,
      externalRouteCount: covers.length,
      ...Object.fromEntries(listed),
    };
  }
  return entry;
}
