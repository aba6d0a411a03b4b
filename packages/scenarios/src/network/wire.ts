// The two wire modes. In `bytes` every frame is encoded and parsed again at every hop, so that a receiver sees only what the wire carried;
// in `objects` the immutable frame is passed by reference. Both give the same digest.

import { decodeFrame, encodeFrame, type EthernetFrame } from '@ospflab/net';

/** The hook of a segment for mode `bytes`: undefined drops the frame as malformed. */
export function throughBytes(frame: EthernetFrame): EthernetFrame | undefined {
  const decoded = decodeFrame(encodeFrame(frame));
  return decoded.ok ? decoded.value : undefined;
}
