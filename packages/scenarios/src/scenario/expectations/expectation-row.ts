// The shape of a row in the table of checks.

import type { z } from 'zod';
import type { DocumentPath } from '../yaml-text.ts';
import type { Expectation } from './expectation.ts';

/** What a check may ask about the rest of the scenario while it is being made. */
export interface ExpectationContext {
  /** The names of the timeline's entries, in its order. */
  readonly actionNames: readonly string[];
  readonly nodeNames: readonly string[];
  readonly trafficNames: readonly string[];
  /** Reports an error at a key of the check. */
  report(key: DocumentPath, message: string, remedy: string): undefined;
}

export interface ExpectationRow {
  readonly kind: Expectation['kind'];
  readonly about: string;
  /** Besides `check`. */
  readonly fields: z.core.$ZodLooseShape;
  /** Undefined after a report. */
  toExpectation(
    fields: Readonly<Record<string, unknown>>,
    context: ExpectationContext,
  ): Expectation | undefined;
  /** The check in words. */
  describe(expectation: Expectation): string;
}

interface ExpectationDefinition<Shape extends z.core.$ZodLooseShape, Check extends Expectation> {
  readonly kind: Check['kind'];
  readonly about: string;
  readonly fields: Shape;
  readonly toExpectation: (
    fields: z.output<z.ZodObject<Shape>>,
    context: ExpectationContext,
  ) => Check | undefined;
  readonly describe: (check: Check) => string;
}

export function defineExpectation<Shape extends z.core.$ZodLooseShape, Check extends Expectation>(
  definition: ExpectationDefinition<Shape, Check>,
): ExpectationRow {
  return {
    ...definition,
    toExpectation: (fields, context) =>
      definition.toExpectation(fields as z.output<z.ZodObject<Shape>>, context),
    describe: (expectation) => definition.describe(expectation as Check),
  };
}
