// The lab folders whose results FRR 8.4.4 gave, all of them.

export const recordedLabs = [
  'anycast-vip',
  'asymmetric-costs',
  'auth-md5',
  'diamond-ecmp',
  'grid-3x3',
  'lan-priorities',
  'lan-two-exits',
  'p2mp',
  'parallel-links',
  'random-lans',
  'random-mesh',
  'passive-maxmetric',
  'areas-two-abrs',
  'areas-range',
  'intra-over-inter',
  'areas-stub',
  'externals',
  'areas-nssa',
  'virtual-link',
];
