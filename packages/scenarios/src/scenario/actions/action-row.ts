// The shape of a row in the table of actions: the keys that the action has in a timeline entry, and the action made of them.

import type { z } from 'zod';
import type { TimelineAction } from '../timeline-action.ts';

export interface ActionRow {
  readonly kind: TimelineAction['kind'];
  readonly about: string;
  /** Besides `at`, `name` and `action`. */
  readonly fields: z.core.$ZodLooseShape;
  /** Takes what `fields` read. */
  toAction(fields: Readonly<Record<string, unknown>>): TimelineAction;
}

interface ActionDefinition<Shape extends z.core.$ZodLooseShape, Action extends TimelineAction> {
  readonly kind: Action['kind'];
  readonly about: string;
  readonly fields: Shape;
  readonly toAction: (fields: z.output<z.ZodObject<Shape>>) => Action;
}

/** Ties the keys of an action to its type; the table forgets the tie, the schema keeps it true. */
export function defineAction<Shape extends z.core.$ZodLooseShape, Action extends TimelineAction>(
  definition: ActionDefinition<Shape, Action>,
): ActionRow {
  return { ...definition, toAction: (fields) => definition.toAction(fields as z.output<z.ZodObject<Shape>>) };
}
