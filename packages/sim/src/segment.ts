// Segments: what frames travel on. A LAN is an ideal switch with any number of ports; a point-to-point segment is a
// cable between two. The segment knows nothing of frames but their size; stations say which ones they accept.

import type { TargetId } from './event-target.ts';
import type { FrameDropped, FrameDropReason } from './frame-dropped.ts';
import { PortFaults, type Direction, type FaultSettings } from './port-faults.ts';
import type { Simulation } from './simulation.ts';
import { textHash } from './text-hash.ts';
import type { Duration, Instant } from './time.ts';

/** Whatever is plugged into a port. */
export interface SegmentStation<F> {
  /** The address filter; asked when the frame is sent, before a delivery is scheduled. */
  accepts(frame: F): boolean;
  receive(frame: F, now: Instant): void;
  /** Told of changes only; `hasCarrier` gives the state at the start. Arrives as an event of its own, never from within a call. */
  carrierChanged(up: boolean, now: Instant): void;
}

export interface SegmentOptions<F> {
  readonly name: string;
  readonly kind: 'lan' | 'pointToPoint';
  /** From the last bit leaving the sender to the delivery. */
  readonly delay: Duration;
  /** Of each sending port; no serialisation time and no queue when not given. */
  readonly bandwidthBitsPerSecond?: number;
  /** Bytes that may wait at a sending port, the rest of the frame on the wire included; 1 500 000 when not given. */
  readonly queueBytesMax?: number;
  /** Applied to the `out` direction of every port that is added. */
  readonly faults?: FaultSettings;
  /** Stands between the wire and each receiver, for example to encode and parse again; undefined drops the frame as malformed. */
  readonly transform?: (frame: F) => F | undefined;
}

export type TapListener<F> = (frame: F, port: number, direction: Direction, now: Instant) => void;
export type DropListener<F> = (frame: F, reason: FrameDropReason, port: number, direction: Direction) => void;

/** Event kinds of a port; a delivery carries the frame's size above the lowest two bits. */
const deliveryKind = 0;
const carrierKind = 1;

interface Port<F> {
  readonly name: string;
  readonly target: TargetId;
  readonly station: SegmentStation<F>;
  readonly faultsOut: PortFaults;
  readonly faultsIn: PortFaults;
  up: boolean;
  /** When the last bit queued so far will have left. */
  busyUntil: number;
}

export class Segment<F> {
  readonly name: string;
  readonly kind: 'lan' | 'pointToPoint';

  private readonly simulation: Simulation;
  private readonly delay: Duration;
  private readonly nanosecondsPerByte: number;
  private readonly queueBytesMax: number;
  private readonly faults: FaultSettings | undefined;
  private readonly transform: ((frame: F) => F | undefined) | undefined;
  private readonly salt: number;
  private readonly ports: Port<F>[] = [];
  private readonly taps: TapListener<F>[] = [];
  private readonly dropListeners: DropListener<F>[] = [];

  constructor(simulation: Simulation, options: SegmentOptions<F>) {
    this.simulation = simulation;
    this.name = options.name;
    this.kind = options.kind;
    this.delay = options.delay;
    this.nanosecondsPerByte =
      options.bandwidthBitsPerSecond === undefined ? 0 : 8e9 / options.bandwidthBitsPerSecond;
    this.queueBytesMax = options.queueBytesMax ?? 1_500_000;
    this.faults = options.faults;
    this.transform = options.transform;
    this.salt = textHash(options.name);
  }

  /** Plugs a station in and returns its port, 0, 1, 2 …; the name is unique on the segment (`ds1:eth0`) and names its dice. */
  addPort(name: string, station: SegmentStation<F>): number {
    if (this.kind === 'pointToPoint' && this.ports.length === 2) {
      throw new Error(`Segment ${this.name} is point-to-point and has its two ports already.`);
    }
    if (this.ports.some((port) => port.name === name)) {
      throw new Error(`Segment ${this.name} has a port ${name} already.`);
    }
    const id = this.ports.length;
    const prefix = `segment ${this.name} port ${name}`;
    const target = this.simulation.register({
      handleEvent: (kind, argument, now) => {
        if ((kind & 3) === deliveryKind) this.deliver(id, port, argument as F, kind >> 2, now);
        else station.carrierChanged(argument as boolean, now);
      },
    });
    const port: Port<F> = {
      name,
      target,
      station,
      faultsOut: new PortFaults(this.simulation, `${prefix} out`),
      faultsIn: new PortFaults(this.simulation, `${prefix} in`),
      up: true,
      busyUntil: 0,
    };
    if (this.faults !== undefined) port.faultsOut.apply(this.faults);
    this.ports.push(port);
    return id;
  }

  get portCount(): number {
    return this.ports.length;
  }

  portName(port: number): string {
    return this.portAt(port).name;
  }

  /** Whether the port is up and, on a cable, the other end is there and up too. */
  hasCarrier(port: number): boolean {
    const own = this.portAt(port);
    if (this.kind === 'lan') return own.up;
    const other = this.ports[1 - port];
    return own.up && other !== undefined && other.up;
  }

  /**
   * Takes a port down or up: at a LAN the switch port of one station, at a cable one end, which both ends see.
   * Each station whose carrier changes is told at this instant, after what is already scheduled for it.
   */
  setPortUp(port: number, up: boolean): void {
    const carriersBefore = this.ports.map((_, id) => this.hasCarrier(id));
    this.portAt(port).up = up;
    for (let id = 0; id < this.ports.length; id++) {
      const carrier = this.hasCarrier(id);
      if (carrier === carriersBefore[id]) continue;
      this.simulation.schedule(this.simulation.now, this.portAt(id).target, carrierKind, carrier);
    }
  }

