// A scenario as it is run: plain data, every default filled in, every name resolved. Made only by load-scenario.ts and load-lab.ts.

import type { ForwardingVersion } from '@ospflab/ecmp';
import type { KeepalivedConfig } from '@ospflab/lvs-sim';
import type { Ipv4Address, MacAddress } from '@ospflab/net';
import type { OspfOverflowConfig, OspfSpfBackoffConfig, ShowDialectName } from '@ospflab/ospf-core';
import type { Duration, Instant } from '@ospflab/sim';
import type { CalendarSecond } from '../calendar.ts';
import type { FrrConfig } from '../readers/frr/frr-config.ts';
import type { ScenarioParameter } from '../parameters/parameter.ts';
import type { Position } from '../readers/diagnostic.ts';
import type { SetupCommand } from '../readers/setup-script/setup-command.ts';
import type { Expectation } from './expectations/expectation.ts';
import type { TimelineAction } from './timeline-action.ts';
import type { Traffic } from './traffic.ts';

export type WireMode = 'bytes' | 'objects';
export type SegmentKind = 'lan' | 'pointToPoint';
export type OspfProfileName = 'frr' | 'rfc2328' | 'quagga' | 'bird';

export interface ScenarioSegment {
  readonly name: string;
  readonly kind: SegmentKind;
  /** One way. */
  readonly delay: Duration;
  /** Undefined: no serialisation delay and no queue. */
  readonly bandwidthBitsPerSecond: number | undefined;
  readonly queueBytesMax: number | undefined;
  /** Probabilities, 0 … 1. */
  readonly loss: number;
  readonly duplication: number;
  readonly reordering: number;
  /** The extra delay of a reordered frame is even in 0 … this. */
  readonly reorderingDelay: Duration;
}

export interface ScenarioAddress {
  readonly address: Ipv4Address;
  /** 0 … 32 */
  readonly length: number;
  readonly at: Position;
}

export interface ScenarioInterface {
  readonly name: string;
  readonly segment: string;
  /** Given, or made from the positions of node and interface: 02:00:00:00:NN:II. */
  readonly mac: MacAddress;
  readonly mtu: number;
  /** From the scenario file only. The node's configuration files may add more. */
  readonly addresses: readonly ScenarioAddress[];
  readonly at: Position;
}

export type ScenarioService =
  | { readonly kind: 'http' | 'https'; readonly port: number; readonly body: string }
  | { readonly kind: 'echo' | 'udpEcho' | 'dns' | 'smtp'; readonly port: number };

/** How a program of a MISC_CHECK exits. */
export interface ScriptAnswer {
  /** 0 … 255 */
  readonly status: number;
  readonly takes: Duration;
}

export interface LoadedNode {
  readonly name: string;
  /** In file order, without lo. */
  readonly interfaces: readonly ScenarioInterface[];
  readonly ospfProfile: OspfProfileName;
  /** How `show ip ospf …` prints. */
  readonly showDialect: ShowDialectName;
  /** In place of the SPF throttle. */
  readonly spfBackoff?: OspfSpfBackoffConfig;
  /** RFC 7474: what key chains sign carries sequence numbers of 64 bits. */
  readonly extendedSequenceNumbers?: true;
  /** RFC 1765 */
  readonly databaseOverflow?: OspfOverflowConfig;
  /** What its clock shows at the start of the run. */
  readonly clock: CalendarSecond;
  /** How its kernel forwards; undefined: as the newest. */
  readonly kernel?: ForwardingVersion;
  /** From frr.conf, or ospfd.conf and zebra.conf together. */
  readonly frr: FrrConfig | undefined;
  readonly keepalived: KeepalivedConfig | undefined;
  /** To be done in this order at boot: sysctl.conf, the set-up script, then `sysctls` and `routes` of the scenario. */
  readonly setup: readonly SetupCommand[];
  readonly services: readonly ScenarioService[];
  /** How the programs of MISC_CHECKs exit, by program or whole command line. */
  readonly scripts: ReadonlyMap<string, ScriptAnswer>;
  readonly at: Position;
}

export interface TimelineEntry {
  /** The earliest possible instant while `drawn` leaves it open, see draw-timeline.ts. */
  readonly at: Instant;
  /** What the seed decides; undefined when the instant is fixed. */
  readonly drawn: DrawnInstant | undefined;
  /** Given, or `<action> <node>`. */
  readonly name: string;
  readonly action: TimelineAction;
  readonly source: Position;
}

/** An instant even in earliest … latest, counted from the start or from another entry. */
export interface DrawnInstant {
  /** Name of the random stream. */
  readonly stream: string;
  readonly earliest: Duration;
  readonly latest: Duration;
  /** Name of the entry from whose instant on it counts. */
  readonly after: string | undefined;
}

export interface ScenarioExpectation {
  readonly check: Expectation;
  /** The check in words, for the report. */
  readonly text: string;
  readonly source: Position;
}

export interface ScenarioVariant {
  readonly name: string;
  readonly about: string;
  /** Values by parameter. */
  readonly settings: ReadonlyMap<string, string>;
}

/** The computer on which all nodes are namespaces, beside other work. Not given: each node has one to itself. */
export interface ScenarioComputer {
  readonly processors: number | 'own';
  /** Share of wake-ups that find all processors taken by programs outside the scenario. */
  readonly otherPrograms: number;
  /** Share of link changes that come within a second of one outside the scenario. */
  readonly otherLinks: number;
}

export interface LoadedScenario {
  readonly name: string;
  readonly about: string;
  readonly seed: number;
  readonly until: Instant;
  readonly wireMode: WireMode | undefined;
  /** The nodes are namespaces of one kernel, as containers are. */
  readonly sharedKernel?: boolean;
  readonly computer?: ScenarioComputer;
  /** With the values that this scenario was loaded with. */
  readonly parameters: readonly ScenarioParameter[];
  /** Other settings of the parameters that are worth comparing, in file order. */
  readonly variants: readonly ScenarioVariant[];
  /** In file order. */
  readonly segments: readonly ScenarioSegment[];
  readonly nodes: readonly LoadedNode[];
  readonly traffic: readonly Traffic[];
  /** By earliest instant, then file order. */
  readonly timeline: readonly TimelineEntry[];
  readonly expectations: readonly ScenarioExpectation[];
}
