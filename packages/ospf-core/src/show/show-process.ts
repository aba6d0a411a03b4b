// `show ip ospf` and its JSON form: the process and its areas.

import { lsTypes } from '../lsa/lsa.ts';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { dotted } from './dotted.ts';
import { durationText, wholeMilliseconds, wholeSeconds } from './duration-text.ts';
import { prettyJson } from './json-text.ts';
import type { OspfAreaView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import type { ShowDialect } from './show-dialect.ts';

export const showProcess: OspfShowCommand = {
  words: 'show ip ospf',
  render: (view, dialect) =>
    [
      ...processLines(view, dialect),
      ...view.areas.flatMap((area) => [...areaLines(view, area), '']),
      '',
      '',
    ].join('\n'),
};

function processLines(view: OspfView, { listsPathLimits }: ShowDialect): string[] {
  return [
    ` OSPF Routing Process, Router ID: ${dotted(view.routerId)}`,
    ' Supports only single TOS (TOS0) routes',
    ' This implementation conforms to RFC2328',
    ` RFC1583Compatibility flag is ${enabled(view.rfc1583Compatibility)}`,
    ` OpaqueCapability flag is ${enabled(view.opaqueCapability)}`,
    ...stubRouterLines(view),
    ` Initial SPF scheduling delay ${wholeMilliseconds(view.spfInitialDelay)} millisec(s)`,
    ` Minimum hold time between consecutive SPFs ${wholeMilliseconds(view.spfHoldMinimum)} millisec(s)`,
    ` Maximum hold time between consecutive SPFs ${wholeMilliseconds(view.spfHoldMaximum)} millisec(s)`,
    ` Hold time multiplier is currently ${view.spfHoldMultiplier}`,
    ...lastSpfLines(view),
    ` SPF timer ${view.spfDue === undefined ? 'is inactive' : `due in ${durationText(view.spfDue)}`}`,
    ` LSA minimum interval ${wholeMilliseconds(view.lsaMinInterval)} msecs`,
    ` LSA minimum arrival ${wholeMilliseconds(view.lsaMinArrival)} msecs`,
    ' Write Multiplier set to 20 ',
    ` Refresh timer ${wholeSeconds(view.refreshTimer)} secs`,
    ...(listsPathLimits
      ? [
          ` Maximum multiple paths(ECMP) supported ${view.maximumPaths}`,
          ` Administrative distance ${view.administrativeDistance}`,
        ]
      : []),
    ...(view.areaBorderRouter ? [` This router is an ABR, ABR type is: ${borderRouterText(view)}`] : []),
    ...(view.asBoundaryRouter ? [' This router is an ASBR (injecting external routing information)'] : []),
    ` Number of external LSA ${countText([{ lsas: view.externalLsas }], lsTypes.asExternal)}`,
    ` Number of opaque AS LSA ${countText([{ lsas: view.opaqueAsLsas ?? [] }], lsTypes.opaqueAs)}`,
    ` Number of areas attached to this router: ${view.areas.length}`,
    ...(view.adjacencyChangesLogged === false
      ? []
      : [
          view.adjacencyChangesLogged === 'all'
            ? ' All adjacency changes are logged'
            : ' Adjacency changes are logged',
        ]),
  ];
}

function stubRouterLines({ maxMetric }: OspfView): string[] {
  const { onStartup, onShutdown } = maxMetric ?? {};
  if (onStartup === undefined && onShutdown === undefined) return [];
  return [
    ' Stub router advertisement is configured',
    ...(onStartup === undefined ? [] : [`   Enabled for ${wholeSeconds(onStartup)}s after start-up`]),
    ...(onShutdown === undefined
      ? []
      : [`   Enabled for ${wholeSeconds(onShutdown)}s prior to full shutdown`]),
  ];
}

function lastSpfLines(view: OspfView): string[] {
  if (view.sinceLastSpf === undefined) return [' SPF algorithm has not been run'];
  return [
    ` SPF algorithm last executed ${durationText(view.sinceLastSpf)} ago`,
    ` Last SPF duration ${view.lastSpfMicroseconds} usecs`,
  ];
}

function areaLines(view: OspfView, area: OspfAreaView): string[] {
  const { total, active, full } = interfaceCounts(view, area);
  return [
    ` Area ID: ${dotted(area.areaId)}${areaKindText(area)}`,
    ...(area.areaId === 0
      ? []
      : [`   Shortcutting mode: Default, S-bit consensus: ${area.aloneInTree === true ? 'ok' : 'no'}`]),
    `   Number of interfaces in this area: Total: ${total}, Active: ${active}`,
    ...nssaLines(area),
    ...originatingStubLines(view),
    `   Number of fully adjacent neighbors in this area: ${full}`,
    `   Area has ${authenticationText(area)}`,
    ...(area.areaId === 0
      ? []
      : [`   Number of full virtual adjacencies going through this area: ${area.virtualAdjacencies ?? 0}`]),
    `   SPF algorithm executed ${area.spfRuns} times`,
    `   Number of LSA ${area.lsas.length}`,
    ...countedTypes.map(({ text, type }) => `   Number of ${text} LSA ${countText([area], type)}`),
  ];
}

function originatingStubLines({ maxMetric }: OspfView): string[] {
  const { administrative = false, startupRest } = maxMetric ?? {};
  if (!administrative && startupRest === undefined) return [];
  return [
    '   Originating stub / maximum-distance Router-LSA',
    ...(administrative ? ['     Administratively activated (indefinitely)'] : []),
    ...(startupRest === undefined
      ? []
      : [`     Active from startup, ${durationText(startupRest)} remaining`]),
  ];
}

const borderRouterTexts = {
  severalAreas: 'Standard (RFC2328)',
  backboneConfigured: 'Alternative IBM',
  backboneAttached: 'Alternative Cisco',
} as const;

function borderRouterText({ borderRouterRule }: OspfView): string {
  return borderRouterTexts[borderRouterRule ?? 'backboneAttached'];
}

function areaKindText({ areaId, kind, noSummary }: OspfAreaView): string {
  if (areaId === 0) return ' (Backbone)';
  if (kind === undefined || kind === 'normal') return '';
  return ` (${kind === 'stub' ? 'Stub' : 'NSSA'}${noSummary === true ? ', no summary' : ''})`;
}

function nssaLines({ kind, translator }: OspfAreaView): string[] {
  if (kind !== 'nssa') return [];
  return [
    '   It is an NSSA configuration.',
    '   Elected NSSA/ABR performs type-7/type-5 LSA translation.',
    `   ${translatorText(translator)}`,
  ];
}

function translatorText(translator: OspfAreaView['translator']): string {
  if (translator === undefined) return 'It is not ABR, therefore not Translator.';
  if (translator.translates) {
    const how = translator.role === 'always' ? 'always an NSSA Translator' : 'the NSSA Elected Translator';
    return `We are an ABR and ${how}.`;
  }
  const how = translator.role === 'never' ? 'never an NSSA Translator' : 'not the NSSA Elected Translator';
  return `We are an ABR, but ${how}.`;
}

/** The types that both forms count per area, in FRR's order. */
const countedTypes = [
  { text: 'router', key: 'Router', type: lsTypes.router },
  { text: 'network', key: 'Network', type: lsTypes.network },
  { text: 'summary', key: 'Summary', type: lsTypes.summaryNetwork },
  { text: 'ASBR summary', key: 'Asbr', type: lsTypes.summaryAsbr },
  { text: 'NSSA', key: 'Nssa', type: lsTypes.nssaExternal },
  { text: 'opaque link', key: 'OpaqueLink', type: lsTypes.opaqueLink },
  { text: 'opaque area', key: 'OpaqueArea', type: lsTypes.opaqueArea },
] as const;

function interfaceCounts(view: OspfView, area: OspfAreaView) {
  const inside = view.interfaces.filter((candidate) => candidate.areaId === area.areaId);
  let full = 0;
  for (const { neighbors } of inside) {
    full += neighbors.filter((neighbor) => neighbor.state === 'Full').length;
  }
  return { total: inside.length, active: inside.filter(({ up }) => up).length, full };
}

function authenticationText(area: OspfAreaView): string {
  switch (area.authentication) {
    case 'none':
      return 'no authentication';
    case 'simple':
      return 'simple password authentication';
    case 'messageDigest':
      return 'message digest authentication';
  }
}

function count(areas: readonly Pick<OspfAreaView, 'lsas'>[], type: number) {
  let number = 0;
  let checksumSum = 0;
  for (const area of areas) {
    for (const { lsa } of area.lsas) {
      if (lsa.type !== type) continue;
      number++;
      checksumSum += lsa.checksum;
    }
  }
  return { number, checksumSum };
}

function countText(areas: readonly Pick<OspfAreaView, 'lsas'>[], type: number): string {
  const { number, checksumSum } = count(areas, type);
  return `${number}. Checksum Sum 0x${checksumSum.toString(16).padStart(8, '0')}`;
}

function enabled(flag: boolean): string {
  return flag ? 'enabled' : 'disabled';
}

export const showProcessJson: OspfShowCommand = {
  words: 'show ip ospf json',
  render: (view) => {
    const entry: Record<string, JsonValue> = {
      routerId: dotted(view.routerId),
      tosRoutesOnly: true,
      rfc2328Conform: true,
    };
    addCapabilities(entry, view);
    entry['spfScheduleDelayMsecs'] = wholeMilliseconds(view.spfInitialDelay);
    entry['holdtimeMinMsecs'] = wholeMilliseconds(view.spfHoldMinimum);
    entry['holdtimeMaxMsecs'] = wholeMilliseconds(view.spfHoldMaximum);
    entry['holdtimeMultplier'] = view.spfHoldMultiplier;
    if (view.sinceLastSpf === undefined) entry['spfHasNotRun'] = true;
    else {
      entry['spfLastExecutedMsecs'] = wholeMilliseconds(view.sinceLastSpf);
      entry['spfLastDurationMsecs'] = Math.floor(view.lastSpfMicroseconds / 1000);
    }
    if (view.spfDue !== undefined) entry['spfTimerDueInMsecs'] = wholeMilliseconds(view.spfDue);
    addLimits(entry, view);
    const areas: Record<string, JsonValue> = {};
    for (const area of view.areas) areas[dotted(area.areaId)] = areaJson(view, area);
    entry['areas'] = areas;
    return `${prettyJson(entry)}\n`;
  },
};

function addCapabilities(entry: Record<string, JsonValue>, view: OspfView): void {
  if (view.rfc1583Compatibility) entry['rfc1583Compatibility'] = true;
  if (view.opaqueCapability) entry['opaqueCapable'] = true;
  const { onStartup, onShutdown } = view.maxMetric ?? {};
  if (onStartup === undefined && onShutdown === undefined) return;
  entry['stubAdvertisement'] = true;
  if (onStartup !== undefined) entry['postStartEnabledSecs'] = wholeSeconds(onStartup);
  if (onShutdown !== undefined) entry['preShutdownEnabledSecs'] = wholeSeconds(onShutdown);
}

function addLimits(entry: Record<string, JsonValue>, view: OspfView): void {
  const external = count([{ lsas: view.externalLsas }], lsTypes.asExternal);
  const opaque = count([{ lsas: view.opaqueAsLsas ?? [] }], lsTypes.opaqueAs);
  entry['lsaMinIntervalMsecs'] = wholeMilliseconds(view.lsaMinInterval);
  entry['lsaMinArrivalMsecs'] = wholeMilliseconds(view.lsaMinArrival);
  entry['writeMultiplier'] = 20;
  entry['refreshTimerMsecs'] = wholeMilliseconds(view.refreshTimer);
  entry['maximumPaths'] = view.maximumPaths;
  entry['preference'] = view.administrativeDistance;
  if (view.areaBorderRouter) entry['abrType'] = borderRouterText(view);
  if (view.asBoundaryRouter) entry['asbrRouter'] = 'injectingExternalRoutingInformation';
  entry['lsaExternalCounter'] = external.number;
  entry['lsaExternalChecksum'] = external.checksumSum;
  entry['lsaAsopaqueCounter'] = opaque.number;
  entry['lsaAsOpaqueChecksum'] = opaque.checksumSum;
  entry['attachedAreaCounter'] = view.areas.length;
  if (view.adjacencyChangesLogged === 'all') entry['adjacencyChangesLoggedAll'] = true;
  else if (view.adjacencyChangesLogged) entry['adjacencyChangesLogged'] = true;
}

function areaJson(view: OspfView, area: OspfAreaView): JsonValue {
  const { total, active, full } = interfaceCounts(view, area);
  const entry: Record<string, JsonValue> = {};
  if (area.areaId === 0) entry['backbone'] = true;
  else {
    if (area.noSummary === true && area.kind !== 'normal') entry[`${area.kind}NoSummary`] = true;
    entry['shortcuttingMode'] = 'Default';
    // The key is misspelt in FRR.
    if (area.aloneInTree === true) entry['sBitConcensus'] = true;
  }
  entry['areaIfTotalCounter'] = total;
  entry['areaIfActiveCounter'] = active;
  if (area.kind === 'nssa') addTranslator(entry, area);
  addOriginatingStub(entry, view);
  entry['nbrFullAdjacentCounter'] = full;
  entry['authentication'] = authenticationKey(area);
  if (area.areaId !== 0) entry['virtualAdjacenciesPassingCounter'] = area.virtualAdjacencies ?? 0;
  entry['spfExecutedCounter'] = area.spfRuns;
  entry['lsaNumber'] = area.lsas.length;
  for (const { key, type } of countedTypes) {
    const { number, checksumSum } = count([area], type);
    entry[`lsa${key}Number`] = number;
    entry[`lsa${key}Checksum`] = checksumSum;
  }
  return entry;
}

function addOriginatingStub(entry: Record<string, JsonValue>, { maxMetric }: OspfView): void {
  const { administrative = false, startupRest } = maxMetric ?? {};
  if (!administrative && startupRest === undefined) return;
  entry['originStubMaxDistRouterLsa'] = true;
  if (administrative) entry['indefiniteActiveAdmin'] = true;
  if (startupRest !== undefined) {
    entry['activeStartupRemainderMsecs'] = wholeMilliseconds(startupRest);
  }
}

function addTranslator(entry: Record<string, JsonValue>, { translator }: OspfAreaView): void {
  entry['nssa'] = true;
  entry['abr'] = translator !== undefined;
  if (translator === undefined) return;
  if (!translator.translates) {
    if (translator.role === 'never') entry['nssaTranslatorNever'] = true;
    return;
  }
  entry[translator.role === 'always' ? 'nssaTranslatorAlways' : 'nssaTranslatorElected'] = true;
}

function authenticationKey(area: OspfAreaView): string {
  switch (area.authentication) {
    case 'none':
      return 'authenticationNone';
    case 'simple':
      return 'authenticationSimplePassword';
    case 'messageDigest':
      return 'authenticationMessageDigest';
  }
}
