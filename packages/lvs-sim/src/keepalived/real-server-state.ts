// One real server (or the sorry server) of a virtual server: what keepalived believes and what it has told the kernel.

import type { Ipv4Address } from '@ospflab/net';
import type { DestinationSettings, ForwardingMethod } from '../ipvs/virtual-service.ts';
import { serviceText } from './service-text.ts';

const weightMax = 2 ** 31 - 1;

export interface RealServerStateConfig {
  readonly address: Ipv4Address;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp' | 'none';
  readonly weight: number;
  readonly forwarding: ForwardingMethod;
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
  /** Failure sets weight 0 instead of removing. */
  readonly inhibit: boolean;
  readonly notifyUp: string | undefined;
  readonly notifyDown: string | undefined;
  /** Host header of HTTP_GET where its url names none. */
  readonly virtualHost: string | undefined;
}

export class RealServerState {
  readonly config: RealServerStateConfig;
  /** As in the log. */
  readonly text: string;
  /** Believed to serve; checks and, with a sorry server, quorum decide whether it is in the pool. */
  alive = false;
  failedChecks = 0;
  /** The kernel has it as a destination. */
  inKernel = false;
  /** The configured weight and what checks add to it; the kernel gets it within 0 … 2³¹ − 1. */
  effectiveWeight: number;

  constructor(config: RealServerStateConfig) {
    this.config = config;
    this.text = serviceText(config.address, config.protocol, config.port);
    this.effectiveWeight = config.weight;
  }

  get weight(): number {
    return Math.min(Math.max(this.effectiveWeight, 0), weightMax);
  }

  settings(weight: number): DestinationSettings {
    const { forwarding, upperThreshold, lowerThreshold } = this.config;
    return { weight, forwarding, upperThreshold, lowerThreshold };
  }
}
