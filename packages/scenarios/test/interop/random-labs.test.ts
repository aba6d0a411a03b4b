// Random labs run by the FRR daemons that are installed: every router comes to the predicted routes and LSAs, checksums included.
// The labs are the same in each run. `OSPFLAB_LIVE_SEED` begins with another one, `OSPFLAB_LIVE_LABS` says how many.

import { afterEach, describe, expect, it } from 'vitest';
import { FrrLab, frrMissing } from './frr-lab.ts';
import { checksumCommands, labChecksums } from './random-lab/lab-checksums.ts';
import { factCommands, labFacts } from './random-lab/lab-facts.ts';
import { predictedLab } from './random-lab/predicted-lab.ts';
import { drawLab } from './random-lab/random-lab.ts';

const missing = frrMissing();
const firstSeed = Number(process.env['OSPFLAB_LIVE_SEED'] ?? 402);
const count = Number(process.env['OSPFLAB_LIVE_LABS'] ?? 3);
const seeds = Array.from({ length: count }, (_, index) => firstSeed + index);
/** FRR has this long to come to what the simulation predicts. */
const patienceMilliseconds = 90_000;

describe.skipIf(missing !== undefined)(missing ?? 'a random lab', () => {
  let live: FrrLab | undefined;
  afterEach(() => live?.stop());

  it.each(seeds)('of seed %d: FRR comes to the predicted routes and LSAs', async (seed) => {
    const lab = drawLab(seed);
    const predicted = predictedLab(lab);
    const expected = Object.fromEntries(
      predicted.map(({ name, show }) => [name, labFacts(factCommands.map(show))]),
    );
    const frr = new FrrLab(lab, ['zebra', 'staticd', 'ospfd']);
    live = frr;
    for (const [router, commands] of Object.entries(lab.kernelRoutes)) {
      for (const command of commands) frr.inside(router, ...command.split(' '));
    }
    const deadline = Date.now() + patienceMilliseconds;
    let found: Record<string, string[]> = {};
    do {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const factsOf = (router: string): string[] => labFacts(frr.showJson(router, factCommands));
      found = Object.fromEntries(predicted.map(({ name }) => [name, factsOf(name)]));
    } while (JSON.stringify(found) !== JSON.stringify(expected) && Date.now() < deadline);
    expect(found).toEqual(expected);
    for (const router of predicted) {
      const checksums = labChecksums(frr.showJson(router.name, checksumCommands), router);
      expect(checksums.found).toEqual(checksums.expected);
    }
  });
});
