// What belongs together wherever an LSA is flooded: an area, or the AS (RFC 2328 §12.2, §13.3). Names of LSAs are unique within one.

import type { Instant } from '@ospflab/sim';
import { LinkStateDatabase } from './database/link-state-database.ts';
import type { LsaKeyText } from './lsa/lsa-key.ts';
import type { LinkStateId, LsaBody, SequenceNumber } from './lsa/lsa.ts';

/** An origination that waits for MinLSInterval, RFC 2328 §12.4. Its content is made when it is due. */
export interface DeferredOrigination {
  readonly dueAt: Instant;
  readonly again: () => void;
}

/** An own LSA that describes routes (types 3, 4, 5 and 7) and shall exist. */
export interface WantedLsa {
  readonly type: number;
  readonly linkStateId: LinkStateId;
  readonly options: number;
  readonly body: LsaBody;
  /** Type 5, made from a type 7. */
  readonly translated?: boolean;
}

export class FloodingScope {
  readonly database = new LinkStateDatabase();
  /** Sequence numbers of own LSAs that left the database, so that their next instance goes on from there. */
  readonly lastSequences = new Map<LsaKeyText, SequenceNumber>();
  /** When own LSAs were last made, RFC 2328 §12.4 (MinLSInterval). */
  readonly originatedAt = new Map<LsaKeyText, Instant>();
  readonly deferred = new Map<LsaKeyText, DeferredOrigination>();
  readonly wanted = new Map<LsaKeyText, WantedLsa>();
}
