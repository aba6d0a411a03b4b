// The packets of a graceful restart that succeeds beside those of live FRR 8.4.4: the grace-LSA, and who sends what when ospfd is back.

import { describe, expect, it } from 'vitest';
import { formatIpv4Address, ipv4FromNumber } from '@ospflab/net';
import { decodePacket, type OspfPacket, type OspfPacketBody } from '@ospflab/ospf-core';
import { runScenario } from '@ospflab/scenarios';
import { preparedAt, recordedRestart, restartScenario } from '../recorded-restart.ts';

const ethernetAndIpv4Bytes = 34;
const protocolAt = 23;
const ospfProtocol = 89;

function decoded(bytes: Uint8Array): OspfPacket {
  const result = decodePacket(bytes);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

function lsaText({ type, advertisingRouter }: { readonly type: number; readonly advertisingRouter: number }) {
  return `${type} ${formatIpv4Address(ipv4FromNumber(advertisingRouter))}`;
}

/** LSAs in no order, which follows from how a database is kept. */
function bodyText(body: OspfPacketBody): string | undefined {
  switch (body.kind) {
    case 'databaseDescription':
      return `describes ${body.headers
        .map(({ header }) => lsaText(header))
        .sort()
        .join(', ')}`;
    case 'linkStateRequest':
      return `requests ${body.requests.map(lsaText).sort().join(', ')}`;
    case 'linkStateUpdate':
      return `updates ${body.lsas
        .map(({ lsa }) => lsaText(lsa))
        .sort()
        .join(', ')}`;
    default:
      return undefined;
  }
}

/** A request that is repeated at once is answered twice. FRR asks once. */
function withoutRepeats(texts: readonly string[]): string[] {
  return texts.filter((text, index) => text.includes('describes') || texts.indexOf(text) === index);
}

const recorded = recordedRestart('success');

const theirs = (recorded.packets ?? []).map(({ source, ospf }) => {
  const bytes = Uint8Array.from(Buffer.from(ospf, 'hex'));
  return { source, bytes, text: `${source} ${bodyText(decoded(bytes).body) ?? ''}` };
});

const ours: { readonly source: string; readonly bytes: Uint8Array; readonly text: string }[] = [];
runScenario(restartScenario(recorded), {
  wireMode: 'bytes',
  onNetwork: (network) =>
    network.tap((node, name, frame, _direction, now) => {
      const since = now / 1e9 - preparedAt;
      if (node !== 'r1' || name !== 'eth0' || since < 0 || since > 13) return;
      const bytes = frame();
      if (bytes[protocolAt] !== ospfProtocol) return;
      const packet = decoded(bytes.subarray(ethernetAndIpv4Bytes));
      const text = bodyText(packet.body);
      if (text === undefined) return;
      const source = formatIpv4Address(
        ipv4FromNumber(new DataView(bytes.buffer, bytes.byteOffset).getUint32(26)),
      );
      ours.push({ source, bytes: bytes.subarray(ethernetAndIpv4Bytes), text: `${source} ${text}` });
    }),
});

describe('a restart that succeeds', () => {
  it('is announced by the same bytes', () => {
    expect(ours[0]?.bytes).toEqual(theirs[0]?.bytes);
  });

  it('goes through the same exchange of packets', () => {
    expect(theirs.length).toBe(10);
    expect(withoutRepeats(ours.map(({ text }) => text))).toEqual(
      withoutRepeats(theirs.map(({ text }) => text)),
    );
  });
});
