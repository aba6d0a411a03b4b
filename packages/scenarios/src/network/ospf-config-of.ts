// From a node's ospfd configuration to the router it describes: which addresses run OSPF, in which area, with which values.

import { defaultBfdSettings } from '@ospflab/bfd';
import type { InterfaceAddress } from '@ospflab/linux-host';
import { prefixContains, prefixOf, type Ipv4Address } from '@ospflab/net';
import type {
  AreaId,
  OspfConfiguredNeighbor,
  OspfHelperConfig,
  OspfInterfaceConfig,
  OspfNetworkType,
  OspfProfile,
  OspfRouterConfig,
  OspfTimersConfig,
  OspfVirtualLinkConfig,
  RouterId,
} from '@ospflab/ospf-core';
import { milliseconds, seconds } from '@ospflab/sim';
import type {
  FrrArea,
  FrrInterface,
  FrrInterfaceOspf,
  FrrNetworkType,
  FrrOspf,
  FrrVirtualLink,
} from '../readers/frr/frr-config.ts';
import { areaConfigOf } from './area-config-of.ts';
import { authenticationOf } from './authentication-of.ts';
import {
  defaultMetricOf,
  externalMetricTypeUnlessConfigured,
  externalMetricUnlessConfigured,
} from './external-metrics.ts';
import { isCoveredBy } from './is-covered-by.ts';
import { compareInterfaceNames } from './compare-interface-names.ts';
import type { LoadedNode, OspfProfileName } from '../scenario/scenario.ts';
import { ospfProfiles } from './ospf-profiles.ts';

/** An interface of the running host as zebra tells the daemons about it. */
export interface KernelInterface {
  readonly index: number;
  readonly name: string;
  readonly mtu: number;
  readonly loopback: boolean;
  readonly addresses: readonly InterfaceAddress[];
}

const networkTypes: Readonly<Record<FrrNetworkType, OspfNetworkType>> = {
  broadcast: 'broadcast',
  'non-broadcast': 'nonBroadcast',
  'point-to-multipoint': 'pointToMultipoint',
  'point-to-point': 'pointToPoint',
};

/** FRR: ospfd/ospf_abr.c, ospf_check_abr_status, 8.4. */
const areaBorderRouters = {
  cisco: 'backboneAttached',
  ibm: 'backboneConfigured',
  shortcut: 'severalAreas',
  standard: 'severalAreas',
} as const satisfies Record<NonNullable<FrrOspf['abrType']>, OspfProfile['areaBorderRouter']>;

const backbone = 0 as Ipv4Address;
const helloDefaultSeconds = 10;
const deadIntervalInHellos = 4;
const pollDefaultSeconds = 60;

