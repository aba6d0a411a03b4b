// The programs that a MISC_CHECK runs: they exit as the scenario says, as a timeline changed it, or as a function of the caller decides.

import { milliseconds, type Instant } from '@ospflab/sim';
import type { ScriptAnswer } from '../scenario/scenario.ts';

/** Undefined: as the scenario says. The answer must depend on nothing else, so that runs can be repeated. */
export type RunScript = (node: string, command: string, now: Instant) => ScriptAnswer | undefined;

/** What is not declared is taken to succeed; loading a scenario warns of it. */
const undeclared: ScriptAnswer = { status: 0, takes: milliseconds(10) };

export class Scripts {
  readonly #answers: Map<string, ScriptAnswer>;
  readonly #run: RunScript | undefined;

  /** By whole command line or by program. */
  constructor(declared: ReadonlyMap<string, ScriptAnswer>, run: RunScript | undefined) {
    this.#answers = new Map(declared);
    this.#run = run;
  }

  set(script: string, status: number): void {
    this.#answers.set(script, { ...(this.#answers.get(script) ?? undeclared), status });
  }

  answer(node: string, command: string, now: Instant): ScriptAnswer {
    const [program = command] = command.split(' ');
    return (
      this.#run?.(node, command, now) ??
      this.#answers.get(command) ??
      this.#answers.get(program) ??
      undeclared
    );
  }
}
