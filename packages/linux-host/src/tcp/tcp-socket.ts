// One TCP connection: RFC 9293 §3.10.7 for what arrives, RFC 6298 for what is lost; how fast it sends is in congestion-control.ts.
// Left out: delayed acknowledgements (each segment is acknowledged at once), SACK, timestamps, window scaling, keepalive.

import { ipProtocols, tcpFlags, type FiveTuple, type Ipv4Address, type TcpSegment } from '@ospflab/net';
import { after, between, seconds, type Instant } from '@ospflab/sim';
import type { TcpFailure } from '../effect.ts';
import type { Kernel } from '../kernel.ts';
import type { TimerOwner } from '../timer-pool.ts';
import { ByteQueue } from './byte-queue.ts';
import { CongestionControl } from './congestion-control.ts';
import { announcedSegmentSize, defaultSegmentSize, segmentSizeOption } from './maximum-segment-size.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { RetransmissionTimeout } from './retransmission-timeout.ts';
import { advance, distance, isAtOrBefore, isBefore } from './sequence-number.ts';
import { isHeldByApplication, type TcpState } from './tcp-state.ts';

const { fin: finBit, syn: synBit, rst: rstBit, psh: pshBit, ack: ackBit } = tcpFlags;
const noBytes = new Uint8Array(0);
const receiveWindow = 65_535;
const timeWaitTime = seconds(60);
/** Segments put out in one go; the windows bound it further. */
const burstMax = 64;

export interface TcpEndpoints {
  readonly local: Ipv4Address;
  readonly localPort: number;
  readonly remote: Ipv4Address;
  readonly remotePort: number;
}

export class TcpSocket implements TimerOwner {
  readonly handle: number;
  readonly endpoints: TcpEndpoints;
  /** The listener that accepted it; undefined when this side connects. */
  readonly listener: number | undefined;
  /** What this side's segments look like to a router. */
  private readonly flow: FiveTuple;
  state: TcpState;
  /** The next socket in the stack's chain. */
  sibling: TcpSocket | undefined;
  private readonly kernel: Kernel;
  private readonly timer: number;
  private readonly queue = new ByteQueue();
  private readonly early = new ReorderBuffer();
  private readonly timeout = new RetransmissionTimeout();
  private readonly congestion = new CongestionControl();
  private readonly ownSegmentSize: number;
  private segmentSize: number;
  /** RFC 9293 §3.3.1: SND.UNA, SND.NXT, the highest SND.NXT so far, SND.WND, RCV.NXT. */
  private unacknowledged: number;
  private nextToSend: number;
  private highestSent: number;
  private peerWindow = receiveWindow;
  private expected = 0;
  /** Sequence of the first byte in the queue. */
  private queueStart: number;
  private closeRequested = false;
  private retries = 0;
  private lastSent: Instant;
  private timedSequence: number | undefined;
  private timedAt: Instant;

  constructor(
    kernel: Kernel,
    handle: number,
    endpoints: TcpEndpoints,
    listener: number | undefined,
    ownSegmentSize: number,
  ) {
    this.kernel = kernel;
    this.handle = handle;
    this.endpoints = endpoints;
    this.flow = {
      source: endpoints.local,
      destination: endpoints.remote,
      protocol: ipProtocols.tcp,
      sourcePort: endpoints.localPort,
      destinationPort: endpoints.remotePort,
    };
    this.listener = listener;
    this.state = listener === undefined ? 'synSent' : 'synReceived';
    this.timer = kernel.timers.allocate(this);
    this.ownSegmentSize = ownSegmentSize;
    this.segmentSize = Math.min(defaultSegmentSize, ownSegmentSize);
    const initialSequence = Math.floor(kernel.random() * 2 ** 32) >>> 0;
    this.unacknowledged = initialSequence;
    this.nextToSend = advance(initialSequence, 1);
    this.highestSent = this.nextToSend;
    this.queueStart = this.nextToSend;
    this.congestion.start(this.segmentSize);
    this.lastSent = kernel.now;
    this.timedAt = kernel.now;
    kernel.config.sharedSockets?.opened(this.flow, kernel.random);
  }

  /** This side connects: SYN goes out. */
  open(): void {
    this.timedSequence = this.unacknowledged;
    this.sendSyn();
  }

