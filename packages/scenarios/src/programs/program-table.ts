// The programs that may be typed on a node. A new one is a file of its own and a row here.

import { startCurl } from './curl.ts';
import { startPing } from './ping.ts';
import type { ProgramStart } from './program.ts';
import { startTraceroute } from './traceroute.ts';

export const programTable: ReadonlyMap<string, (words: readonly string[]) => ProgramStart> = new Map([
  ['curl', startCurl],
  ['ping', startPing],
  ['traceroute', startTraceroute],
]);
