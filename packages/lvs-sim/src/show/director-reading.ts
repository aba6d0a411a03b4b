// What `ipvsadm` reads of a director; `Ipvs` is one.

import type { Instant } from '@ospflab/sim';
import type { SyncDaemon } from '../ipvs/sync/sync-daemon.ts';
import type { ConnectionView, TimeoutsView, VirtualServiceView } from '../ipvs/views.ts';

export interface DirectorReading {
  virtualServices(now: Instant): readonly VirtualServiceView[];
  connectionEntries(now: Instant): readonly ConnectionView[];
  timeouts(): TimeoutsView;
  syncDaemons(): readonly SyncDaemon[];
}
