import type { Destination } from '../destination.ts';

/** Load as the least-connection schedulers count it: an active connection is worth 256 inactive ones. */
export function connectionOverhead(destination: Destination): number {
  return destination.activeConnections * 256 + destination.inactiveConnections;
}
