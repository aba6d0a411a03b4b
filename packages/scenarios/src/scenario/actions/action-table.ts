// Every action a timeline knows, in the order in which messages list them.

import type { ActionRow } from './action-row.ts';
import { addAddressAction } from './add-address.ts';
import { bootAction } from './boot.ts';
import { clearOspfAction } from './clear-ospf.ts';
import { configureAction } from './configure.ts';
import { crashAction } from './crash.ts';
import { cutAction } from './cut.ts';
import { deleteAddressAction } from './delete-address.ts';
import { healAction } from './heal.ts';
import { killAction } from './kill.ts';
import { linkDownAction } from './link-down.ts';
import { linkUpAction } from './link-up.ts';
import { portDownAction } from './port-down.ts';
import { portUpAction } from './port-up.ts';
import { prepareRestartAction } from './prepare-restart.ts';
import { scriptExitsAction } from './script-exits.ts';
import { runAction } from './run.ts';
import { setCostAction } from './set-cost.ts';
import { startAction } from './start.ts';
import { startServiceAction } from './start-service.ts';
import { stopAction } from './stop.ts';
import { stopServiceAction } from './stop-service.ts';

export const actionTable: readonly ActionRow[] = [
  cutAction,
  healAction,
  linkDownAction,
  linkUpAction,
  portDownAction,
  portUpAction,
  killAction,
  stopAction,
  startAction,
  crashAction,
  bootAction,
  stopServiceAction,
  startServiceAction,
  scriptExitsAction,
  addAddressAction,
  deleteAddressAction,
  setCostAction,
  configureAction,
  clearOspfAction,
  prepareRestartAction,
  runAction,
];
