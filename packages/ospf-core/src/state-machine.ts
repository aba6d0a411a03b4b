// State machines as tables with the columns of RFC 2328 §9.3 and §10.3, and the small interpreter that looks a row up.
// A pair of state and event that no row covers means that nothing happens. Diagrams and checks read the same rows.

export interface Named<Function> {
  /** As it stands in a diagram. */
  readonly says: string;
  readonly run: Function;
}

export interface TransitionRow<State extends string, Event extends string, Subject> {
  readonly from: readonly State[];
  readonly event: Event;
  /** The row applies only when this holds. Rows of one state and event are tried in order. */
  readonly when?: Named<(subject: Subject) => boolean>;
  readonly to: State | 'same' | 'decided';
  /** Only with `to: 'decided'`: does its work and names the new state. */
  readonly decide?: {
    readonly says: string;
    readonly run: (subject: Subject) => State;
    readonly among: readonly State[];
  };
  /** Runs after the new state is set. */
  readonly action?: Named<(subject: Subject) => void>;
}

/** Rows by state and event, so that finding one costs two array reads. */
export class StateMachine<State extends string, Event extends string, Subject> {
  readonly states: readonly State[];
  readonly events: readonly Event[];
  readonly rows: readonly TransitionRow<State, Event, Subject>[];
  readonly #cells: (readonly TransitionRow<State, Event, Subject>[])[];
  readonly #eventIndex: ReadonlyMap<Event, number>;

  constructor(
    states: readonly State[],
    events: readonly Event[],
    rows: readonly TransitionRow<State, Event, Subject>[],
  ) {
    this.states = states;
    this.events = events;
    this.rows = rows;
    this.#eventIndex = new Map(events.map((event, index) => [event, index]));
    this.#cells = states.flatMap((state) =>
      events.map((event) => rows.filter((row) => row.event === event && row.from.includes(state))),
    );
  }

  /** The row for this event in the state of that index; undefined: the event is ignored. */
  rowFor(
    stateIndex: number,
    event: Event,
    subject: Subject,
  ): TransitionRow<State, Event, Subject> | undefined {
    const cell = this.#cells[stateIndex * this.events.length + this.#eventIndex.get(event)!]!;
    for (const row of cell) {
      if (row.when === undefined || row.when.run(subject)) return row;
    }
    return undefined;
  }

  /** What is wrong with the table, in words; empty for a sound one. `initial` is the state everything starts in. */
  faults(initial: State): string[] {
    const found: string[] = [];
    for (const [index, cell] of this.#cells.entries()) {
      const unguarded = cell.findIndex((row) => row.when === undefined);
      if (unguarded >= 0 && unguarded < cell.length - 1) {
        const state = this.states[Math.floor(index / this.events.length)]!;
        found.push(`${state}, ${this.events[index % this.events.length]!}: rows after an unguarded one`);
      }
    }
    for (const row of this.rows) {
      if ((row.to === 'decided') !== (row.decide !== undefined))
        found.push(`${row.event}: decide without decided`);
    }
    const reached = this.#reachableFrom(initial);
    for (const row of this.rows) {
      if (!row.from.some((state) => reached.has(state))) found.push(`${row.event}: row is never reached`);
    }
    return found;
  }

  #reachableFrom(initial: State): Set<State> {
    const reached = new Set<State>([initial]);
    for (const state of reached) {
      for (const row of this.rows) {
        if (!row.from.includes(state)) continue;
        if (row.to === 'decided') for (const next of row.decide?.among ?? []) reached.add(next);
        else if (row.to !== 'same') reached.add(row.to);
      }
    }
    return reached;
  }
}
