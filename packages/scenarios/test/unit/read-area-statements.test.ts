// Statements of FRR about areas and what is told between them.

import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { readFrrConfig } from '@ospflab/scenarios';
import { placesOf } from '../short-diagnostics.ts';

function read(...lines: readonly string[]) {
  const text = ['router ospf', ...lines.map((line) => ` ${line}`), ''].join('\n');
  return readFrrConfig([{ file: 'frr.conf', daemon: 'integrated', text }], 'frr');
}

describe('area … virtual-link', () => {
  it('takes intervals in any order on one line, and keys on others', () => {
    const { value, diagnostics } = read(
      'area 1 virtual-link 10.0.0.3',
      'area 1 virtual-link 10.0.0.3 dead-interval 8 hello-interval 2',
      'area 1 virtual-link 10.0.0.3 authentication message-digest message-digest-key 7 md5 secret',
      'area 2 virtual-link 10.0.0.3 authentication authentication-key word',
    );
    expect(diagnostics).toEqual([]);
    expect(value.ospf?.areas).toMatchObject([
      {
        area: 1,
        virtualLinks: [
          {
            neighborId: ipv4('10.0.0.3'),
            helloInterval: 2,
            deadInterval: 8,
            retransmitInterval: undefined,
            authentication: 'messageDigest',
            messageDigestKeys: [{ keyId: 7, key: 'secret' }],
          },
        ],
      },
      { area: 2, virtualLinks: [{ authentication: 'simple', authenticationKey: 'word' }] },
    ]);
  });

  it('is refused through the backbone and with options that it does not know', () => {
    const { diagnostics } = read(
      'area 0 virtual-link 10.0.0.3',
      'area 1 virtual-link 10.0.0.3 hello-interval 0',
      'area 1 virtual-link 10.0.0.3 cost 7',
      'area 1 virtual-link 10.0.0.3 message-digest-key 256 md5 secret',
      'area 1 virtual-link 10.0.0.3 dead-interval',
      'area 1 virtual-link 10.0.0.3 authentication message-digest hello-interval 3',
      'area 1 virtual-link 10.0.0.3 hello-interval 3 authentication',
      'area 1 virtual-link 10.0.0.3 message-digest-key 1 md5 a message-digest-key 2 md5 b',
      'area 1 virtual-link 10.0.0.3 authentication-key k message-digest-key 1 md5 a',
      'area 1 virtual-link 10.0.0.3 authentication key-chain',
    );
    expect(placesOf(diagnostics)).toEqual([
      '2:7 error',
      '3:31 error',
      '4:31 error',
      '5:31 error',
      '6:31 error',
      '7:31 error',
      '8:31 error',
      '9:31 error',
      '10:31 error',
      '11:31 error',
    ]);
  });

  it('is taken back by `no`, whole or one setting after the other', () => {
    const { value } = read('area 1 virtual-link 10.0.0.3', 'no area 1 virtual-link 10.0.0.3');
    expect(value.ospf?.areas).toMatchObject([{ virtualLinks: [] }]);
    const { value: rest, diagnostics } = read(
      'area 1 virtual-link 10.0.0.3 hello-interval 2 dead-interval 8',
      'area 1 virtual-link 10.0.0.3 authentication message-digest message-digest-key 7 md5 secret',
      'area 1 virtual-link 10.0.0.3 message-digest-key 8 md5 other',
      'no area 1 virtual-link 10.0.0.3 hello-interval 2',
      'no area 1 virtual-link 10.0.0.3 message-digest-key 7 md5 secret',
      'no area 1 virtual-link 10.0.0.3 authentication',
    );
    expect(diagnostics).toEqual([]);
    expect(rest.ospf?.areas[0]?.virtualLinks).toMatchObject([
      {
        helloInterval: undefined,
        deadInterval: 8,
        authentication: undefined,
        messageDigestKeys: [{ keyId: 8, key: 'other' }],
      },
    ]);
  });

  it('keeps a key that is there already', () => {
    const { value, diagnostics } = read(
      'area 1 virtual-link 10.0.0.3 message-digest-key 7 md5 secret',
      'area 1 virtual-link 10.0.0.3 message-digest-key 7 md5 other',
    );
    expect(placesOf(diagnostics)).toEqual(['3:31 warning']);
    expect(value.ospf?.areas[0]?.virtualLinks[0]?.messageDigestKeys).toMatchObject([{ key: 'secret' }]);
  });
});

