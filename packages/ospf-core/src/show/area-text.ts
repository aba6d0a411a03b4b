// How FRR names an area with its kind: `0.0.0.1 [Stub]`.

import type { AreaId } from '../lsa/lsa.ts';
import { dotted } from './dotted.ts';
import type { OspfView } from './ospf-view.ts';

const kindTexts = { normal: '', stub: ' [Stub]', nssa: ' [NSSA]' } as const;

export function areaText({ areas }: OspfView, areaId: AreaId): string {
  const kind = areas.find((area) => area.areaId === areaId)?.kind ?? 'normal';
  return `${dotted(areaId)}${kindTexts[kind]}`;
}
