// One trial of a recorded failure: converge, fail director 1, wait for the withdrawal, repair after up to a second, wait for the return.
// Nothing here knows what the answer should be; the seed sets the phases of all hellos and the instants of failure and repair.

import { seconds } from '@ospflab/sim';
import type { OspfRouterConfig } from '@ospflab/ospf-core';
import { interfaceConfig, type TestNode } from './network.ts';
import { pointToPointLab, tutorialLab, vip, type TutorialLab } from './tutorial-lab.ts';

export type Failure =
  | 'silentCut'
  | 'switchPortDown'
  | 'sigterm'
  | 'sigkill'
  | 'addressRemoved'
  | 'addressRemovedLong'
  | 'loopbackCost';

export interface TrialSettings {
  readonly topology: 'lan' | 'pointToPoint';
  readonly failure: Failure;
  readonly retransmitSeconds?: number;
  readonly router?: Partial<OspfRouterConfig>;
}

export interface TrialResult {
  /** Seconds after the failure; undefined when it did not happen. */
  readonly withdrawn: number | undefined;
  /** Seconds after the repair: the first return, and the return after which nothing changed any more. */
  readonly restored: number | undefined;
  readonly restoredForGood: number | undefined;
}

/** Restarting a daemon takes about this long before it speaks. */
const processStartSeconds = 0.02;

export function runTrial(seed: number, settings: TrialSettings): TrialResult {
  const makeLab = settings.topology === 'lan' ? tutorialLab : pointToPointLab;
  const lab = makeLab(
    seed,
    { retransmitInterval: seconds(settings.retransmitSeconds ?? 5) },
    settings.router,
  );
  const { network, router, ds1, ds2 } = lab;
  for (const node of [router, ds1, ds2]) network.start(node, network.random());
  network.runUntil(26 + 5 * network.random());
  const failedAt = network.now / 1e9;
  const changes = watch(lab);
  fail(lab, settings.failure);
  network.runUntil(failedAt + 4.5);
  const withdrawal = changes.find(({ present }) => !present);
  // Time cannot be turned back, so the repair is at its place in a second run of the same seed.
  return withdrawal === undefined
    ? { withdrawn: undefined, restored: undefined, restoredForGood: undefined }
    : repairRun(seed, settings, withdrawal.at - failedAt);
}

function repairRun(seed: number, settings: TrialSettings, withdrawnAfter: number): TrialResult {
  const makeLab = settings.topology === 'lan' ? tutorialLab : pointToPointLab;
  const lab = makeLab(
    seed,
    { retransmitInterval: seconds(settings.retransmitSeconds ?? 5) },
    settings.router,
  );
  const { network, router, ds1, ds2 } = lab;
  for (const node of [router, ds1, ds2]) network.start(node, network.random());
  network.runUntil(26 + 5 * network.random());
  const failedAt = network.now / 1e9;
  fail(lab, settings.failure);
  const holdMin = settings.failure === 'addressRemovedLong' ? 1.1 : 0.02;
  network.runUntil(failedAt + withdrawnAfter + holdMin + network.random() * (1 - 0.02));
  const repairedAt = network.now / 1e9;
  const changes = watch(lab);
  repair(lab, settings.failure);
  network.runUntil(repairedAt + 22);
  const returns = changes.filter(({ present }) => present);
  const last = changes.at(-1);
  return {
    withdrawn: withdrawnAfter,
    restored: returns.length === 0 ? undefined : returns[0]!.at - repairedAt,
    restoredForGood: last?.present === true ? last.at - repairedAt : undefined,
  };
}

function watch(lab: TutorialLab): { at: number; present: boolean }[] {
  const changes: { at: number; present: boolean }[] = [];
  let present = usesDirector(lab);
  lab.network.onRoute = (node: TestNode, prefix: string) => {
    if (node !== lab.router || prefix !== vip) return;
    const now = usesDirector(lab);
    if (now !== present) changes.push({ at: lab.network.now / 1e9, present: now });
    present = now;
  };
  return changes;
}

function usesDirector({ router, ds1 }: TutorialLab): boolean {
  const address = ds1.stations.get(2)![0]!.address;
  return router.routes.get(vip)?.nextHops.some((nextHop) => nextHop.address === address) ?? false;
}

function fail({ network, ds1 }: TutorialLab, failure: Failure): void {
  switch (failure) {
    case 'silentCut':
      network.setCut(ds1, 2, true);
      return;
    case 'switchPortDown':
      network.setCut(ds1, 2, true);
      network.input(ds1, { kind: 'interfaceDown', interfaceIndex: 2 });
      return;
    case 'sigterm':
    case 'sigkill':
      network.input(ds1, { kind: 'stopped', graceful: failure === 'sigterm' });
      return;
    case 'addressRemoved':
    case 'addressRemovedLong': {
      const { interfaceIndex, address } = serviceAddress();
      network.input(ds1, { kind: 'interfaceRemoved', interfaceIndex, address });
      return;
    }
    case 'loopbackCost':
      network.input(ds1, { kind: 'interfaceReconfigured', config: serviceAddress(100) });
  }
}

function repair({ network, ds1 }: TutorialLab, failure: Failure): void {
  switch (failure) {
    case 'silentCut':
      network.setCut(ds1, 2, false);
      return;
    case 'switchPortDown':
      network.setCut(ds1, 2, false);
      network.input(ds1, { kind: 'interfaceUp', interfaceIndex: 2 });
      return;
    case 'sigterm':
    case 'sigkill':
      network.start(ds1, processStartSeconds);
      return;
    case 'addressRemoved':
    case 'addressRemovedLong':
      network.input(ds1, { kind: 'interfaceAdded', config: serviceAddress() });
      return;
    case 'loopbackCost':
      network.input(ds1, { kind: 'interfaceReconfigured', config: serviceAddress() });
  }
}

function serviceAddress(cost?: number): ReturnType<typeof interfaceConfig> {
  return interfaceConfig(1, '192.168.28.211', 32, cost === undefined ? {} : { cost });
}