  /** Cuts or mends one direction silently: carrier stays up. A frame on its way in is lost if the cut comes before it does. */
  setCut(port: number, direction: Direction, cut: boolean): void {
    this.faultsAt(port, direction).cut = cut;
  }

  isCut(port: number, direction: Direction): boolean {
    return this.faultsAt(port, direction).cut;
  }

  /** Replaces the random faults of one direction; `{}` ends them. */
  setFaults(port: number, direction: Direction, faults: FaultSettings): void {
    this.faultsAt(port, direction).apply(faults);
  }

  /**
   * Calls the listener with each frame that a station puts on the wire (`out`; cuts and losses come after that, a down
   * port and a full queue before it) and with each that it receives (`in`). The result ends that.
   */
  tap(listener: TapListener<F>): () => void {
    return register(this.taps, listener);
  }

  /** Calls the listener with each frame that is dropped; the result ends that. */
  onDrop(listener: DropListener<F>): () => void {
    return register(this.dropListeners, listener);
  }

  /** Sends a frame of that many bytes (below 2²⁹) from a port to every other station that accepts it. */
  transmit(port: number, frame: F, sizeBytes: number): void {
    const sender = this.portAt(port);
    const now = this.simulation.now;
    this.simulation.trace.foldNumbers(this.salt, port, sizeBytes);
    if (!this.hasCarrier(port)) {
      this.drop(frame, sender.up ? 'noCarrier' : 'portDown', port, 'out', sizeBytes);
      return;
    }
    const departure = this.departureOf(sender, sizeBytes, now);
    if (departure < 0) {
      this.drop(frame, 'queueFull', port, 'out', sizeBytes);
      return;
    }
    for (const tap of this.taps) tap(frame, port, 'out', now);
    const faults = sender.faultsOut;
    if (faults.cut) {
      this.drop(frame, 'cutOut', port, 'out', sizeBytes);
      return;
    }
    if (faults.loses()) {
      this.drop(frame, 'loss', port, 'out', sizeBytes);
      return;
    }
    const arrival = departure + this.delay;
    if (!faults.disturbs) {
      this.spread(port, frame, sizeBytes, arrival);
      return;
    }
    const copies = faults.copies();
    for (let copy = 0; copy < copies; copy++) {
      this.spread(port, frame, sizeBytes, arrival + faults.extraDelay());
    }
  }

  /** When the last bit leaves the port, −1 when its queue has no room. */
  private departureOf(sender: Port<F>, sizeBytes: number, now: number): number {
    if (this.nanosecondsPerByte === 0) return now;
    const serialisation = Math.ceil(sizeBytes * this.nanosecondsPerByte);
    const backlog = sender.busyUntil - now;
    if (backlog <= 0) {
      sender.busyUntil = now + serialisation;
    } else {
      if (backlog / this.nanosecondsPerByte + sizeBytes > this.queueBytesMax) return -1;
      sender.busyUntil += serialisation;
    }
    return sender.busyUntil;
  }

  /** Schedules the deliveries of one copy, in order of port. */
  private spread(from: number, frame: F, sizeBytes: number, arrival: number): void {
    const ports = this.ports;
    const kind = (sizeBytes << 2) | deliveryKind;
    for (let id = 0; id < ports.length; id++) {
      if (id === from) continue;
      const receiver = ports[id]!;
      if (!receiver.station.accepts(frame)) continue;
      const faults = receiver.faultsIn;
      if (!faults.disturbs) {
        this.simulation.schedule(arrival as Instant, receiver.target, kind, frame);
        continue;
      }
      const copies = faults.copies();
      for (let copy = 0; copy < copies; copy++) {
        this.simulation.schedule((arrival + faults.extraDelay()) as Instant, receiver.target, kind, frame);
      }
    }
  }

  private deliver(id: number, port: Port<F>, sent: F, sizeBytes: number, now: Instant): void {
    if (!this.hasCarrier(id)) {
      this.drop(sent, port.up ? 'noCarrier' : 'portDown', id, 'in', sizeBytes);
      return;
    }
    if (port.faultsIn.cut) {
      this.drop(sent, 'cutIn', id, 'in', sizeBytes);
      return;
    }
    if (port.faultsIn.loses()) {
      this.drop(sent, 'loss', id, 'in', sizeBytes);
      return;
    }
    let frame = sent;
    if (this.transform !== undefined) {
      const transformed = this.transform(sent);
      if (transformed === undefined) {
        this.drop(sent, 'malformed', id, 'in', sizeBytes);
        return;
      }
      frame = transformed;
    }
    for (const tap of this.taps) tap(frame, id, 'in', now);
    port.station.receive(frame, now);
  }

  private drop(
    frame: F,
    reason: FrameDropReason,
    port: number,
    direction: Direction,
    sizeBytes: number,
  ): void {
    const event: FrameDropped = {
      kind: 'frameDropped',
      segment: this.name,
      port: this.portName(port),
      reason,
      sizeBytes,
    };
    // Aside: the sender does not know, so nothing that it does next follows from the drop.
    this.simulation.trace.recordAside(this.name, event);
    for (const listener of this.dropListeners) listener(frame, reason, port, direction);
  }

  private portAt(port: number): Port<F> {
    const found = this.ports[port];
    if (found === undefined) throw new RangeError(`Segment ${this.name} has no port ${port}.`);
    return found;
  }

  private faultsAt(port: number, direction: Direction): PortFaults {
    const found = this.portAt(port);
    return direction === 'out' ? found.faultsOut : found.faultsIn;
  }
}

function register<L>(listeners: L[], listener: L): () => void {
  listeners.push(listener);
  return () => {
    const index = listeners.indexOf(listener);
    if (index >= 0) listeners.splice(index, 1);
  };
}
