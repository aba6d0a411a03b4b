// How strictly bytes are read.

export interface DecodeOptions {
  /** `verify` (default) refuses a wrong IPv4, ICMP, UDP or TCP checksum; `ignore` does not look. */
  readonly checksums?: 'verify' | 'ignore';
  /**
   * What a broken ICMP, UDP or TCP part inside a good IPv4 header gives: `refuse` (default) the reason,
   * `keepRaw` a `raw` payload, which a router forwards unchanged as a real one does.
   */
  readonly malformedTransport?: 'refuse' | 'keepRaw';
}
