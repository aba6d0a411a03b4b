// How one combination of kernel and routing suite behaves where implementations differ. Protocol code reads these fields and never asks for a vendor.

import { forwardingVersion, type ForwardingVersion } from '@ospflab/ecmp';
import { milliseconds, microseconds, seconds, type Duration } from '@ospflab/sim';

export interface HostProfile {
  readonly name: string;
  /** What the kernel does with multipath routes. */
  readonly forwarding: ForwardingVersion;
  /** Work-queue hold of zebra between a route message and its processing. */
  readonly zebraHold: Duration;
  /** From the processing to the entry in the FIB. */
  readonly zebraInstall: Duration;
  /** Metric that zebra writes into the kernel. */
  readonly zebraKernelMetric: number;
  /** The kernel's link watch announces carrier losses at most this often. Admin down acts at once. */
  readonly linkWatchInterval: Duration;
  /** False: a next-hop group that lost a member with its interface is not sent to the kernel again while zebra keeps it. */
  readonly groupRestoredAfterLinkLoss: boolean;
  /** How long zebra keeps a next-hop group that no route uses. */
  readonly groupKeep: Duration;
  /** True: next hops go to the kernel as objects (`nhid`), so a dead neighbour is skipped without new bounds. */
  readonly nextHopObjects: boolean;
}

/** The kernel that the recordings come from. */
const recordedKernel = forwardingVersion('6.18')!;

/** Linux 6.x with FRR 8.4: measured 11 ms from SPF to FIB; after a link loss the kernel keeps the reduced group. */
export const linuxWithFrr84: HostProfile = {
  name: 'linux-frr-8.4',
  forwarding: recordedKernel,
  zebraHold: milliseconds(10),
  zebraInstall: microseconds(800),
  zebraKernelMetric: 20,
  linkWatchInterval: seconds(1),
  groupRestoredAfterLinkLoss: false,
  groupKeep: seconds(180),
  nextHopObjects: true,
};

/** As above with `no zebra nexthop kernel enable`: plain multipath routes, restored when the link returns. */
export const linuxWithPlainRoutes: HostProfile = {
  name: 'linux-plain-routes',
  forwarding: recordedKernel,
  zebraHold: milliseconds(10),
  zebraInstall: microseconds(800),
  zebraKernelMetric: 20,
  linkWatchInterval: seconds(1),
  groupRestoredAfterLinkLoss: true,
  groupKeep: seconds(180),
  nextHopObjects: false,
};

/** The same routing suite on another kernel: where that has no next-hop objects, zebra writes plain routes. */
export function onKernel(profile: HostProfile, forwarding: ForwardingVersion): HostProfile {
  const suite = forwarding.nextHopGroups === 'none' ? linuxWithPlainRoutes : profile;
  return { ...suite, forwarding };
}
