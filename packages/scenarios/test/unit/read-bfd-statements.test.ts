import { describe, expect, it } from 'vitest';
import { readFrrConfig } from '@ospflab/scenarios';
import { placesOf } from '../short-diagnostics.ts';

function read(text: string) {
  return readFrrConfig([{ file: 'frr.conf', daemon: 'integrated', text }], 'frr');
}

describe('bfd', () => {
  it('reads profiles inside their block, and `exit` leads back to it', () => {
    const { value, diagnostics } = read(`bfd
 profile fast
  detect-multiplier 4
  receive-interval 20
  transmit-interval 30
  passive-mode
 exit
 profile held
  shutdown
 exit
exit
interface eth0
 ip ospf bfd
 ip ospf bfd profile fast
`);
    expect(diagnostics).toEqual([]);
    expect(value.bfdProfiles).toMatchObject([
      { name: 'fast', detectMultiplier: 4, receiveMs: 20, transmitMs: 30, passive: true, shutdown: false },
      { name: 'held', detectMultiplier: undefined, shutdown: true },
    ]);
    expect(value.interfaces[0]?.ospf.bfd).toMatchObject({ detectMultiplier: 3, profile: { name: 'fast' } });
  });

  it('goes on with another profile or another block without `exit`', () => {
    const { value, diagnostics } = read(
      'bfd\n profile a\n  detect-multiplier 4\n profile b\n  detect-multiplier 5\nrouter ospf\n ospf router-id 1.1.1.1\n',
    );
    expect(diagnostics).toEqual([]);
    expect(value.bfdProfiles.map(({ detectMultiplier }) => detectMultiplier)).toEqual([4, 5]);
    expect(value.ospf?.routerId).toBe(0x01010101);
  });

  it('takes intervals on the interface, in the order of FRR: multiplier, receive, transmit', () => {
    const { value } = read('interface eth0\n ip ospf bfd 5 100 200\n');
    expect(value.interfaces[0]?.ospf.bfd).toMatchObject({
      detectMultiplier: 5,
      receiveMs: 100,
      transmitMs: 200,
    });
  });

  it('skips a profile that stands before the plain line, as ospfd does', () => {
    const { value, diagnostics } = read('interface eth0\n ip ospf bfd profile fast\n');
    expect(value.interfaces[0]?.ospf.bfd).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { severity: 'warning', remedy: 'put the line `ip ospf bfd` before it' },
    ]);
  });

  it('refuses a multiplier of 1 and names what stands outside its block', () => {
    const { diagnostics } = read('interface eth0\n ip ospf bfd 1 40 40\nrouter ospf\n receive-interval 50\n');
    expect(placesOf(diagnostics)).toHaveLength(2);
    expect(diagnostics[1]?.message).toContain('a `profile NAME` line of `bfd`');
  });
});