  /** The peer's SYN came to a listener, or crossed ours. */
  openPassively(syn: TcpSegment): void {
    this.state = 'synReceived';
    this.expected = advance(syn.sequence, 1);
    this.peerWindow = syn.window;
    this.adoptSegmentSize(syn.options);
    this.timedSequence = this.unacknowledged;
    this.sendSyn();
  }

  send(bytes: Uint8Array): void {
    if (this.closeRequested || !isHeldByApplication(this.state)) return;
    this.queue.append(bytes);
    if (this.state === 'established' || this.state === 'closeWait') this.pump();
  }

  /** FIN follows what is queued; what the peer still sends is delivered until its own FIN. */
  close(): void {
    if (this.closeRequested) return;
    if (this.state === 'synSent') {
      this.finish();
      return;
    }
    this.closeRequested = true;
    if (this.state === 'established') this.state = 'finWait1';
    else if (this.state === 'closeWait') this.state = 'lastAck';
    else return;
    this.pump();
  }

  abort(): void {
    if (this.state !== 'synSent' && this.state !== 'timeWait') {
      this.kernel.tcp.recordResetSent(this.endpoints, 'aborted');
      this.emit(this.highestSent, rstBit | ackBit, noBytes, noBytes);
    }
    this.finish();
  }

  receive(segment: TcpSegment): void {
    if (this.state === 'synSent') {
      this.receiveInSynSent(segment);
      return;
    }
    if (!this.isAcceptable(segment)) {
      if ((segment.flags & rstBit) === 0) this.acknowledge();
      return;
    }
    if ((segment.flags & rstBit) !== 0) {
      this.receiveReset(segment);
      return;
    }
    if ((segment.flags & synBit) !== 0) {
      // RFC 5961 §4: a SYN inside the window is answered, never obeyed. A repeated SYN to a half-open socket repeats SYN-ACK.
      if (this.state === 'synReceived') this.sendSyn();
      else this.acknowledge();
      return;
    }
    if ((segment.flags & ackBit) === 0) return;
    if (!this.receiveAcknowledgement(segment)) return;
    this.receiveData(segment);
    if (this.state !== 'timeWait') this.pump();
  }

  /** RFC 1122 §4.2.3.9: an ICMP error ends an attempt to connect, and only slows down a connection. */
  unreachable(quotedSequence: number, code: number, nextHopMtu: number): void {
    if (!this.isOutstanding(quotedSequence)) return;
    if (code === 4) {
      this.shrinkSegments(nextHopMtu - 40);
    } else if (this.state === 'synSent') {
      this.fail(code === 2 || code === 3 ? 'refused' : 'unreachable');
    } else if (code <= 1 && this.timeout.backoff > 0 && quotedSequence === this.unacknowledged) {
      this.revertBackoff();
    }
  }

  timerExpired(): void {
    switch (this.state) {
      case 'timeWait':
      case 'finWait2':
        this.finish();
        return;
      case 'synSent':
      case 'synReceived':
        this.retransmitSyn();
        return;
      default:
        this.retransmit();
    }
  }

  /** Leaves the table without a word to anybody. */
  finish(): void {
    this.kernel.config.sharedSockets?.closed(this.flow);
    this.kernel.timers.release(this.timer);
    this.kernel.tcp.forget(this);
  }

  /** RFC 9293 §3.10.7.4: a newer SYN may take over a TIME_WAIT socket's place. */
  mayBeReplacedBy(segment: TcpSegment): boolean {
    const flags = segment.flags & (synBit | rstBit | ackBit);
    return this.state === 'timeWait' && flags === synBit && isBefore(this.expected, segment.sequence);
  }

  private receiveInSynSent(segment: TcpSegment): void {
    const hasAck = (segment.flags & ackBit) !== 0;
    const acknowledgesSyn = hasAck && segment.acknowledgement === this.nextToSend;
    if ((segment.flags & rstBit) !== 0) {
      if (acknowledgesSyn) {
        this.kernel.tcp.recordResetReceived(this.endpoints);
        this.fail('refused');
      }
      return;
    }
    if (hasAck && !acknowledgesSyn) {
      this.kernel.tcp.recordResetSent(this.endpoints, 'badAcknowledgement');
      this.emit(segment.acknowledgement, rstBit, noBytes, noBytes);
      return;
    }
    if ((segment.flags & synBit) === 0) return;
    if (!hasAck) {
      this.openPassively(segment);
      return;
    }
    this.expected = advance(segment.sequence, 1);
    this.adoptSegmentSize(segment.options);
    this.establish(segment);
    this.acknowledge();
    this.pump();
  }

