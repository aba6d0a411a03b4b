// What a show command is: the words that an operator types and a function from a view and a
// dialect to the text that vtysh prints.

import type { OspfView } from './ospf-view.ts';
import type { ShowDialect } from './show-dialect.ts';

export interface OspfShowCommand {
  /** Complete, in lower case, single spaces: `show ip ospf neighbor detail json`. */
  readonly words: string;
  /** The whole output with its line ends. */
  readonly render: (view: OspfView, dialect: ShowDialect) => string;
}
