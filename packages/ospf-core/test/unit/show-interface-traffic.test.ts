// The table of packets, with counts that FRR 8.4.4 printed.

import { describe, expect, it } from 'vitest';
import { renderOspfShow } from '@ospflab/ospf-core';
import { routerView } from '../recorded-tutorial.ts';

const counts = (...[hello, description, request, update, acknowledgement]: readonly number[]) => ({
  hello: hello!,
  databaseDescription: description!,
  linkStateRequest: request!,
  linkStateUpdate: update!,
  linkStateAcknowledgement: acknowledgement!,
});

describe('show ip ospf interface traffic', () => {
  it('has columns that are as wide as those of FRR', () => {
    const [ethernet] = routerView.interfaces;
    const shown = (name: string, received: readonly number[], sent: readonly number[]) => ({
      ...ethernet!,
      name,
      traffic: { received: counts(...received), sent: counts(...sent) },
    });
    const view = {
      ...routerView,
      interfaces: [
        shown('VLINK0', [74, 2, 1, 3, 4], [75, 3, 1, 5, 2]),
        shown('eth0', [199, 3, 1, 20, 3], [200, 2, 1, 6, 10]),
        shown('lo', [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]),
      ],
    };
    expect(renderOspfShow(view, 'show ip ospf interface traffic')).toBe(`
Interface       HELLO            DB-Desc         LS-Req           LS-Update        LS-Ack            Packets      
                Rx/Tx            Rx/Tx            Rx/Tx            Rx/Tx            Rx/Tx            Queued       
-------------------------------------------------------------------------------------------------------------
VLINK0           74/75             2/3             1/1             3/5             4/2                  0
eth0            199/200            3/2             1/1            20/6             3/10                 0
lo                0/0              0/0             0/0             0/0             0/0                  0

`);
  });
});