/** Undefined when the node runs no OSPF. */
export function ospfConfigOf(
  node: LoadedNode,
  interfaces: readonly KernelInterface[],
): OspfRouterConfig | undefined {
  const { frr } = node;
  const ospf = frr?.ospf;
  if (frr === undefined || ospf === undefined) return undefined;
  const timers: OspfTimersConfig = {
    ...(ospf.spfThrottle === undefined
      ? {}
      : {
          spfDelay: milliseconds(ospf.spfThrottle.delayMs),
          spfHold: milliseconds(ospf.spfThrottle.holdMs),
          spfHoldMax: milliseconds(ospf.spfThrottle.maxHoldMs),
        }),
    ...(ospf.lsaMinArrivalMs === undefined ? {} : { minLsArrival: milliseconds(ospf.lsaMinArrivalMs) }),
    ...(ospf.lsaThrottleMs === undefined ? {} : { minLsInterval: milliseconds(ospf.lsaThrottleMs) }),
    ...(node.spfBackoff === undefined ? {} : { spfBackoff: node.spfBackoff }),
  };
  return {
    routerId: (ospf.routerId ?? defaultRouterId(interfaces)) as number as RouterId,
    profile: profileOf(node.ospfProfile, ospf),
    areas: ospf.areas.map((area) => areaConfigOf(frr, area)),
    interfaces: interfaces
      .toSorted((left, right) => compareInterfaceNames(left.name, right.name))
      .flatMap((attached) =>
        attached.addresses.flatMap((address) => ospfInterfaceOf(node, attached, address) ?? []),
      )
      .toSorted((left, right) => placeOf(ospf, left) - placeOf(ospf, right)),
    virtualLinks: ospf.areas.flatMap((area) =>
      area.virtualLinks.map((link) => virtualLinkOf(node, ospf, area, link)),
    ),
    timers,
    ...(ospf.maximumPaths === undefined ? {} : { maximumPaths: ospf.maximumPaths }),
    asBoundaryRouter: ospf.redistributions.length > 0 || ospf.defaultInformation !== undefined,
    ...(ospf.opaqueCapable ? { opaqueCapable: true } : {}),
    gracefulRestartHelper: helperOf(ospf),
    ...(ospf.gracefulRestart.gracePeriodSeconds === undefined
      ? {}
      : { gracePeriod: seconds(ospf.gracefulRestart.gracePeriodSeconds) }),
    ...(ospf.rfc1583Compatible === true ? { rfc1583Compatibility: true } : {}),
    ...(ospf.maxMetric?.administrative === true ? { maxMetric: true } : {}),
    ...(ospf.maxMetric?.onStartup === undefined
      ? {}
      : { maxMetricOnStartup: seconds(ospf.maxMetric.onStartup) }),
    ...(ospf.maxMetric?.onShutdown === undefined
      ? {}
      : { maxMetricOnShutdown: seconds(ospf.maxMetric.onShutdown) }),
    ...(node.databaseOverflow === undefined ? {} : { databaseOverflow: node.databaseOverflow }),
    logsAdjacencyChanges: ospf.logsAdjacencyChanges,
    ...(ospf.distances.all === undefined ? {} : { administrativeDistance: ospf.distances.all }),
    ...(ospf.aggregationSeconds === undefined
      ? {}
      : { externalSummaryDelay: seconds(ospf.aggregationSeconds) }),
    externalSummaries: ospf.summaryAddresses.map(({ prefix, advertise, tag }) => ({
      prefix,
      advertise,
      tag,
      metric: ospf.defaultMetric ?? externalMetricUnlessConfigured,
      metricType: externalMetricTypeUnlessConfigured,
    })),
  };
}

function helperOf({ gracefulRestart }: FrrOspf): OspfHelperConfig {
  const { helpsEverybody, helpsRouters, strictLsaChecking, plannedOnly } = gracefulRestart;
  return {
    everybody: helpsEverybody,
    routers: helpsRouters.map((router) => router as number as RouterId),
    strictLsaChecking,
    supportedGracePeriod: seconds(gracefulRestart.supportedGraceSeconds),
    plannedOnly,
  };
}

function virtualLinkOf(
  node: LoadedNode,
  ospf: FrrOspf,
  { area }: FrrArea,
  link: FrrVirtualLink,
): OspfVirtualLinkConfig {
  return {
    transitAreaId: area as number as AreaId,
    neighborId: link.neighborId as number as RouterId,
    // Unlike on interfaces, the one interval does not follow the other.
    helloInterval: seconds(link.helloInterval ?? helloDefaultSeconds),
    deadInterval: seconds(link.deadInterval ?? deadIntervalInHellos * helloDefaultSeconds),
    retransmitInterval: seconds(link.retransmitInterval ?? 5),
    transmitDelay: seconds(link.transmitDelay ?? 1),
    ...authenticationOf(node, ospf, link, backbone),
  };
}

