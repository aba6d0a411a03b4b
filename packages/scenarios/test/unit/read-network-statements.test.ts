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

describe('graceful-restart', () => {
  const settings = (...lines: readonly string[]) =>
    read(`router ospf\n${lines.map((line) => ` graceful-restart ${line}\n`).join('')}`).value.ospf
      ?.gracefulRestart;

  it('is off for the router itself and for its neighbours unless it is typed', () => {
    expect(read('router ospf\n').value.ospf?.gracefulRestart).toMatchObject({
      gracePeriodSeconds: undefined,
      helpsEverybody: false,
      helpsRouters: [],
    });
  });

  it('has a grace period of 120 s unless another is given', () => {
    expect(settings('')?.gracePeriodSeconds).toBe(120);
    expect(settings('grace-period 40')?.gracePeriodSeconds).toBe(40);
  });

  it('helps everybody, or the routers that are named', () => {
    expect(settings('helper enable')).toMatchObject({ helpsEverybody: true, helpsRouters: [] });
    expect(settings('helper enable 10.0.0.1', 'helper enable 10.0.0.2')).toMatchObject({
      helpsEverybody: false,
      helpsRouters: [0x0a000001, 0x0a000002],
    });
  });

  it('checks LSAs strictly, unless that is taken back, for up to 1800 s', () => {
    expect(settings('helper enable')).toMatchObject({ strictLsaChecking: true, supportedGraceSeconds: 1800 });
    const lax = read('router ospf\n no graceful-restart helper strict-lsa-checking\n').value.ospf;
    expect(lax?.gracefulRestart.strictLsaChecking).toBe(false);
    expect(settings('helper supported-grace-time 30', 'helper planned-only')).toMatchObject({
      supportedGraceSeconds: 30,
      plannedOnly: true,
    });
  });
});
