// `show ip ospf interface` and its JSON form.

import { ipv4FromNumber, maskOfLength } from '@ospflab/net';
import {
  formatSequenceNumber,
  initialSequenceNumber,
  sequenceNumberFromWire,
} from '../lsa/sequence-number.ts';
import type { OspfKeyAlgorithm } from '../authentication/ospf-key.ts';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { areaText } from './area-text.ts';
import { dotted } from './dotted.ts';
import { durationText, wholeMilliseconds, wholeSeconds } from './duration-text.ts';
import type { OspfInterfaceView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import type { ShowDialect } from './show-dialect.ts';

export const showInterface: OspfShowCommand = {
  words: 'show ip ospf interface',
  render: (view, dialect) => {
    const lines: string[] = [];
    const interfaces = inOrderOfDevices(view);
    interfaces.forEach((shown, index) => {
      // Several addresses of one device follow one heading.
      if (interfaces[index - 1]?.name !== shown.name) lines.push(...deviceLines(shown, dialect));
      lines.push(...(shown.up ? addressLines(view, shown, dialect) : notRunning));
    });
    return [...lines, '', ''].join('\n');
  },
};

/** Virtual links are devices among the others here. */
export function inOrderOfDevices({ interfaces }: OspfView): readonly OspfInterfaceView[] {
  return interfaces.toSorted((left, right) =>
    left.name === right.name ? 0 : left.name < right.name ? -1 : 1,
  );
}

const notRunning = ['  OSPF is enabled, but not running on this interface'];

function deviceLines(shown: OspfInterfaceView, dialect: ShowDialect): string[] {
  return [
    `${shown.name} is ${shown.up ? 'up' : 'down'}`,
    `  ifindex ${shown.interfaceIndex}, MTU ${shown.mtu} bytes, BW ${shown.bandwidthMbit} Mbit ${deviceFlags(shown, dialect)}`,
  ];
}

function addressLines(view: OspfView, shown: OspfInterfaceView, dialect: ShowDialect): string[] {
  const adjacent = shown.neighbors.filter((neighbor) => neighbor.state === 'Full').length;
  return [
    `  ${addressText(shown)}, Area ${areaText(view, shown.areaId)}`,
    `  MTU mismatch detection: ${shown.mtuIgnore ? 'disabled' : 'enabled'}`,
    `  Router ID ${dotted(view.routerId)}, Network Type ${networkTypeText(shown)}, Cost: ${shown.cost}`,
    `  Transmit Delay is ${wholeSeconds(shown.transmitDelay)} sec, State ${shown.state}, Priority ${shown.priority}`,
    ...designatedLines(shown),
    `  Multicast group memberships:${memberships(shown)}`,
    `  Timer intervals configured, Hello ${helloText(shown)}, Dead ${wholeSeconds(shown.deadInterval)}s, Wait ${wholeSeconds(shown.deadInterval)}s, Retransmit ${wholeSeconds(shown.retransmitInterval)}`,
    shown.passive ? '    No Hellos (Passive interface)' : `    Hello due in ${durationText(shown.helloDue)}`,
    `  Neighbor Count is ${shown.neighbors.length}, Adjacent neighbor count is ${adjacent}`,
    ...bfdLines(shown),
    ...signingLines(shown),
    ...(dialect.listsNewerSettings ? [`  Graceful Restart hello delay: ${restartHelloDelaySeconds}s`] : []),
  ];
}

/** FRR 10 waits that long with hellos after a restart of its own; no statement for it is read. */
const restartHelloDelaySeconds = 10;
/** An LSA that came this much less than RxmtInterval before the timer fires is sent again with the others. */
const retransmitWindowMilliseconds = 50;

function bfdLines({ bfd }: OspfInterfaceView): string[] {
  if (bfd === undefined) return [];
  const { detectMultiplier, receiveInterval, transmitInterval } = bfd;
  return [
    `  BFD: Detect Multiplier: ${detectMultiplier}, Min Rx interval: ${receiveInterval / 1e6}, Min Tx interval: ${transmitInterval / 1e6}`,
  ];
}

function signingLines({ authentication }: OspfInterfaceView): string[] {
  switch (authentication?.kind) {
    case undefined:
      return [];
    case 'null':
      return ['  Authentication NULL is enabled'];
    case 'simple':
      return ['  Simple password authentication enabled'];
    case 'messageDigest':
      return authentication.hasKeys ? ['  Cryptographic authentication enabled', '  Algorithm:MD5'] : [];
    case 'keyChain': {
      const { name, key } = authentication;
      const enabled = '  Cryptographic authentication enabled';
      if (key === undefined) return [enabled];
      const algorithm = algorithmTexts[key.algorithm];
      return [enabled, `    Sending SA: Key ${key.keyId}, Algorithm ${algorithm} - key chain ${name}`];
    }
  }
}

const algorithmTexts: Readonly<Record<OspfKeyAlgorithm, string>> = {
  md5: 'md5',
  hmacSha1: 'hmac-sha-1',
  hmacSha256: 'hmac-sha-256',
  hmacSha384: 'hmac-sha-384',
  hmacSha512: 'hmac-sha-512',
};

function designatedLines(shown: OspfInterfaceView): string[] {
  const lines: string[] = [];
  if (shown.designatedRouterId !== undefined && shown.designatedRouter !== 0) {
    lines.push(
      `  Designated Router (ID) ${dotted(shown.designatedRouterId)} Interface Address ${dotted(shown.designatedRouter)}/${shown.prefixLength}`,
    );
  }
  if (shown.backupDesignatedRouterId !== undefined && shown.backupDesignatedRouter !== 0) {
    lines.push(
      `  Backup Designated Router (ID) ${dotted(shown.backupDesignatedRouterId)}, Interface Address ${dotted(shown.backupDesignatedRouter)}`,
    );
  } else lines.push('  No backup designated router on this network');
  const saved = savedSequence(shown);
  if (saved !== undefined) lines.push(`  Saved Network-LSA sequence number 0x${formatSequenceNumber(saved)}`);
  return lines;
}

// FRR shows the number only once it has moved on from the first.
function savedSequence(shown: OspfInterfaceView) {
  if (shown.networkLsaSequence === undefined) return undefined;
  const sequence = sequenceNumberFromWire(shown.networkLsaSequence);
  return sequence === initialSequenceNumber ? undefined : sequence;
}

function deviceFlags(shown: OspfInterfaceView, { carrierFlag }: ShowDialect): string {
  if (shown.virtualPeer !== undefined) return '<UP>';
  if (!shown.up) return '<BROADCAST,MULTICAST>';
  const kind = shown.networkType === 'loopback' ? 'LOOPBACK,RUNNING' : 'BROADCAST,RUNNING,MULTICAST';
  return `<UP,${carrierFlag}${kind}>`;
}

function networkTypeText(shown: OspfInterfaceView): string {
  switch (shown.networkType) {
    case 'broadcast':
      return 'BROADCAST';
    case 'nonBroadcast':
      return 'NBMA';
    case 'pointToPoint':
      return 'POINTOPOINT';
    case 'pointToMultipoint':
      return 'POINTOMULTIPOINT';
    case 'virtual':
      return 'VIRTUALLINK';
    case 'loopback':
      return 'LOOPBACK';
  }
}

function memberships(shown: OspfInterfaceView): string {
  const names = [
    shown.memberOfAllSpfRouters ? ' OSPFAllRouters' : '',
    shown.memberOfAllDRouters ? ' OSPFDesignatedRouters' : '',
  ].join('');
  return names === '' ? ' <None>' : names;
}

// A hello interval below a second exists only as `dead-interval minimal hello-multiplier`.
function helloText(shown: OspfInterfaceView): string {
  return shown.helloInterval < 1e9
    ? `${wholeMilliseconds(shown.helloInterval)}ms`
    : `${wholeSeconds(shown.helloInterval)}s`;
}

function addressText(shown: OspfInterfaceView): string {
  if (shown.unnumbered === true) return 'This interface is UNNUMBERED';
  return `Internet Address ${dotted(shown.address)}/${shown.prefixLength}, ${otherAddress(shown)}`;
}

function otherAddress(shown: OspfInterfaceView): string {
  return shown.virtualPeer === undefined
    ? `Broadcast ${broadcastOf(shown)}`
    : `Peer ${dotted(shown.virtualPeer)}`;
}

function broadcastOf(shown: OspfInterfaceView): string {
  return dotted(ipv4FromNumber(shown.address | ~maskOfLength(shown.prefixLength)));
}

export const showInterfaceJson: OspfShowCommand = {
  words: 'show ip ospf interface json',
  render: (view, dialect) => {
    const interfaces: Record<string, JsonValue> = {};
    for (const shown of inOrderOfDevices(view)) interfaces[shown.name] = interfaceJson(view, shown, dialect);
    return `${dialect.detailJson({ interfaces })}\n`;
  },
};

function interfaceJson(view: OspfView, shown: OspfInterfaceView, dialect: ShowDialect): JsonValue {
  const entry: Record<string, JsonValue> = {
    ifUp: shown.up,
    ifIndex: shown.interfaceIndex,
    mtuBytes: shown.mtu,
    bandwidthMbit: shown.bandwidthMbit,
    ifFlags: deviceFlags(shown, dialect),
    ospfEnabled: shown.up,
  };
  if (!shown.up) return entry;
  addAddress(entry, shown);
  entry['area'] = areaText(view, shown.areaId);
  if (shown.mtuIgnore) entry['mtuMismatchDetect'] = true;
  entry['routerId'] = dotted(view.routerId);
  entry['networkType'] = networkTypeText(shown);
  entry['cost'] = shown.cost;
  entry['transmitDelaySecs'] = wholeSeconds(shown.transmitDelay);
  entry['state'] = shown.state;
  entry['priority'] = shown.priority;
  if (dialect.listsNewerSettings) entry['opaqueCapable'] = true;
  addDesignated(entry, shown);
  if (shown.memberOfAllSpfRouters) entry['mcastMemberOspfAllRouters'] = true;
  if (shown.memberOfAllDRouters) entry['mcastMemberOspfDesignatedRouters'] = true;
  addTimers(entry, shown, dialect);
  entry['nbrCount'] = shown.neighbors.length;
  entry['nbrAdjacentCount'] = shown.neighbors.filter((neighbor) => neighbor.state === 'Full').length;
  addBfd(entry, shown);
  addSigning(entry, shown);
  if (dialect.listsNewerSettings) {
    entry['grHelloDelaySecs'] = restartHelloDelaySeconds;
    entry['prefixSuppression'] = false;
    entry['nbrFilterPrefixList'] = 'N/A';
  }
  return entry;
}

function addAddress(entry: Record<string, JsonValue>, shown: OspfInterfaceView): void {
  if (shown.unnumbered === true) {
    entry['ifUnnumbered'] = true;
    return;
  }
  entry['ipAddress'] = dotted(shown.address);
  entry['ipAddressPrefixlen'] = shown.prefixLength;
  entry['ospfIfType'] = shown.virtualPeer === undefined ? 'Broadcast' : 'Peer';
  if (shown.virtualPeer === undefined) entry['localIfUsed'] = broadcastOf(shown);
  else entry['vlinkPeer'] = dotted(shown.virtualPeer);
}

function addBfd(entry: Record<string, JsonValue>, { bfd }: OspfInterfaceView): void {
  if (bfd === undefined) return;
  entry['peerBfdInfo'] = {
    detectionMultiplier: bfd.detectMultiplier,
    rxMinInterval: bfd.receiveInterval / 1e6,
    txMinInterval: bfd.transmitInterval / 1e6,
  };
}

function addSigning(entry: Record<string, JsonValue>, { authentication }: OspfInterfaceView): void {
  switch (authentication?.kind) {
    case undefined:
      return;
    case 'null':
      entry['authentication'] = 'authenticationNone';
      return;
    case 'simple':
      entry['authentication'] = 'authenticationSimplePassword';
      return;
    case 'messageDigest':
      if (authentication.hasKeys) entry['authentication'] = 'authenticationMessageDigest';
      return;
    case 'keyChain':
      entry['authentication'] = 'authenticationKeyChain';
      entry['keychain'] = authentication.name;
  }
}

function addDesignated(entry: Record<string, JsonValue>, shown: OspfInterfaceView): void {
  if (shown.designatedRouterId !== undefined && shown.designatedRouter !== 0) {
    entry['drId'] = dotted(shown.designatedRouterId);
    entry['drAddress'] = dotted(shown.designatedRouter);
  }
  if (shown.backupDesignatedRouterId !== undefined && shown.backupDesignatedRouter !== 0) {
    entry['bdrId'] = dotted(shown.backupDesignatedRouterId);
    entry['bdrAddress'] = dotted(shown.backupDesignatedRouter);
  }
  const saved = savedSequence(shown);
  if (saved !== undefined) entry['networkLsaSequence'] = saved >>> 0;
}

function addTimers(
  entry: Record<string, JsonValue>,
  shown: OspfInterfaceView,
  { listsNewerSettings }: ShowDialect,
): void {
  entry['timerMsecs'] = wholeMilliseconds(shown.helloInterval);
  entry['timerDeadSecs'] = wholeSeconds(shown.deadInterval);
  entry['timerWaitSecs'] = wholeSeconds(shown.deadInterval);
  entry['timerRetransmitSecs'] = wholeSeconds(shown.retransmitInterval);
  if (listsNewerSettings) entry['timerRetransmitWindowMsecs'] = retransmitWindowMilliseconds;
  if (shown.passive) entry['timerPassiveIface'] = true;
  else entry['timerHelloInMsecs'] = wholeMilliseconds(shown.helloDue);
}
