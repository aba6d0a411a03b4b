// `show ip ospf graceful-restart helper [detail]` and its JSON form: whom this router helps to restart. FRR: ospfd/ospf_vty.c, 8.4.

import { toSeconds } from '@ospflab/sim';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { dotted } from './dotted.ts';
import { wholeSeconds } from './duration-text.ts';
import { prettyJson } from './json-text.ts';
import type { OspfHelpView, OspfNeighborView, OspfView } from './ospf-view.ts';
import { helpEndTexts, restartReasonTexts } from './restart-texts.ts';
import type { OspfShowCommand } from './show-command.ts';

type HelpedNeighbor = OspfNeighborView & { readonly help: OspfHelpView };

const unlessConfiguredSeconds = 1800;

export const showHelper: readonly OspfShowCommand[] = [false, true].flatMap((detail): OspfShowCommand[] => {
  const words = `show ip ospf graceful-restart helper${detail ? ' detail' : ''}`;
  return [
    { words, render: (view) => helperText(view, detail) },
    { words: `${words} json`, render: (view) => `${prettyJson(helperJson(view, detail))}\n` },
  ];
});

function helpedIn({ interfaces }: OspfView): HelpedNeighbor[] {
  return interfaces.flatMap(({ neighbors }) =>
    neighbors.flatMap((neighbor) =>
      neighbor.help === undefined ? [] : [{ ...neighbor, help: neighbor.help }],
    ),
  );
}

function settingsOf({ helper }: OspfView) {
  return {
    everybody: helper?.everybody === true,
    strict: helper?.strictLsaChecking !== false,
    kinds: helper?.plannedOnly === true ? 'planned restarts only' : 'Planned and Unplanned Restarts',
    seconds: helper === undefined ? unlessConfiguredSeconds : toSeconds(helper.supportedGracePeriod),
    routers: helper?.routers ?? [],
  };
}

function helperText(view: OspfView, detail: boolean): string {
  const { everybody, strict, kinds, seconds, routers } = settingsOf(view);
  const helped = helpedIn(view);
  const lines = [
    '',
    '',
    `       OSPF Router with ID (${dotted(view.routerId)})`,
    '',
    ` Graceful restart helper support ${everybody ? 'enabled' : 'disabled'}.`,
    ` Strict LSA check is ${strict ? 'enabled' : 'disabled'}.`,
    ` Helper supported for ${kinds}.`,
    ` Supported Graceful restart interval: ${seconds}(in seconds).`,
  ];
  if (routers.length > 0) {
    lines.push(' Enable Router list:', `   ${routers.map((router) => `${dotted(router)},`).join('')}`, '');
  }
  if (view.lastHelpEnd !== undefined)
    lines.push(` Last Helper exit Reason :${helpEndTexts[view.lastHelpEnd]}`);
  if (helped.length === 0) lines.push('');
  else lines.push(` Number of Active neighbours in graceful restart: ${helped.length}`);
  if (detail) helped.forEach((neighbor, index) => lines.push(...neighborLines(neighbor, index + 1)));
  return `${lines.join('\n')}\n`;
}

function neighborLines({ address, routerId, help }: HelpedNeighbor, number: number): string[] {
  return [
    ` Neighbour ${number} :`,
    `   Address  : ${dotted(address)}`,
    `   Routerid : ${dotted(routerId)}`,
    `   Received Grace period : ${help.graceSeconds}(in seconds).`,
    `   Actual Grace period : ${help.grantedSeconds}(in seconds)`,
    `   Remaining GraceTime:${wholeSeconds(help.due)}(in seconds).`,
    `   Graceful Restart reason: ${restartReasonTexts[help.reason]}.`,
    '',
  ];
}

function helperJson(view: OspfView, detail: boolean): JsonValue {
  const { everybody, strict, kinds, seconds, routers } = settingsOf(view);
  const helped = helpedIn(view);
  const entry: Record<string, JsonValue> = {
    routerId: dotted(view.routerId),
    helperSupport: everybody ? 'Enabled' : 'Disabled',
    strictLsaCheck: strict ? 'Enabled' : 'Disabled',
    // The key is misspelt in FRR.
    restartSupoort: kinds,
    supportedGracePeriod: seconds,
  };
  if (routers.length > 0) entry['enabledRouterIds'] = routers.map((router) => ({ routerId: dotted(router) }));
  if (view.lastHelpEnd !== undefined) {
    entry['LastExitReason'] = helpEndTexts[view.lastHelpEnd];
    entry['lastExitReason'] = helpEndTexts[view.lastHelpEnd];
  }
  if (helped.length > 0) entry['activeRestarterCnt'] = helped.length;
  if (detail) {
    const neighbors = Object.fromEntries(
      helped.map((neighbor) => [dotted(neighbor.address), helpJson(neighbor)]),
    );
    entry['Neighbors'] = neighbors;
    entry['neighbors'] = neighbors;
  }
  return entry;
}

function helpJson({ address, routerId, help }: HelpedNeighbor): JsonValue {
  return {
    srcAddr: dotted(address),
    routerid: dotted(routerId),
    recvdGraceInterval: help.graceSeconds,
    actualGraceInterval: help.grantedSeconds,
    remainGracetime: wholeSeconds(help.due),
    restartReason: restartReasonTexts[help.reason],
  };
}
