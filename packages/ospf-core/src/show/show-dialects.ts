// The dialects that a node can print. FRR 8.4 and 10 as recorded of 8.4.4 and 10.3; Quagga 1.2 differs from FRR 8.4 only in what is known
// of its text. Quagga prints no JSON: what is shown under its name is FRR's.

import { prettyJson, spacedJson, unescapedPrettyJson } from './json-text.ts';
import type { ShowDialect } from './show-dialect.ts';

export const showDialectNames = ['frr-8.4', 'frr-10', 'quagga-1.2'] as const;
export type ShowDialectName = (typeof showDialectNames)[number];

const frr84: ShowDialect = {
  name: 'frr-8.4',
  linkIdWidth: 14,
  neighborTable: { idHeading: 'Neighbor ID    ', listsUpTime: true, interfaceWidth: 32 },
  listsPathLimits: true,
  listsHelperStatus: true,
  keepsOldNeighborKeys: true,
  namesNeighborRole: false,
  carrierFlag: '',
  listsNewerSettings: false,
  directlyAttachedKeys: ['directly attached to', 'directlyAttachedTo'],
  detailJson: prettyJson,
  databaseJson: spacedJson,
};

const frr10: ShowDialect = {
  ...frr84,
  name: 'frr-10',
  keepsOldNeighborKeys: false,
  namesNeighborRole: true,
  carrierFlag: 'LOWER_UP,',
  listsNewerSettings: true,
  directlyAttachedKeys: ['directlyAttachedTo'],
  detailJson: unescapedPrettyJson,
  databaseJson: unescapedPrettyJson,
};

const quagga12: ShowDialect = {
  ...frr84,
  name: 'quagga-1.2',
  linkIdWidth: 15,
  neighborTable: { idHeading: '    Neighbor ID', listsUpTime: false, interfaceWidth: 20 },
  listsPathLimits: false,
  listsHelperStatus: false,
};

export const showDialects: Readonly<Record<ShowDialectName, ShowDialect>> = {
  'frr-8.4': frr84,
  'frr-10': frr10,
  'quagga-1.2': quagga12,
};
