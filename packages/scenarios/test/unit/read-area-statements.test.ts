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
  it('takes its options in any order and on several lines', () => {
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
    );
    expect(placesOf(diagnostics)).toEqual([
      '2:7 error',
      '3:31 error',
      '4:31 error',
      '5:31 error',
      '6:31 error',
    ]);
  });

  it('is taken back by `no`', () => {
    const { value } = read('area 1 virtual-link 10.0.0.3', 'no area 1 virtual-link 10.0.0.3');
    expect(value.ospf?.areas).toMatchObject([{ virtualLinks: [] }]);
  });
});
