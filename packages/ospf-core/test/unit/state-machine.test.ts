import { describe, expect, it } from 'vitest';
import { interfaceMachine, neighborMachine, StateMachine } from '@ospflab/ospf-core';

describe('the tables of the state machines', () => {
  it('have no overlapping and no unreachable rows', () => {
    expect(neighborMachine.faults('down')).toEqual([]);
    expect(interfaceMachine.faults('down')).toEqual([]);
  });

  it('reach every state', () => {
    const reached = new Set<string>(['down']);
    for (const row of neighborMachine.rows) if (row.to !== 'same') reached.add(row.to);
    expect(neighborMachine.states.filter((state) => !reached.has(state))).toEqual([]);
  });

  it('RFC 2328 §10.3: KillNbr, InactivityTimer and LLDown lead to Down from everywhere', () => {
    for (const event of ['killNeighbor', 'inactivityTimer', 'linkDown'] as const) {
      const from = neighborMachine.rows.filter((row) => row.event === event && row.to === 'down');
      expect(from.flatMap((row) => row.from)).toEqual(neighborMachine.states);
    }
  });
});

describe('the check of a table', () => {
  const never = { says: 'never', run: () => false };

  it('finds a row behind an unguarded one', () => {
    const machine = new StateMachine<'x' | 'y', 'go', null>(
      ['x', 'y'],
      ['go'],
      [
        { from: ['x'], event: 'go', to: 'y' },
        { from: ['x'], event: 'go', when: never, to: 'x' },
      ],
    );
    expect(machine.faults('x')).toEqual(['x, go: rows after an unguarded one']);
  });

  it('finds a row whose states are never reached', () => {
    const machine = new StateMachine<'x' | 'y', 'go', null>(
      ['x', 'y'],
      ['go'],
      [{ from: ['y'], event: 'go', to: 'x' }],
    );
    expect(machine.faults('x')).toEqual(['go: row is never reached']);
  });

  it('takes the first row whose guard holds and none when no guard does', () => {
    const machine = new StateMachine<'x' | 'y', 'go', number>(
      ['x', 'y'],
      ['go'],
      [
        { from: ['x'], event: 'go', when: { says: 'even', run: (value) => value % 2 === 0 }, to: 'y' },
        { from: ['x'], event: 'go', when: { says: 'above 4', run: (value) => value > 4 }, to: 'same' },
      ],
    );
    expect([2, 3, 5].map((value) => machine.rowFor(0, 'go', value)?.to)).toEqual(['y', undefined, 'same']);
  });
});
