// The oracle for several areas: routes from the plan of a network and its damage, not from anybody's database. Border routers are asked in
// rounds what they tell, until nobody says anything new. RFC 2328 §3, §12.4, §15, §16; RFC 3101 §2, §3; RFC 3509 §2.2.
// It shares no code with the calculations of the core.

import { OracleExternals } from './area-oracle-externals.ts';
import { OracleGround } from './area-oracle-ground.ts';
import { OracleRoutes } from './area-oracle-routes.ts';
import { silence, type Costs, type OracleRules, type Word } from './area-oracle-word.ts';
import type { AreasPlan, Damage } from './planned-areas.ts';

const roundsMax = 300;

export interface OracleResult {
  /** For each router the rows `prefix kind cost hops`, sorted as text. A range that only drops packets has no hops. */
  readonly rows: readonly (readonly string[])[];
  readonly borders: ReadonlySet<number>;
  /** Some border routers do not reach others within the backbone. */
  readonly backboneInPieces: boolean;
}

/**
 * `bordersBefore`: whom virtual links may find at the other end, before anything else is known. RFC 3509 §2.2 makes routers border
 * routers because of a virtual link, and the link stands because they are.
 */
export function oracleOf(
  plan: AreasPlan,
  rules: OracleRules,
  damage: Damage,
  bordersBefore: ReadonlySet<number> = new Set(),
): OracleResult {
  const ground = new OracleGround(plan, rules, damage);
  let words = ground.routers.map((router) => silence(plan, bordersBefore.has(router)));
  let before = '';
  for (let round = 0; round < roundsMax; round++) {
    ground.begin(words);
    const routes = new OracleRoutes(ground);
    const externals = new OracleExternals(ground, routes);
    words = ground.routers.map((router) => wordOf(router, ground, routes, externals));
    const text = textOf(words);
    if (text === before) return resultOf(ground, routes, externals);
    before = text;
  }
  throw new Error('the oracle does not come to rest');
}

function wordOf(
  router: number,
  ground: OracleGround,
  routes: OracleRoutes,
  externals: OracleExternals,
): Word {
  const { plan, standing, areasOf } = ground;
  if (ground.isAway(router)) return silence(plan, false);
  const border = ground.border[router]!;
  const told = (tell: (area: number) => Costs): Costs[] =>
    plan.areas.map(({ area }) =>
      border && areasOf[router]!.includes(area) ? tell(area) : new Map<string, number>(),
    );
  return {
    border,
    endpointIn: standing.flatMap(({ ends, transitArea }) => (ends.includes(router) ? [transitArea] : [])),
    boundary: externals.isBoundary(router),
    networks: told((area) => routes.networksFor(router, area)),
    boundaries: told((area) => externals.boundariesFor(router, area)),
    externals: externals.externalsOf(router),
    inside: plan.areas.map(({ area }) => externals.insideExternalsOf(router, area)),
  };
}

function textOf(words: readonly Word[]): string {
  return JSON.stringify(words, (_, value: unknown) => (value instanceof Map ? [...value].sort() : value));
}

function resultOf(ground: OracleGround, routes: OracleRoutes, externals: OracleExternals): OracleResult {
  const borders = ground.routers.filter((router) => ground.border[router]!);
  const [first] = borders;
  return {
    rows: ground.routers.map((router) =>
      [...routes.rowsOf(router), ...externals.externalRows(router)].sort(),
    ),
    borders: new Set(borders),
    backboneInPieces: borders.some((border) => ground.pathTo(0, first!, border) === undefined),
  };
}
