// The state machine of a session, RFC 5880 §6.2 and §6.8.6, as a table: what is heard from the other side moves the own state.

import type { SessionState } from './session-state.ts';

type Row = Readonly<Record<SessionState, SessionState>>;

const nextStates: Readonly<Record<SessionState, Row>> = {
  adminDown: { adminDown: 'adminDown', down: 'adminDown', init: 'adminDown', up: 'adminDown' },
  down: { adminDown: 'down', down: 'init', init: 'up', up: 'down' },
  init: { adminDown: 'down', down: 'init', init: 'up', up: 'up' },
  up: { adminDown: 'down', down: 'down', init: 'up', up: 'up' },
};

export function stateAfterHearing(own: SessionState, heard: SessionState): SessionState {
  return nextStates[own][heard];
}
