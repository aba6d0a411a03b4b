// The messages by which directors tell each other of connections, version 1: a header of 8 bytes and 36 bytes a connection.
// Linux: net/netfilter/ipvs/ip_vs_sync.c, 6.1. Sequence numbers and persistence engines, which may follow a connection, are skipped.

import { ipv4FromNumber, type Decoded, type Ipv4Address } from '@ospflab/net';

export interface SyncMessage {
  /** 0 … 255 */
  readonly syncId: number;
  readonly connections: readonly SyncedConnection[];
}

export interface SyncedConnection {
  /** IP protocol number; 0 in templates of firewall marks. */
  readonly protocol: number;
  /** Bits of `syncFlags` and the forwarding method in the lowest three. */
  readonly flags: number;
  readonly state: number;
  readonly clientPort: number;
  readonly virtualPort: number;
  readonly realPort: number;
  readonly mark: number;
  readonly timeoutSeconds: number;
  readonly client: Ipv4Address;
  readonly virtual: Ipv4Address;
  readonly realServer: Ipv4Address;
}

export const syncFlags = { methodMask: 0x7, cameBySync: 0x20, noOutput: 0x80, inactive: 0x100, template: 0x1000 } as const; // prettier-ignore

export const syncHeaderBytes = 8;
export const syncConnectionBytes = 36;
/** One octet counts them. */
export const syncConnectionsMax = 255;

const version = 1;
const ipv6Type = 1;

export function encodeSyncMessage({ syncId, connections }: SyncMessage): Uint8Array {
  const bytes = new Uint8Array(syncHeaderBytes + connections.length * syncConnectionBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(1, syncId);
  view.setUint16(2, bytes.length);
  view.setUint8(4, connections.length);
  view.setInt8(5, version);
  connections.forEach((connection, index) => {
    writeConnection(view, syncHeaderBytes + index * syncConnectionBytes, connection);
  });
  return bytes;
}

function writeConnection(view: DataView, at: number, connection: SyncedConnection): void {
  view.setUint8(at + 1, connection.protocol);
  view.setUint16(at + 2, syncConnectionBytes);
  view.setUint32(at + 4, connection.flags);
  view.setUint16(at + 8, connection.state);
  view.setUint16(at + 10, connection.clientPort);
  view.setUint16(at + 12, connection.virtualPort);
  view.setUint16(at + 14, connection.realPort);
  view.setUint32(at + 16, connection.mark);
  view.setUint32(at + 20, connection.timeoutSeconds);
  view.setUint32(at + 24, connection.client);
  view.setUint32(at + 28, connection.virtual);
  view.setUint32(at + 32, connection.realServer);
}

/** The reason and place of what is wrong; a message is taken whole or not at all. */
export function decodeSyncMessage(bytes: Uint8Array): Decoded<SyncMessage> {
  if (bytes.length < syncHeaderBytes) return refused('truncated sync header', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint8(0) !== 0 || view.getInt8(5) !== version)
    return refused('sync message is not of version 1', 0);
  if (view.getUint16(2) !== bytes.length) return refused('sync message of another size than it says', 2);
  const connections: SyncedConnection[] = [];
  let at = syncHeaderBytes;
  for (let index = 0; index < view.getUint8(4); index++) {
    if (at + syncConnectionBytes > bytes.length) return refused('truncated sync connection', at);
    const size = view.getUint16(at + 2) & 0xfff;
    if (view.getUint16(at + 2) >>> 12 !== 0) return refused('sync connection of an unknown version', at + 2);
    if (size < syncConnectionBytes || at + size > bytes.length)
      return refused('sync connection of an impossible size', at + 2);
    if ((view.getUint8(at) & ipv6Type) !== 0) return refused('sync connection of IPv6', at);
    connections.push(connectionAt(view, at));
    at += (size + 3) & ~3;
  }
  return { ok: true, value: { syncId: view.getUint8(1), connections } };
}

function connectionAt(view: DataView, at: number): SyncedConnection {
  return {
    protocol: view.getUint8(at + 1),
    flags: view.getUint32(at + 4),
    state: view.getUint16(at + 8),
    clientPort: view.getUint16(at + 10),
    virtualPort: view.getUint16(at + 12),
    realPort: view.getUint16(at + 14),
    mark: view.getUint32(at + 16),
    timeoutSeconds: view.getUint32(at + 20),
    client: ipv4FromNumber(view.getUint32(at + 24)),
    virtual: ipv4FromNumber(view.getUint32(at + 28)),
    realServer: ipv4FromNumber(view.getUint32(at + 32)),
  };
}

function refused(reason: string, offsetBytes: number): Decoded<never> {
  return { ok: false, reason, offsetBytes };
}