  private establish(segment: TcpSegment): void {
    this.state = 'established';
    this.peerWindow = segment.window;
    this.advanceUnacknowledged(segment.acknowledgement);
    const { local, localPort, remote, remotePort } = this.endpoints;
    if (this.listener === undefined) {
      this.kernel.sink({ kind: 'tcpConnected', socket: this.handle, local, localPort });
      return;
    }
    this.kernel.sink({
      kind: 'tcpAccepted',
      listener: this.listener,
      socket: this.handle,
      local,
      localPort,
      remote,
      remotePort,
    });
  }

  /** RFC 9293 §3.10.7.4, first check: some part of it lies in the receive window. */
  private isAcceptable(segment: TcpSegment): boolean {
    const length = segment.payload.length + ((segment.flags & (finBit | synBit)) !== 0 ? 1 : 0);
    const start = distance(this.expected, segment.sequence);
    if (length === 0) return start >= 0 && start < receiveWindow;
    return start < receiveWindow && start + length > 0;
  }

  /** RFC 5961 §3: only the exact next sequence resets; elsewhere in the window the peer is asked. */
  private receiveReset(segment: TcpSegment): void {
    if (segment.sequence !== this.expected) {
      this.acknowledge();
      return;
    }
    this.kernel.tcp.recordResetReceived(this.endpoints);
    if (this.state === 'synReceived' && this.listener === undefined) {
      this.fail('refused');
      return;
    }
    if (isHeldByApplication(this.state)) this.kernel.sink({ kind: 'tcpReset', socket: this.handle });
    this.finish();
  }

  /** False when the segment is to be looked at no further. */
  private receiveAcknowledgement(segment: TcpSegment): boolean {
    const acknowledged = segment.acknowledgement;
    if (this.state === 'synReceived') {
      if (acknowledged !== this.nextToSend) {
        this.kernel.tcp.recordResetSent(this.endpoints, 'badAcknowledgement');
        this.emit(acknowledged, rstBit, noBytes, noBytes);
        return false;
      }
      this.establish(segment);
      if (this.closeRequested) this.state = 'finWait1';
      return true;
    }
    if (isBefore(this.highestSent, acknowledged)) {
      this.acknowledge();
      return false;
    }
    this.peerWindow = segment.window;
    if (isBefore(this.unacknowledged, acknowledged)) this.advanceUnacknowledged(acknowledged);
    else if (acknowledged === this.unacknowledged && segment.payload.length === 0)
      this.countDuplicate(segment);
    return this.afterOwnFin();
  }

  /** Our FIN may have been acknowledged. False when the socket is gone. */
  private afterOwnFin(): boolean {
    if (!this.closeRequested || this.unacknowledged !== advance(this.finSequence, 1)) return true;
    if (this.state === 'finWait1') {
      this.state = 'finWait2';
      this.kernel.timers.set(
        this.timer,
        after(this.kernel.now, seconds(this.kernel.sysctls.global.tcp_fin_timeout)),
      );
    } else if (this.state === 'closing') {
      this.enterTimeWait();
    } else if (this.state === 'lastAck') {
      this.finish();
      return false;
    }
    return true;
  }

  private receiveData(segment: TcpSegment): void {
    const carriesFin = (segment.flags & finBit) !== 0;
    if (segment.payload.length === 0 && !carriesFin) return;
    if (this.state === 'timeWait') {
      // The peer repeats its FIN: our last acknowledgement was lost.
      this.acknowledge();
      this.enterTimeWait();
      return;
    }
    if (this.state === 'established' || this.state === 'finWait1' || this.state === 'finWait2') {
      if (this.early.isEmpty && segment.sequence === this.expected) this.take(segment.payload, carriesFin);
      else this.takeInOrder(segment, carriesFin);
    }
    this.acknowledge();
  }

  /** A segment before or behind the one that is expected, or one that fills a gap. */
  private takeInOrder(segment: TcpSegment, carriesFin: boolean): void {
    this.early.insert(segment.sequence, segment.payload, carriesFin);
    for (
      let next = this.early.takeAt(this.expected);
      next !== undefined;
      next = this.early.takeAt(this.expected)
    ) {
      this.take(next.bytes, next.fin);
    }
  }