/** The OSPF interface that an address of the host makes, undefined when no statement covers it. */
export function ospfInterfaceOf(
  node: LoadedNode,
  attached: KernelInterface,
  address: InterfaceAddress,
): OspfInterfaceConfig | undefined {
  const ospf = node.frr?.ospf;
  if (ospf === undefined || address.scope === 'host' || isSecondary(attached, address)) return undefined;
  const configured = node.frr?.interfaces.find(({ name }) => name === attached.name);
  const areaId = areaOf(ospf, configured, address);
  if (areaId === undefined) return undefined;
  const settings = configured?.ospf;
  const mtuIgnore = settings?.mtuIgnore;
  const networkType = networkTypeOf(attached, settings);
  return {
    interfaceIndex: attached.index,
    name: attached.name,
    address: address.address,
    prefixLength: address.prefixLength,
    mtu: attached.mtu,
    bandwidthMbit: attached.loopback
      ? 0
      : (configured?.bandwidthMbps ?? ospfProfiles[node.ospfProfile].assumedBandwidthMbit),
    networkType,
    ...(isUnnumbered(networkType, address) ? { unnumbered: true } : {}),
    areaId: areaId as number as AreaId,
    ...(settings?.cost === undefined ? {} : { cost: settings.cost }),
    priority: settings?.priority ?? 1,
    ...intervalsOf(settings),
    retransmitInterval: seconds(settings?.retransmitInterval ?? 5),
    transmitDelay: seconds(settings?.transmitDelay ?? 1),
    ...(mtuIgnore === undefined ? {} : { mtuIgnore }),
    passive: isPassive(ospf, settings, attached.name),
    ...(networkType === 'nonBroadcast' ? { neighbors: neighborsOf(ospf, address) } : {}),
    ...bfdOf(node, settings),
    ...authenticationOf(node, ospf, settings, areaId),
  };
}

/** FRR: ospfd/ospfd.c, ospf_network_run_interface, 8.4: OSPF runs on every subnet of an interface, once. */
function isSecondary({ addresses }: KernelInterface, { address, prefixLength }: InterfaceAddress): boolean {
  const subnet = prefixOf(address, prefixLength);
  const first = addresses.find(
    (other) => other.prefixLength === prefixLength && prefixContains(subnet, other.address),
  );
  return first !== undefined && first.address !== address;
}

/** A profile replaces the interface's own settings; one that is not defined leaves them. */
function bfdOf(
  { frr }: LoadedNode,
  settings: FrrInterfaceOspf | undefined,
): Pick<OspfInterfaceConfig, 'bfd'> {
  const own = settings?.bfd;
  if (own === undefined) return {};
  const profile = frr?.bfdProfiles.find(({ name }) => name === own.profile?.name);
  const { detectMultiplier, receiveInterval, transmitInterval } = defaultBfdSettings;
  if (profile === undefined) {
    return {
      bfd: {
        detectMultiplier: own.detectMultiplier,
        receiveInterval: milliseconds(own.receiveMs),
        transmitInterval: milliseconds(own.transmitMs),
        passive: false,
        shutdown: false,
      },
    };
  }
  return {
    bfd: {
      detectMultiplier: profile.detectMultiplier ?? detectMultiplier,
      receiveInterval: profile.receiveMs === undefined ? receiveInterval : milliseconds(profile.receiveMs),
      transmitInterval:
        profile.transmitMs === undefined ? transmitInterval : milliseconds(profile.transmitMs),
      passive: profile.passive,
      shutdown: profile.shutdown,
    },
  };
}

function profileOf(name: OspfProfileName, ospf: FrrOspf): OspfProfile {
  const profile = ospfProfiles[name];
  const { referenceBandwidthMbps, abrType } = ospf;
  return {
    ...profile,
    referenceBandwidthMbit: referenceBandwidthMbps ?? profile.referenceBandwidthMbit,
    areaBorderRouter: abrType === undefined ? profile.areaBorderRouter : areaBorderRouters[abrType],
    nssaTranslatedMetrics: translatedMetricsOf(profile, ospf),
  };
}

