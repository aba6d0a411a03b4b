// The one trace event of segments, and why a segment drops a frame.

export type FrameDropReason =
  /** The sender's direction into the segment is cut; carrier stays up. */
  | 'cutOut'
  /** The direction from the segment to the receiver is cut; carrier stays up. */
  | 'cutIn'
  /** The dice of a configured loss. */
  | 'loss'
  /** The sending port's queue had no room. */
  | 'queueFull'
  /** The port is down. */
  | 'portDown'
  /** The port is up and the other end of the cable is not. */
  | 'noCarrier'
  /** The `transform` of the segment refused the frame. */
  | 'malformed';

export interface FrameDropped {
  readonly kind: 'frameDropped';
  readonly segment: string;
  /** Name of the port at which it happened: the sender's for what happens on the way in, else the receiver's. */
  readonly port: string;
  readonly reason: FrameDropReason;
  readonly sizeBytes: number;
}