  private take(bytes: Uint8Array, carriesFin: boolean): void {
    this.expected = advance(this.expected, bytes.length);
    if (bytes.length > 0) this.kernel.sink({ kind: 'tcpReceived', socket: this.handle, bytes });
    if (!carriesFin) return;
    this.expected = advance(this.expected, 1);
    this.kernel.sink({ kind: 'tcpClosed', socket: this.handle });
    if (this.state === 'established') this.state = 'closeWait';
    else if (this.state === 'finWait1') this.state = 'closing';
    else this.enterTimeWait();
  }

  private enterTimeWait(): void {
    this.state = 'timeWait';
    this.kernel.timers.set(this.timer, after(this.kernel.now, timeWaitTime));
  }

  private get finSequence(): number {
    return advance(this.queueStart, this.queue.length);
  }

  /** Sends what both windows allow, then the FIN that is due. */
  private pump(): void {
    for (let burst = 0; burst < burstMax; burst++) {
      const inFlight = distance(this.unacknowledged, this.nextToSend);
      // RFC 5681 §3.1, and Linux counts in segments: after a timeout the one that was sent again is alone on its way.
      if (this.timeout.backoff > 0 && inFlight > 0) break;
      const offset = distance(this.queueStart, this.nextToSend);
      const unsent = this.queue.length - offset;
      // A closed window still lets one segment out: the retransmission timer then probes it.
      const room = Math.max(
        Math.min(this.congestion.window, this.peerWindow) - inFlight,
        inFlight === 0 ? 1 : 0,
      );
      if (unsent > 0 && room > 0) {
        const count = Math.min(unsent, this.segmentSize, room);
        // Silly window: a part of a segment waits while something is on its way.
        if (count < Math.min(unsent, this.segmentSize) && inFlight > 0) break;
        const carriesFin = this.closeRequested && count === unsent;
        const flags = ackBit | (count === unsent ? pshBit : 0) | (carriesFin ? finBit : 0);
        this.emitNext(flags, this.queue.read(offset, count), count + (carriesFin ? 1 : 0));
      } else if (unsent === 0 && this.closeRequested && this.nextToSend === this.finSequence) {
        this.emitNext(ackBit | finBit, noBytes, 1);
      } else {
        break;
      }
    }
  }

  private emitNext(flags: number, bytes: Uint8Array, sequenceLength: number): void {
    const sequence = this.nextToSend;
    this.nextToSend = advance(sequence, sequenceLength);
    if (isBefore(this.highestSent, this.nextToSend)) {
      this.highestSent = this.nextToSend;
      if (this.timedSequence === undefined) {
        this.timedSequence = sequence;
        this.timedAt = this.kernel.now;
      }
    }
    this.lastSent = this.kernel.now;
    this.emit(sequence, flags, bytes, noBytes);
    if (!this.kernel.timers.isArmed(this.timer)) this.armRetransmission();
  }

  private advanceUnacknowledged(acknowledged: number): void {
    const newly = distance(this.unacknowledged, acknowledged);
    this.takeRoundTripSample(acknowledged);
    this.unacknowledged = acknowledged;
    if (isBefore(this.nextToSend, acknowledged)) this.nextToSend = acknowledged;
    const acknowledgedData = Math.min(
      this.queue.length,
      Math.max(0, distance(this.queueStart, acknowledged)),
    );
    this.queue.dropFirst(acknowledgedData);
    this.queueStart = advance(this.queueStart, acknowledgedData);
    this.retries = 0;
    this.timeout.backoff = 0;
    if (this.congestion.acknowledged(newly, acknowledged)) this.resendFirst();
    this.kernel.confirmNeighbor(this.flow);
    if (this.unacknowledged === this.highestSent) this.kernel.timers.cancel(this.timer);
    else this.armRetransmission();
  }

  private takeRoundTripSample(acknowledged: number): void {
    if (this.timedSequence === undefined || !isBefore(this.timedSequence, acknowledged)) return;
    this.timeout.sample(between(this.timedAt, this.kernel.now));
    this.timedSequence = undefined;
  }

  private countDuplicate(segment: TcpSegment): void {
    if ((segment.flags & finBit) !== 0 || this.unacknowledged === this.highestSent) return;
    if (this.congestion.duplicateAcknowledged(this.outstanding, this.highestSent)) this.resendFirst();
  }

  /** Bytes up to the last that was ever sent, those included that are to be sent again. */
  private get outstanding(): number {
    return distance(this.unacknowledged, this.highestSent);
  }