/** FRR: ospfd/ospf_lsa.c, ospf_lsa_translated_nssa_new, 8.4: those of routes that the translator itself imports. */
function translatedMetricsOf(
  { nssaTranslatedMetrics: known }: OspfProfile,
  { defaultInformation, defaultMetric }: FrrOspf,
): OspfProfile['nssaTranslatedMetrics'] {
  if (known === undefined) return undefined;
  return {
    network: defaultMetric ?? known.network,
    defaultRoute: defaultInformation === undefined ? known.defaultRoute : defaultMetricOf(defaultInformation),
  };
}

/** zebra's choice: the highest address of a loopback, else the highest of all. */
function defaultRouterId(interfaces: readonly KernelInterface[]): Ipv4Address {
  const highest = (candidates: readonly KernelInterface[]) =>
    Math.max(
      0,
      ...candidates.flatMap(({ addresses }) =>
        addresses.filter(({ scope }) => scope !== 'host').map(({ address }) => address),
      ),
    );
  return (highest(interfaces.filter(({ loopback }) => loopback)) || highest(interfaces)) as Ipv4Address;
}

/** `ip ospf area` on the interface, or the first `network` statement that the address with its mask lies in. */
function areaOf(
  ospf: FrrOspf,
  configured: FrrInterface | undefined,
  address: InterfaceAddress,
): Ipv4Address | undefined {
  if (configured?.ospf.area !== undefined) return configured.ospf.area;
  return ospf.networks.find((network) => isCoveredBy(network, address))?.area;
}

/** FRR: ospfd/ospfd.c, ospf_network_run, 8.4: each `network` brings its addresses in before the next one does. */
function placeOf(
  { networks }: FrrOspf,
  { address, prefixLength }: Pick<OspfInterfaceConfig, 'address' | 'prefixLength'>,
): number {
  return networks.findIndex((network) => isCoveredBy(network, { address, prefixLength }));
}

function networkTypeOf(attached: KernelInterface, settings: FrrInterfaceOspf | undefined): OspfNetworkType {
  if (attached.loopback) return 'loopback';
  return networkTypes[settings?.networkType ?? 'broadcast'];
}

/** Those of the interface's subnet. */
function neighborsOf(ospf: FrrOspf, { address, prefixLength }: InterfaceAddress): OspfConfiguredNeighbor[] {
  const subnet = prefixOf(address, prefixLength);
  return ospf.neighbors
    .filter((neighbor) => neighbor.address !== address && prefixContains(subnet, neighbor.address))
    .map((neighbor) => ({
      address: neighbor.address,
      priority: neighbor.priority ?? 0,
      pollInterval: seconds(neighbor.pollSeconds ?? pollDefaultSeconds),
    }));
}

/** zebra takes a host address on anything but a loopback for a borrowed one. */
function isUnnumbered(networkType: OspfNetworkType, { prefixLength }: InterfaceAddress): boolean {
  return networkType === 'pointToPoint' && prefixLength === 32;
}

function intervalsOf(settings: FrrInterfaceOspf | undefined) {
  if (settings?.helloMultiplier !== undefined) {
    return {
      helloInterval: milliseconds(Math.floor(1000 / settings.helloMultiplier)),
      deadInterval: seconds(settings.deadInterval ?? 1),
      fastHello: true,
    };
  }
  const helloSeconds = settings?.helloInterval ?? helloDefaultSeconds;
  return {
    helloInterval: seconds(helloSeconds),
    deadInterval: seconds(settings?.deadInterval ?? deadIntervalInHellos * helloSeconds),
  };
}

function isPassive(ospf: FrrOspf, settings: FrrInterfaceOspf | undefined, name: string): boolean {
  if (settings?.passive !== undefined) return settings.passive;
  return ospf.passiveDefault ? !ospf.activeInterfaces.includes(name) : ospf.passiveInterfaces.includes(name);
}
