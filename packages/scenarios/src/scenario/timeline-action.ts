// The closed union of what a timeline can do. A new action is one file in actions/ and one line here and in action-table.ts.

import type { AddAddressAction } from './actions/add-address.ts';
import type { BootAction } from './actions/boot.ts';
import type { ClearOspfAction } from './actions/clear-ospf.ts';
import type { ConfigureAction } from './actions/configure.ts';
import type { CrashAction } from './actions/crash.ts';
import type { CutAction } from './actions/cut.ts';
import type { DeleteAddressAction } from './actions/delete-address.ts';
import type { HealAction } from './actions/heal.ts';
import type { KillAction } from './actions/kill.ts';
import type { LinkDownAction } from './actions/link-down.ts';
import type { LinkUpAction } from './actions/link-up.ts';
import type { PortDownAction } from './actions/port-down.ts';
import type { PortUpAction } from './actions/port-up.ts';
import type { PrepareRestartAction } from './actions/prepare-restart.ts';
import type { ScriptExitsAction } from './actions/script-exits.ts';
import type { RunAction } from './actions/run.ts';
import type { SetCostAction } from './actions/set-cost.ts';
import type { StartAction } from './actions/start.ts';
import type { StartServiceAction } from './actions/start-service.ts';
import type { StopAction } from './actions/stop.ts';
import type { StopServiceAction } from './actions/stop-service.ts';

export type TimelineAction =
  | CutAction
  | HealAction
  | LinkDownAction
  | LinkUpAction
  | PortDownAction
  | PortUpAction
  | KillAction
  | StopAction
  | StartAction
  | CrashAction
  | BootAction
  | StopServiceAction
  | StartServiceAction
  | ScriptExitsAction
  | AddAddressAction
  | DeleteAddressAction
  | SetCostAction
  | ConfigureAction
  | ClearOspfAction
  | PrepareRestartAction
  | RunAction;
