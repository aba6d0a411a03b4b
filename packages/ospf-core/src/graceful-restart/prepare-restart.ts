// Before a planned restart, RFC 3623 §2.1: neighbours are asked for patience.

import { after } from '@ospflab/sim';
import { opaqueOption } from '../area.ts';
import { interfaceState } from '../interface/interface-state.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { lsTypes } from '../lsa/lsa.ts';
import { originate } from '../origination/originate.ts';
import type { RouterState } from '../router-state.ts';
import { graceLinkStateId, graceLsaBody } from './grace-lsa.ts';

/** What ends from here on forgets nothing that others rely on. Without a grace period or opaque LSAs nothing happens. */
export function prepareRestart(router: RouterState): void {
  const { gracePeriod } = router;
  if (gracePeriod === undefined || !router.opaqueCapable || router.restarting) return;
  for (const ospfInterface of [...router.interfaces, ...router.virtualLinks]) {
    const { config, state } = ospfInterface;
    if (state > interfaceState.loopback && config.passive !== true)
      announce(ospfInterface, gracePeriod / 1e9);
  }
  router.preparedUntil = after(router.now, gracePeriod);
  router.record({ kind: 'restartAnnounced', until: router.preparedUntil });
  router.sink({ kind: 'rememberRestart', until: router.preparedUntil });
}

function announce(ospfInterface: OspfInterface, graceSeconds: number): void {
  const { router, area, multiAccess, config } = ospfInterface;
  const interfaceAddress = multiAccess ? config.address : undefined;
  originate(
    router,
    area,
    {
      type: lsTypes.opaqueLink,
      linkStateId: graceLinkStateId,
      // RFC 5250 §3 has the bit in database descriptions alone; FRR sets it in opaque LSAs, too.
      options: area.options | opaqueOption,
      reason: 'configurationChanged',
      body: () => graceLsaBody({ graceSeconds, reason: 'softwareRestart', interfaceAddress }),
      again: () => announce(ospfInterface, graceSeconds),
    },
    ospfInterface,
  );
}
