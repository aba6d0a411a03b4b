// The lab folders whose results FRR 8.4.4 gave, all of them.

/** With the complete database of one router and the texts of `show ip ospf route`. */
export const recordedLabs = [
  'frr/anycast-vip',
  'frr/asymmetric-costs',
  'frr/auth-md5',
  'frr/diamond-ecmp',
  'frr/grid-3x3',
  'frr/lan-priorities',
  'frr/lan-two-exits',
  'frr/p2mp',
  'frr/parallel-links',
  'frr/random-lans',
  'frr/random-mesh',
  'frr/passive-maxmetric',
  'frr/areas-two-abrs',
  'frr/areas-range',
  'frr/intra-over-inter',
  'frr/areas-stub',
  'frr/externals',
  'frr/areas-nssa',
  'frr/virtual-link',
];

/** About areas, externals and what is told between them: routes and the lines of the databases. */
export const recordedAreaLabs = [
  'frr-areas/area-filters',
  'frr-areas/area-lists',
  'frr-areas/no-backbone-cisco',
  'frr-areas/no-backbone-ibm',
  'frr-areas/no-backbone-standard',
  'frr-areas/nssa-range',
  'frr-areas/nssa-suppress-fa',
  'frr-areas/route-map-clauses',
  'frr-areas/summary-addresses',
  'frr-areas/virtual-links',
];
