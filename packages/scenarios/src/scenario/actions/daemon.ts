// The daemons of a node that a timeline may kill, stop and start.

export type DaemonName = 'ospfd' | 'keepalived';
