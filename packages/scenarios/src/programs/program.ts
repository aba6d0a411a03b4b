// A command that somebody types on a client and that needs the network to run on before it can print: curl, ping, traceroute.

import type { Application, ApplicationContext } from '../applications/application.ts';

export interface Program extends Application {
  /** What the terminal shows; complete once `finished`. */
  readonly output: string;
  readonly finished: boolean;
}

export type ProgramStart =
  | { readonly ok: true; readonly make: (context: ApplicationContext) => Program }
  | { readonly ok: false; readonly usage: string };
