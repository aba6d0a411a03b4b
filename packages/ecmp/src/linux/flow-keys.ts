// What a packet says about its flow: the parts of it that go into the hashed record. Mutable and reused, because one is
// filled per packet.

export class FlowKeys {
  isIpv6 = false;
  /** IPv4, unsigned. */
  source = 0;
  destination = 0;
  /** IPv6: source, then destination, 16 bytes each. */
  readonly addresses6 = new Uint8Array(32);
  protocol = 0;
  /** The little-endian word that Linux has in the record: the label itself, or in policy 0 its network bytes. */
  flowLabelWord = 0;
  sourcePort = 0;
  destinationPort = 0;

  clear(): void {
    this.isIpv6 = false;
    this.source = 0;
    this.destination = 0;
    this.addresses6.fill(0);
    this.protocol = 0;
    this.flowLabelWord = 0;
    this.sourcePort = 0;
    this.destinationPort = 0;
  }

  setIpv4(
    source: number,
    destination: number,
    protocol: number,
    sourcePort: number,
    destinationPort: number,
  ): void {
    this.isIpv6 = false;
    this.source = source;
    this.destination = destination;
    this.protocol = protocol;
    this.flowLabelWord = 0;
    this.sourcePort = sourcePort;
    this.destinationPort = destinationPort;
  }

  /** Copies source and destination from `bytes[offset, offset + 32)`. */
  setAddresses6(bytes: Uint8Array, offset: number): void {
    this.isIpv6 = true;
    for (let index = 0; index < 32; index++) this.addresses6[index] = bytes[offset + index]!;
  }

  /** Addresses of either family from another record, and nothing else. */
  takeAddresses(from: FlowKeys, withSource: boolean, withDestination: boolean): void {
    this.isIpv6 = from.isIpv6;
    if (from.isIpv6) {
      for (let index = 0; index < 16; index++) {
        this.addresses6[index] = withSource ? from.addresses6[index]! : 0;
        this.addresses6[16 + index] = withDestination ? from.addresses6[16 + index]! : 0;
      }
      return;
    }
    this.source = withSource ? from.source : 0;
    this.destination = withDestination ? from.destination : 0;
  }
}
