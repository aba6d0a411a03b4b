// What a show command is: the words that an operator types and a function from a view to the text that FRR 8.4's vtysh prints.

import type { OspfView } from './ospf-view.ts';

export interface OspfShowCommand {
  /** Complete, in lower case, single spaces: `show ip ospf neighbor detail json`. */
  readonly words: string;
  /** The whole output with its line ends. */
  readonly render: (view: OspfView) => string;
}
