// `graceful-restart …` inside `router ospf`: how the daemon restarts, and whom it helps to. FRR: ospfd/ospf_gr.c, ospfd/ospf_gr_helper.c, 8.4.

import { inOspf } from './in-ospf.ts';
import type { FrrGracefulRestart } from './frr-config.ts';
import type { OspfDraft } from './frr-draft.ts';
import type { FrrStatement } from './statement.ts';

const gracePeriodSeconds = 120;
const supportedGraceSeconds = 1800;

export const withoutGracefulRestart: FrrGracefulRestart = {
  gracePeriodSeconds: undefined,
  gracePeriodAt: undefined,
  helpsEverybody: false,
  helpsRouters: [],
  strictLsaChecking: true,
  supportedGraceSeconds,
  plannedOnly: false,
};

function set(ospf: OspfDraft, changed: Partial<FrrGracefulRestart>): undefined {
  ospf.gracefulRestart = { ...ospf.gracefulRestart, ...changed };
}

export const gracefulRestartStatements: readonly FrrStatement[] = [
  inOspf('graceful-restart [grace-period {seconds:1-1800}]', (ospf, args) =>
    set(ospf, {
      gracePeriodSeconds: args.optionalNumber('seconds') ?? gracePeriodSeconds,
      gracePeriodAt: args.at,
    }),
  ),
  inOspf('no graceful-restart [grace-period {seconds:1-1800}]', (ospf) =>
    set(ospf, { gracePeriodSeconds: undefined, gracePeriodAt: undefined }),
  ),
  inOspf('graceful-restart helper enable', (ospf) => set(ospf, { helpsEverybody: true })),
  inOspf('no graceful-restart helper enable', (ospf) =>
    set(ospf, { helpsEverybody: false, helpsRouters: [] }),
  ),
  inOspf('graceful-restart helper enable {router:ip}', (ospf, args) =>
    set(ospf, { helpsRouters: [...ospf.gracefulRestart.helpsRouters, args.address('router')] }),
  ),
  inOspf('no graceful-restart helper enable {router:ip}', (ospf, args) => {
    const { helpsRouters } = ospf.gracefulRestart;
    return set(ospf, { helpsRouters: helpsRouters.filter((router) => router !== args.address('router')) });
  }),
  inOspf('graceful-restart helper strict-lsa-checking', (ospf) => set(ospf, { strictLsaChecking: true })),
  inOspf('no graceful-restart helper strict-lsa-checking', (ospf) => set(ospf, { strictLsaChecking: false })),
  inOspf('graceful-restart helper supported-grace-time {seconds:10-1800}', (ospf, args) =>
    set(ospf, { supportedGraceSeconds: args.number('seconds') }),
  ),
  inOspf('no graceful-restart helper supported-grace-time [{seconds:10-1800}]', (ospf) =>
    set(ospf, { supportedGraceSeconds }),
  ),
  inOspf('graceful-restart helper planned-only', (ospf) => set(ospf, { plannedOnly: true })),
  inOspf('no graceful-restart helper planned-only', (ospf) => set(ospf, { plannedOnly: false })),
];
