// Statements of FRR about networks and neighbours, and the interfaces that come of them.

import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { readFrrConfig } from '@ospflab/scenarios';

function read(text: string) {
  return readFrrConfig([{ file: 'frr.conf', daemon: 'integrated', text }], 'frr');
}

describe('neighbor', () => {
  it('is read with priority and poll interval in any order', () => {
    const { value: config, diagnostics } = read(
      'router ospf\n neighbor 10.0.0.2\n neighbor 10.0.0.3 priority 4 poll-interval 9\n neighbor 10.0.0.4 poll-interval 7 priority 2\n',
    );
    expect(diagnostics).toEqual([]);
    expect(
      config.ospf?.neighbors.map(({ address, priority, pollSeconds }) => [address, priority, pollSeconds]),
    ).toEqual([
      [ipv4('10.0.0.2'), undefined, undefined],
      [ipv4('10.0.0.3'), 4, 9],
      [ipv4('10.0.0.4'), 2, 7],
    ]);
  });

  it('said twice holds once, and `no` takes it back', () => {
    const { value: config } = read(
      'router ospf\n neighbor 10.0.0.2 priority 1\n neighbor 10.0.0.2 priority 3\n neighbor 10.0.0.3\n no neighbor 10.0.0.3\n',
    );
    expect(config.ospf?.neighbors).toMatchObject([{ address: ipv4('10.0.0.2'), priority: 3 }]);
  });
});

describe('capability opaque', () => {
  it.each(['capability opaque', 'ospf opaque-lsa'])('%s is read, and taken back by its no form', (words) => {
    expect(read(`router ospf\n ${words}\n`).value.ospf?.opaqueCapable).toBe(true);
    expect(read(`router ospf\n ${words}\n no ${words}\n`).value.ospf?.opaqueCapable).toBe(false);
  });
});
