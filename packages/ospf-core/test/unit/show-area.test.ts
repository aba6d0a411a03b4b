import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { renderOspfShow, type AreaId } from '@ospflab/ospf-core';
import { runningPair } from '../pair.ts';

describe('show ip ospf interface json', () => {
  it('says what kind an area is, as the text does', () => {
    const areaId = ipv4('0.0.0.1') as number as AreaId;
    const { a, network } = runningPair({ both: { areaId }, router: { areas: [{ areaId, kind: 'nssa' }] } });
    const shown = renderOspfShow(a.router.view(network.now), 'show ip ospf interface json') ?? '';
    expect(shown).toContain('"area":"0.0.0.1 [NSSA]"');
  });
});
