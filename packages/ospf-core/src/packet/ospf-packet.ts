// The five OSPF packet types as immutable values, RFC 2328 appendix A.3.

import type { Ipv4Address } from '@ospflab/net';
import type { OspfHmacKey, OspfKey } from '../authentication/ospf-key.ts';
import type { AreaId, Lsa, LsaHeader, RouterId } from '../lsa/lsa.ts';

export interface OspfPacket {
  readonly routerId: RouterId;
  readonly areaId: AreaId;
  readonly authentication: OspfAuthentication;
  readonly body: OspfPacketBody;
  /** What follows the packet (and its digest) in the IP payload: an LLS block, RFC 5613. Carried, never interpreted. */
  readonly trailer?: Uint8Array;
}

/** The authentication field, appendix D, and the digest behind the packet. The simple password is eight bytes. */
export type OspfAuthentication =
  | {
      readonly kind: 'null';
      /** The eight bytes that nobody examines; absent when they are zero. */
      readonly field?: Uint8Array;
    }
  | { readonly kind: 'simple'; readonly password: Uint8Array }
  | {
      readonly kind: 'cryptographic';
      readonly keyId: number;
      /** Unsigned 32 bits. */
      readonly sequence: number;
      /** As it came on the wire, or the key that makes it when the packet is encoded. */
      readonly digest: Uint8Array | OspfKey;
    }
  /** RFC 7474 §3: the sequence number stands behind the packet, before the digest. */
  | {
      readonly kind: 'extendedCryptographic';
      /** Unsigned 32 bits, as boot count and count. */
      readonly keyId: number;
      readonly bootCount: number;
      readonly count: number;
      /** As it came on the wire, or what makes it when the packet is encoded. */
      readonly digest: Uint8Array | AddressedSigner;
    };

/** RFC 7474 §5: the source address of the IP header is signed, too. */
export interface AddressedSigner {
  readonly key: OspfHmacKey;
  readonly source: Ipv4Address;
}

export type OspfPacketBody =
  | HelloPacket
  | DatabaseDescriptionPacket
  | LinkStateRequestPacket
  | LinkStateUpdatePacket
  | LinkStateAcknowledgementPacket;

export interface HelloPacket {
  readonly kind: 'hello';
  readonly networkMask: Ipv4Address;
  readonly helloIntervalSeconds: number;
  readonly options: number;
  readonly priority: number;
  readonly deadIntervalSeconds: number;
  /** Interface addresses, 0.0.0.0 when there is none. */
  readonly designatedRouter: Ipv4Address;
  readonly backupDesignatedRouter: Ipv4Address;
  readonly neighbors: readonly RouterId[];
}

export interface DatabaseDescriptionPacket {
  readonly kind: 'databaseDescription';
  readonly interfaceMtu: number;
  readonly options: number;
  readonly initial: boolean;
  readonly more: boolean;
  readonly master: boolean;
  /** Unsigned 32 bits. */
  readonly sequence: number;
  readonly headers: readonly AgedLsaHeader[];
  /** Bits beside I, M and MS, such as R of RFC 4811; absent when they are zero. */
  readonly otherFlags?: number;
}

export interface LinkStateRequestPacket {
  readonly kind: 'linkStateRequest';
  readonly requests: readonly LsaKey[];
}

export interface LinkStateUpdatePacket {
  readonly kind: 'linkStateUpdate';
  readonly lsas: readonly AgedLsa[];
}

export interface LinkStateAcknowledgementPacket {
  readonly kind: 'linkStateAcknowledgement';
  readonly headers: readonly AgedLsaHeader[];
}

export interface AgedLsaHeader {
  readonly header: LsaHeader;
  readonly ageSeconds: number;
}

export interface AgedLsa {
  readonly lsa: Lsa;
  readonly ageSeconds: number;
}

/** What names an LSA within its flooding scope, RFC 2328 §12.1. */
export type LsaKey = Pick<LsaHeader, 'type' | 'linkStateId' | 'advertisingRouter'>;
