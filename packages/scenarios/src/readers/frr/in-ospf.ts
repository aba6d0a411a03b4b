// A statement of the block `router ospf`.

import type { FrrDraft, OspfDraft } from './frr-draft.ts';
import { statement, type FrrStatement, type StatementArguments, type StatementProblem } from './statement.ts';

export type OspfStatementEffect = (ospf: OspfDraft, args: StatementArguments) => StatementProblem | undefined;

export function inOspf(pattern: string, effect: OspfStatementEffect): FrrStatement {
  return statement('ospf', 'ospfd', pattern, (draft: FrrDraft, args) =>
    effect(draft.enterOspf(args.at), args),
  );
}
