// What a capture file holds, whatever its format.

export interface Capture {
  readonly format: 'pcap' | 'pcapng';
  readonly interfaces: readonly CaptureInterface[];
  readonly packets: readonly CapturedPacket[];
  /** Why reading stopped before the end; `packets` holds what came before. */
  readonly problem?: CaptureProblem;
}

export interface CaptureInterface {
  /** From pcapng, when it is given. */
  readonly name?: string;
  /** 1 is Ethernet. */
  readonly linkType: number;
}

export interface CapturedPacket {
  /** Index into `interfaces`. */
  readonly interfaceNumber: number;
  /** Whole seconds since 1970 and the rest: together they exceed the integers of a number. Both 0 in simple packet blocks. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** A view into the file. */
  readonly bytes: Uint8Array;
  /** The length on the wire; more than `bytes` holds when the capture was cut off at a snapshot length. */
  readonly originalLengthBytes: number;
}

export interface CaptureProblem {
  readonly reason: string;
  readonly offsetBytes: number;
}
