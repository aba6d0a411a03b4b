// What implementations and their releases print differently, as data. Show commands ask a dialect for a value, never for its name.

import type { JsonValue } from '../packet/describe-ospf.ts';

export interface ShowDialect {
  readonly name: string;
  /** Least width of the first column of `show ip ospf database`; a space follows. */
  readonly linkIdWidth: number;
  readonly neighborTable: {
    readonly idHeading: string;
    readonly listsUpTime: boolean;
    readonly interfaceWidth: number;
  };
  /** `show ip ospf` tells the largest number of paths and the administrative distance. */
  readonly listsPathLimits: boolean;
  /** A neighbour's details end with what it does in a graceful restart. */
  readonly listsHelperStatus: boolean;
  /** The neighbours' JSON has `state` beside `nbrState`, and so on. */
  readonly keepsOldNeighborKeys: boolean;
  /** A neighbour's details name the own address and the neighbour's role, and say in words that there is no designated router. */
  readonly namesNeighborRole: boolean;
  /** Among the flags of an interface that is up. */
  readonly carrierFlag: string;
  /** Interfaces tell of settings of newer releases that always have their defaults here. */
  readonly listsNewerSettings: boolean;
  /** Of the interface of a next hop without an address, in the JSON of routes. */
  readonly directlyAttachedKeys: readonly string[];
  /** Of interfaces and of neighbours in detail. */
  readonly detailJson: (value: JsonValue) => string;
  readonly databaseJson: (value: JsonValue) => string;
}
