// The election of designated router and backup, RFC 2328 §9.4. Pure: candidates in, two addresses out.

import type { Ipv4Address } from '@ospflab/net';

/** A router on the network with bidirectional communication, this one included. */
export interface ElectionCandidate {
  readonly routerId: number;
  readonly address: Ipv4Address;
  readonly priority: number;
  /** As its last hello declared, or as this router believes now; 0.0.0.0 for none. */
  readonly designatedRouter: Ipv4Address;
  readonly backupDesignatedRouter: Ipv4Address;
}

export interface ElectionResult {
  readonly designatedRouter: Ipv4Address;
  readonly backupDesignatedRouter: Ipv4Address;
}

const none = 0 as Ipv4Address;

/** `self` also stands among the candidates' roles; routers of priority 0 are not eligible and may be given. */
export function electDesignatedRouter(
  self: ElectionCandidate,
  others: readonly ElectionCandidate[],
): ElectionResult {
  const first = electOnce(self, others);
  // RFC 2328 §9.4 (4): a router whose own role changed declares it and elects once more, so that it is not both.
  const wasDesignated = self.designatedRouter === self.address;
  const wasBackup = self.backupDesignatedRouter === self.address;
  const roleChanged =
    wasDesignated !== (first.designatedRouter === self.address) ||
    wasBackup !== (first.backupDesignatedRouter === self.address);
  if (!roleChanged) return first;
  const declared: ElectionCandidate = {
    routerId: self.routerId,
    address: self.address,
    priority: self.priority,
    designatedRouter: first.designatedRouter,
    backupDesignatedRouter: first.backupDesignatedRouter,
  };
  return electOnce(declared, others);
}

function electOnce(self: ElectionCandidate, others: readonly ElectionCandidate[]): ElectionResult {
  let backup: ElectionCandidate | undefined;
  let backupDeclared = false;
  let designated: ElectionCandidate | undefined;
  for (const candidate of [self, ...others]) {
    // RFC 2328 §9.4 (1)
    if (candidate.priority === 0) continue;
    // RFC 2328 §9.4 (3)
    if (candidate.designatedRouter === candidate.address) {
      if (ranksAbove(candidate, designated)) designated = candidate;
      continue;
    }
    // RFC 2328 §9.4 (2): those that declare themselves backup come before those that do not.
    const declares = candidate.backupDesignatedRouter === candidate.address;
    if (declares !== backupDeclared ? declares : ranksAbove(candidate, backup)) {
      backup = candidate;
      backupDeclared = declares;
    }
  }
  return {
    designatedRouter: designated?.address ?? backup?.address ?? none,
    backupDesignatedRouter: backup?.address ?? none,
  };
}

/** Higher priority, then higher router id. */
function ranksAbove(candidate: ElectionCandidate, other: ElectionCandidate | undefined): boolean {
  if (other === undefined || candidate.priority !== other.priority) {
    return other === undefined || candidate.priority > other.priority;
  }
  return candidate.routerId > other.routerId;
}
