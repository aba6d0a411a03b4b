import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBfd, diagnostics, encodeBfd, sessionStates, type BfdPacket } from '@ospflab/bfd';
import type { Duration } from '@ospflab/sim';

const microseconds = fc.nat(0xffffffff).map((value) => (value * 1000) as Duration);
const arbitraryPacket: fc.Arbitrary<BfdPacket> = fc.record({
  state: fc.constantFrom(...sessionStates),
  diagnostic: fc.constantFrom(...diagnostics),
  poll: fc.boolean(),
  final: fc.boolean(),
  controlPlaneIndependent: fc.boolean(),
  authenticated: fc.constant(false),
  demand: fc.boolean(),
  detectMultiplier: fc.integer({ min: 1, max: 255 }),
  myDiscriminator: fc.integer({ min: 1, max: 0xffffffff }),
  yourDiscriminator: fc.integer({ min: 1, max: 0xffffffff }),
  desiredMinTx: microseconds,
  requiredMinRx: microseconds,
  requiredMinEchoRx: microseconds,
});

describe('BFD control packets (RFC 5880 §4.1)', () => {
  it('come back from bytes as they were', () => {
    fc.assert(
      fc.property(arbitraryPacket, (packet) => {
        expect(decodeBfd(encodeBfd(packet))).toEqual({ ok: true, value: packet });
      }),
    );
  });

  it('are refused with a reason, never an exception, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const decoded = decodeBfd(bytes);
        if (!decoded.ok) expect(decoded.reason).not.toBe('');
      }),
    );
  });

  it('are as FRR 8.4 sent them', () => {
    // Recorded on a veth pair: Up, 300 ms both ways, multiplier 3, echo 50 ms.
    const bytes = Uint8Array.from(
      '20c00318b050b218e27d4825000493e0000493e00000c350'.match(/../g)!.map((pair) => parseInt(pair, 16)),
    );
    expect(decodeBfd(bytes)).toEqual({
      ok: true,
      value: {
        state: 'up',
        diagnostic: 'none',
        poll: false,
        final: false,
        controlPlaneIndependent: false,
        authenticated: false,
        demand: false,
        detectMultiplier: 3,
        myDiscriminator: 0xb050b218,
        yourDiscriminator: 0xe27d4825,
        desiredMinTx: 300e6,
        requiredMinRx: 300e6,
        requiredMinEchoRx: 50e6,
      },
    });
  });
});