describe('what border routers tell', () => {
  it('ranges take cost, substitute and not-advertise, each line adding to the ones before', () => {
    const { value, diagnostics } = read(
      'area 1 range 10.1.0.0/16',
      'area 1 range 10.1.0.0/16 cost 7',
      'area 1 range 10.1.0.0/16 substitute 10.9.0.0/16',
      'area 1 range 10.2.0.0/16 cost 3 substitute 10.8.0.0/16',
      'area 1 range 10.3.0.0/16 not-advertise',
      'area 1 range 10.4.0.0/16',
      'no area 1 range 10.4.0.0/16',
      'area 1 nssa range 192.0.2.0/24 cost 5',
    );
    expect(diagnostics).toEqual([]);
    expect(value.ospf?.areas).toMatchObject([
      {
        ranges: [
          { prefix: { address: ipv4('10.1.0.0') }, cost: 7, substitute: { address: ipv4('10.9.0.0') } },
          { prefix: { address: ipv4('10.2.0.0') }, cost: 3, substitute: { address: ipv4('10.8.0.0') } },
          { prefix: { address: ipv4('10.3.0.0') }, advertise: false, substitute: undefined },
        ],
        externalRanges: [{ prefix: { address: ipv4('192.0.2.0') }, advertise: true, cost: 5 }],
      },
    ]);
  });

  it('filters stand per area and direction', () => {
    const { value, diagnostics } = read(
      'area 1 filter-list prefix A in',
      'area 1 filter-list prefix B out',
      'area 1 import-list C',
      'area 1 export-list D',
      'no area 1 filter-list prefix B out',
    );
    expect(diagnostics).toEqual([]);
    expect(value.ospf?.areas).toMatchObject([
      { prefixListIn: 'A', prefixListOut: undefined, importList: 'C', exportList: 'D' },
    ]);
  });

  it('an NSSA takes a default of its own and gives up forwarding addresses', () => {
    const { value, diagnostics } = read(
      'area 1 nssa default-information-originate metric-type 1 metric 9 no-summary',
      'area 1 nssa suppress-fa',
    );
    expect(diagnostics).toEqual([]);
    expect(value.ospf?.areas).toMatchObject([
      {
        kind: 'nssa',
        noSummary: true,
        externalDefault: { metric: 9, metricType: 1 },
        suppressForwardingAddress: true,
      },
    ]);
  });
});

describe('externals and distances', () => {
  it('summary addresses and distribute lists are read and taken back', () => {
    const { value, diagnostics } = read(
      'summary-address 198.51.0.0/16 tag 77',
      'summary-address 203.0.113.0/24 no-advertise',
      'summary-address 192.0.2.0/24',
      'no summary-address 192.0.2.0/24',
      'distribute-list A out static',
      'distribute-list B out static',
      'distribute-list C out connected',
      'no distribute-list C out connected',
    );
    expect(diagnostics).toEqual([]);
    expect(value.ospf?.summaryAddresses).toMatchObject([
      { prefix: { length: 16 }, advertise: true, tag: 77 },
      { prefix: { length: 24 }, advertise: false, tag: 0 },
    ]);
    expect(value.ospf?.distributeLists).toEqual([{ list: 'B', source: 'static' }]);
  });

  it('distances are read per kind of path, in any order', () => {
    const { value, diagnostics } = read(
      'distance 99',
      'distance ospf external 41 intra-area 21',
      'distance ospf inter-area 0',
    );
    expect(placesOf(diagnostics)).toEqual(['4:16 error']);
    expect(value.ospf?.distances).toEqual({ all: 99, intraArea: 21, interArea: undefined, external: 41 });
  });

  it('a route map entry keeps one clause of each kind', () => {
    const text = `route-map RM permit 10
 match tag 5
 match ip address A
 match ip address prefix-list B
 match ip address prefix-list C
 match tag 6
 set metric +3
`;
    const { value, diagnostics } = readFrrConfig([{ file: 'frr.conf', daemon: 'integrated', text }], 'frr');
    const [entry] = value.routeMaps[0]!.entries;
    expect(entry?.matches.map(({ kind }) => kind)).toEqual(['accessList', 'prefixList', 'tag']);
    expect(entry?.setMetric).toEqual({ change: 'plus', amount: 3 });
    expect(diagnostics).toEqual([]);
  });
});
