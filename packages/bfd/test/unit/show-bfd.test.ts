import { describe, expect, it } from 'vitest';
import {
  describeBfd,
  decodeBfd,
  showBfdPeers,
  showBfdPeersBrief,
  showBfdPeersCounters,
  showBfdPeersJson,
} from '@ospflab/bfd';
import { SpeakerPair } from '../speaker-pair.ts';

function reading(): { pair: SpeakerPair; reading: Parameters<typeof showBfdPeers>[0] } {
  const pair = new SpeakerPair(1);
  pair.request(0);
  pair.request(1);
  pair.runUntil(14_000);
  const sessions = pair.speakers[0]!.sessions();
  return { pair, reading: { sessions, interfaceName: () => 'bx1', now: pair.simulation.now } };
}

describe('show bfd peers', () => {
  it('has the layout of FRR 8.4', () => {
    const { reading: read } = reading();
    const text = showBfdPeers(read).replace(/ID: \d+/g, 'ID: N');
    expect(text).toBe(`BFD Peers:
\tpeer 10.9.0.2 vrf default interface bx1
\t\tID: N
\t\tRemote ID: N
\t\tActive mode
\t\tStatus: up
\t\tUptime: 13 second(s)
\t\tDiagnostics: ok
\t\tRemote diagnostics: ok
\t\tPeer Type: dynamic
\t\tRTT min/avg/max: 0/0/0 usec
\t\tLocal timers:
\t\t\tDetect-multiplier: 3
\t\t\tReceive interval: 300ms
\t\t\tTransmission interval: 300ms
\t\t\tEcho receive interval: 50ms
\t\t\tEcho transmission interval: disabled
\t\tRemote timers:
\t\t\tDetect-multiplier: 3
\t\t\tReceive interval: 300ms
\t\t\tTransmission interval: 300ms
\t\t\tEcho receive interval: 50ms

`);
  });

  it('tells of a peer that never answered what FRR tells', () => {
    const pair = new SpeakerPair(2);
    pair.request(0);
    pair.runUntil(3500);
    const read = {
      sessions: pair.speakers[0]!.sessions(),
      interfaceName: () => 'bx1',
      now: pair.simulation.now,
    };
    expect(showBfdPeersJson(read)).toMatchObject([
      {
        peer: '10.9.0.2',
        'remote-id': 0,
        status: 'down',
        downtime: 3,
        diagnostic: 'ok',
        'remote-receive-interval': 1000,
        'remote-echo-receive-interval': 0,
        'remote-detect-multiplier': 3,
      },
    ]);
  });

  it('lists sessions in a table', () => {
    const lines = showBfdPeersBrief(reading().reading).split('\n');
    expect(lines[0]).toBe('Session count: 1');
    expect(lines[1]).toBe(
      'SessionId  LocalAddress                             PeerAddress                             Status         ',
    );
    expect(lines[3]).toMatch(/^\d+ +0\.0\.0\.0 +10\.9\.0\.2 +up {13}$/);
  });

  it('counts packets and changes', () => {
    const { pair, reading: read } = reading();
    const text = showBfdPeersCounters(read);
    expect(text).toContain(
      `Control packet output: ${pair.sent.filter(({ side }) => side === 0).length} packets`,
    );
    expect(text).toContain('Session up events: 1\n\t\tSession down events: 0');
  });

  it('says a packet in one line', () => {
    const decoded = decodeBfd(reading().pair.sent.at(-1)!.packet.bytes);
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(describeBfd(decoded.value)).toMatch(
      /^BFD up 0x[0-9a-f]{8} to 0x[0-9a-f]{8} tx 300 ms rx 300 ms × 3$/,
    );
  });
});
