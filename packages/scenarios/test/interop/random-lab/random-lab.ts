// A lab drawn from a seed: the topology, one frr.conf per router, and routes that somebody typed into kernels.

import type { FrrTopology } from '../frr-lab.ts';
import { Dice } from './dice.ts';
import { drawPlan, type PlannedArea } from './lab-plan.ts';
import { RouterWriter, type Agreement } from './router-writer.ts';

export interface RandomLab extends FrrTopology {
  /** `ip route add …` of each router. */
  readonly kernelRoutes: Readonly<Record<string, readonly string[]>>;
}

export function drawLab(seed: number): RandomLab {
  const dice = new Dice(seed);
  const plan = drawPlan(dice);
  const agreement: Agreement = {
    authentication: dice.pick(['none', 'none', 'none', 'none', 'simple', 'messageDigest']),
    retransmit: dice.pick([1, 2]),
    abrType: dice.chance(0.15) ? dice.pick(['cisco', 'ibm', 'standard']) : undefined,
    rfc1583: dice.chance(0.15),
    // ospfd takes either `network` or `ip ospf area`, and borrowed addresses by the latter only.
    networkStatements: dice.chance(0.2) && plan.segments.every(({ type }) => type !== 'unnumbered'),
  };
  const ranges = new Map(plan.areas.map((area) => [area.id, drawRanges(dice, area)]));
  const routers: Record<string, string> = {};
  const kernelRoutes: Record<string, readonly string[]> = {};
  for (const router of plan.routers) {
    const writer = new RouterWriter(dice, plan, agreement, ranges, router);
    routers[router] = writer.write();
    kernelRoutes[router] = writer.kernelRoutes;
  }
  const ports = new Map(plan.routers.map((router) => [router, 0]));
  const segments: Record<string, string[]> = {};
  for (const { name, ends } of plan.segments) {
    segments[name] = ends.map((end) => {
      const port = ports.get(end)!;
      ports.set(end, port + 1);
      return `${end}:eth${port}`;
    });
  }
  return { segments, routers, kernelRoutes };
}

function drawRanges(dice: Dice, { id }: PlannedArea): string[] {
  if (!dice.chance(0.35)) return [];
  const prefix = dice.pick([`10.${id}.0.0/16`, `10.${id}.0.0/20`, `10.${id}.0.0/21`, `10.${id}.2.0/23`]);
  const how = dice.pick([
    '',
    '',
    ` cost ${dice.between(1, 60)}`,
    ' not-advertise',
    ` substitute 10.${id + 100}.0.0/16`,
  ]);
  const lines = [`area ${id} range ${prefix}${how}`];
  if (dice.chance(0.3))
    lines.push(`area ${id} range 10.${id}.4.0/22${dice.pick(['', ' not-advertise', ' cost 7'])}`);
  return lines;
}
