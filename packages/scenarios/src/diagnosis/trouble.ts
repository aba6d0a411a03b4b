// What stands in the way of OSPF and of load balancing at the end of a run, in words for whoever has to find the cause.

export interface Trouble {
  readonly kind: TroubleKind;
  /** Undefined: not about one segment. */
  readonly segment: string | undefined;
  /** Nodes, or nodes and their interfaces: the first one against each of the others where values are compared. */
  readonly ends: readonly string[];
  readonly text: string;
  readonly remedy: string;
}

export type TroubleKind =
  | 'noNeighbors'
  | 'noNeighborStatement'
  | 'adjacencyStuck'
  | 'adjacencyUseless'
  | 'bfdOneSided'
  | 'interfaceSilent'
  | 'statementIdle'
  | 'noDesignatedRouter'
  | 'routerIdTwice'
  | 'apartFromBackbone'
  | 'virtualLinkOneEnded'
  | 'forwardingOff'
  | 'virtualAddressMissing'
  | 'serverOutOfReach'
  | 'noRoute';
