// `cut`: frames are lost silently at the node's port; the carrier stays up and nobody is told.

export interface CutAction {
  readonly kind: 'cut';
  readonly node: string;
  readonly interface: string;
  /** As the node sees it: `in` loses what it would receive, `out` what it sends. */
  readonly direction: 'both' | 'in' | 'out';
}