  /** RFC 6298 §5.4–5.6: resend the first segment, double the timeout, start over from there. */
  private retransmit(): void {
    if (this.retries >= this.kernel.sysctls.global.tcp_retries2) {
      this.fail('timeout');
      return;
    }
    this.kernel.config.sharedSockets?.retransmitted(this.flow);
    this.congestion.timedOut(this.outstanding, this.retries > 0);
    this.retries++;
    this.timeout.backoff++;
    this.timedSequence = undefined;
    this.nextToSend = this.unacknowledged;
    this.pump();
  }

  private resendFirst(): void {
    this.timedSequence = undefined;
    const count = Math.min(this.queue.length, this.segmentSize);
    const carriesFin = this.closeRequested && count === this.queue.length;
    this.emit(
      this.unacknowledged,
      ackBit | pshBit | (carriesFin ? finBit : 0),
      this.queue.read(0, count),
      noBytes,
    );
    this.lastSent = this.kernel.now;
    this.armRetransmission();
  }

  /** Linux: tcp_syn_retries, tcp_synack_retries; with tcp_syn_linear_timeouts the first few keep 1 s. */
  private retransmitSyn(): void {
    const limits = this.kernel.sysctls.global;
    const limit = this.state === 'synSent' ? limits.tcp_syn_retries : limits.tcp_synack_retries;
    if (this.retries >= limit) {
      if (this.state === 'synSent') this.fail('timeout');
      else this.finish();
      return;
    }
    this.kernel.config.sharedSockets?.retransmitted(this.flow);
    this.retries++;
    if (this.state !== 'synSent' || this.retries > limits.tcp_syn_linear_timeouts) this.timeout.backoff++;
    this.timedSequence = undefined;
    this.sendSyn();
  }

  /** Linux: tcp_ld_RTO_revert (RFC 6069): the path is known to be broken, so the back-off is taken back by one. */
  private revertBackoff(): void {
    this.timeout.backoff--;
    const due = after(this.lastSent, this.timeout.current);
    if (due > this.kernel.now) this.kernel.timers.set(this.timer, due);
    else this.retransmit();
  }

  private shrinkSegments(size: number): void {
    if (size < 64 || size >= this.segmentSize) return;
    this.segmentSize = size;
    this.congestion.shrinkSegments(size);
    if (this.state === 'synSent' || this.state === 'synReceived') return;
    this.nextToSend = this.unacknowledged;
    this.timedSequence = undefined;
    this.pump();
  }

  isOutstanding(sequence: number): boolean {
    return isAtOrBefore(this.unacknowledged, sequence) && isAtOrBefore(sequence, this.highestSent);
  }

  private armRetransmission(): void {
    this.kernel.timers.set(this.timer, after(this.kernel.now, this.timeout.current));
  }

  private adoptSegmentSize(options: Uint8Array): void {
    this.segmentSize = Math.min(announcedSegmentSize(options), this.ownSegmentSize);
    this.congestion.start(this.segmentSize);
  }

  private sendSyn(): void {
    this.lastSent = this.kernel.now;
    this.emit(
      this.unacknowledged,
      this.state === 'synSent' ? synBit : synBit | ackBit,
      noBytes,
      segmentSizeOption(this.ownSegmentSize),
    );
    this.armRetransmission();
  }

  /** Numbered behind all that was ever sent: after going back to resend, an older number would be refused as out of window. */
  private acknowledge(): void {
    this.emit(this.highestSent, ackBit, noBytes, noBytes);
  }

  private fail(reason: TcpFailure): void {
    const crossed = this.state === 'synReceived' && this.listener === undefined;
    if (crossed || isHeldByApplication(this.state)) {
      this.kernel.sink({ kind: 'tcpFailed', socket: this.handle, reason });
    }
    this.finish();
  }

  private emit(sequence: number, flags: number, payload: Uint8Array, options: Uint8Array): void {
    const { localPort, remotePort } = this.endpoints;
    const sent = this.kernel.tcp.sendSegment(this.endpoints, {
      kind: 'tcp',
      sourcePort: localPort,
      destinationPort: remotePort,
      sequence,
      acknowledgement: (flags & ackBit) === 0 ? 0 : this.expected,
      flags,
      window: receiveWindow,
      options,
      payload,
    });
    if (sent === 'tooBig') this.shrinkSegments(this.segmentSize - 8);
  }
}
