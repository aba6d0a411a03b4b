// The daemons of a node that a timeline may kill, stop and start.

import { choice } from '../schema/field.ts';

export type DaemonName = 'ospfd' | 'keepalived';

export const daemonField = choice(['ospfd', 'keepalived'], 'A daemon of the node.');
