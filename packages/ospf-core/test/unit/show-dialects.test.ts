// What the dialects print differently where the recordings of the tutorial's LAN do not reach.

import { ipv4 } from '@ospflab/net';
import { ospfShowCommands, renderOspfShow, showDialectNames, type OspfView } from '@ospflab/ospf-core';
import { describe, expect, it } from 'vitest';
import { routerView } from '../recorded-tutorial.ts';

const firstLine = (text: string | undefined, pattern: RegExp): string =>
  (text ?? '').split('\n').find((line) => pattern.test(line)) ?? '';

/** The router's view with every neighbour declaring these. */
function withDesignated(designatedRouter: string, backupDesignatedRouter: string): OspfView {
  return {
    ...routerView,
    interfaces: routerView.interfaces.map((attached) => ({
      ...attached,
      neighbors: attached.neighbors.map((neighbor) => ({
        ...neighbor,
        designatedRouter: ipv4(designatedRouter),
        backupDesignatedRouter: ipv4(backupDesignatedRouter),
      })),
    })),
  };
}

describe('every dialect', () => {
  for (const dialect of showDialectNames) {
    it(`${dialect} answers every command`, () => {
      for (const { words } of ospfShowCommands) {
        expect(renderOspfShow(routerView, words, dialect), words).toMatch(/\n$/);
      }
    });
  }

  it('is FRR 8.4 when none is named', () => {
    for (const { words } of ospfShowCommands) {
      expect(renderOspfShow(routerView, words)).toBe(renderOspfShow(routerView, words, 'frr-8.4'));
    }
  });
});

describe('FRR 10', () => {
  it('names designated and backup router on one line', () => {
    const shown = renderOspfShow(
      withDesignated('10.0.1.5', '10.0.1.4'),
      'show ip ospf neighbor detail',
      'frr-10',
    );
    expect(firstLine(shown, /DR is/)).toBe('    DR is 10.0.1.5,     BDR is 10.0.1.4');
  });

  it('says in words that there is neither, and leaves both out of the JSON', () => {
    const view = withDesignated('0.0.0.0', '0.0.0.0');
    expect(renderOspfShow(view, 'show ip ospf neighbor detail', 'frr-10')).toContain(
      '    No designated router on this network\n    No backup designated router on this network\n',
    );
    const json = renderOspfShow(view, 'show ip ospf neighbor detail json', 'frr-10');
    expect(json).not.toContain('routerDesignated');
    expect(renderOspfShow(view, 'show ip ospf neighbor detail json', 'frr-8.4')).toContain(
      '"routerDesignatedBackupId":"0.0.0.0"',
    );
  });
});

describe('Quagga 1.2', () => {
  const shown = (words: string): string => renderOspfShow(routerView, words, 'quagga-1.2') ?? '';

  it('keeps a space behind a long link id, where FRR’s columns move', () => {
    expect(firstLine(shown('show ip ospf database'), /^192\.168\.28\.101/)).toMatch(
      /^192\.168\.28\.101 {2}192\.168\.28\.101 {2}/,
    );
    expect(firstLine(renderOspfShow(routerView, 'show ip ospf database'), /^192\.168\.28\.101/)).toMatch(
      /^192\.168\.28\.101 192\.168\.28\.101 {2}/,
    );
  });

  it('has neighbours in a narrower table without their up time', () => {
    const lines = shown('show ip ospf neighbor').split('\n');
    expect(lines[1]).toBe(
      '    Neighbor ID Pri State           Dead Time Address         Interface            RXmtL RqstL DBsmL',
    );
    expect(lines[2]).toBe(
      '192.168.28.101    0 Full/DROther       3.962s 192.168.28.101  eth0:192.168.28.210      2     0     0',
    );
  });

  it('tells neither of path limits nor of graceful restart', () => {
    expect(shown('show ip ospf')).not.toMatch(/Maximum multiple paths|Administrative distance/);
    expect(shown('show ip ospf neighbor detail')).not.toMatch(/HELPER/);
  });
});
