// Where a running ospfd meets a segment: how it is configured there, and how far it has come.

import type {
  OspfAreaConfig,
  OspfInterfaceConfig,
  OspfInterfaceView,
  OspfNeighborView,
  OspfProfile,
} from '@ospflab/ospf-core';
import { cableOf } from '../network/interface-plan.ts';
import type { RunningRouter } from './running-routers.ts';

export interface OspfEnd {
  /** Node and interface, as people say it. */
  readonly name: string;
  readonly node: string;
  readonly segment: string;
  readonly profile: OspfProfile;
  readonly areaKind: NonNullable<OspfAreaConfig['kind']>;
  readonly config: OspfInterfaceConfig;
  readonly view: OspfInterfaceView;
}

export function ospfEndsOf({ name, node, config, view }: RunningRouter): OspfEnd[] {
  return config.interfaces.flatMap((own): OspfEnd[] => {
    const attached = cableOf(node.loaded, own.interfaceIndex);
    const shown = view.interfaces.find(
      ({ interfaceIndex, address }) => interfaceIndex === own.interfaceIndex && address === own.address,
    );
    if (attached === undefined || shown === undefined) return [];
    return [
      {
        name: `${name} ${own.name}`,
        node: name,
        segment: attached.segment,
        profile: config.profile,
        areaKind: config.areas.find(({ areaId }) => areaId === own.areaId)?.kind ?? 'normal',
        config: own,
        view: shown,
      },
    ];
  });
}

/** It sends hellos and listens to those of others. */
export function speaks({ view }: OspfEnd): boolean {
  return view.up && !view.passive;
}

/** What `end` knows of `other`; undefined when that is nothing. */
export function neighborAt(end: OspfEnd, other: OspfEnd): OspfNeighborView | undefined {
  return end.view.neighbors.find(({ address }) => address === other.config.address);
}

/** The network has a designated router, RFC 2328 §7.3. */
export function elects({ config }: OspfEnd): boolean {
  return config.networkType === 'broadcast' || config.networkType === 'nonBroadcast';
}
