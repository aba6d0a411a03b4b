// The table of show commands. To add one: a file with an `OspfShowCommand` and one row here.

import type { OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import { showDialects, type ShowDialectName } from './show-dialects.ts';
import { showDatabaseDetails } from './show-database-detail.ts';
import {
  showDatabase,
  showDatabaseJson,
  showMaxAgeDatabase,
  showMaxAgeDatabaseJson,
  showOwnDatabase,
  showOwnDatabaseJson,
} from './show-database.ts';
import { showHelper } from './show-helper.ts';
import { showInterface, showInterfaceJson } from './show-interface.ts';
import { showInterfaceTraffic, showInterfaceTrafficJson } from './show-interface-traffic.ts';
import { narrowedShowForms, renderNarrowedShow } from './show-narrowed.ts';
import { showNeighborAll, showNeighborAllJson } from './show-neighbor-all.ts';
import { showNeighborDetailAll, showNeighborDetailAllJson } from './show-neighbor-detail-all.ts';
import { showNeighborDetail, showNeighborDetailJson } from './show-neighbor-detail.ts';
import { showNeighbor, showNeighborJson } from './show-neighbor.ts';
import { showProcess, showProcessJson } from './show-process.ts';
import { showBorderRouters, showReachableRouters, showRoute, showRouteJson } from './show-route.ts';
import { showSummaryAddress } from './show-summary-address.ts';
import { renderVrfShow, showVrfs, vrfShowForm } from './show-vrf.ts';

export const ospfShowCommands: readonly OspfShowCommand[] = [
  showProcess,
  showProcessJson,
  showNeighbor,
  showNeighborJson,
  showNeighborAll,
  showNeighborAllJson,
  showNeighborDetail,
  showNeighborDetailJson,
  showNeighborDetailAll,
  showNeighborDetailAllJson,
  showInterface,
  showInterfaceJson,
  showInterfaceTraffic,
  showInterfaceTrafficJson,
  showRoute,
  showRouteJson,
  showBorderRouters,
  showReachableRouters,
  showDatabase,
  showDatabaseJson,
  showOwnDatabase,
  showOwnDatabaseJson,
  showMaxAgeDatabase,
  showMaxAgeDatabaseJson,
  ...showDatabaseDetails,
  ...showHelper,
  ...showSummaryAddress,
  ...showVrfs,
];

/** Everything that can be typed; words in capitals stand for arguments. */
export const ospfShowForms: readonly string[] = [
  ...ospfShowCommands.map(({ words }) => words),
  ...narrowedShowForms,
  vrfShowForm,
];

/** What vtysh would print for the command, with its line ends; undefined when no OSPF show command has these words. */
export function renderOspfShow(
  view: OspfView,
  command: string,
  dialect: ShowDialectName = 'frr-8.4',
): string | undefined {
  const words = command.trim().toLowerCase().split(/\s+/).join(' ');
  const layout = showDialects[dialect];
  const renderPlain = (plain: string): string | undefined => {
    const whole = ospfShowCommands.find((candidate) => candidate.words === plain);
    return whole === undefined ? renderNarrowedShow(view, plain, layout) : whole.render(view, layout);
  };
  return renderPlain(words) ?? renderVrfShow(words, layout, renderPlain);
}
