// Key chains of FRR 10: the keys of an interface, each with its algorithm.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario } from '@ospflab/scenarios';

function yaml(chains: readonly [string, string]): string {
  const node = (host: number, keys: string) => `  r${host}:
    interfaces:
      eth0: { segment: lan, address: 10.1.0.${host}/24 }
    files:
      frr: |
        key chain lan
${keys.replace(/^/gm, '         ')}
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
         ip ospf authentication key-chain lan
        router ospf
         ospf router-id 10.0.0.${host}
         network 10.0.0.0/8 area 0
`;
  return `name: keys
until: 60s
segments:
  lan: { kind: pointToPoint }
nodes:
${node(1, chains[0])}${node(2, chains[1])}`;
}

const key = (keyId: number, secret: string, algorithm: string): string =>
  `key ${keyId}\n key-string ${secret}\n cryptographic-algorithm ${algorithm}`;

/** States of the neighbours of r1 at the end. */
function neighborsOf(chains: readonly [string, string]): string[] {
  const files = new Map([['keys.yaml', yaml(chains)]]);
  const { scenario, diagnostics } = loadScenario({ read: (path) => files.get(path) }, 'keys.yaml');
  if (scenario === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  const { network } = runScenario(scenario, { wireMode: 'bytes' });
  const view = network.machine('r1').ospf.router!.view(network.simulation.now);
  return view.interfaces.flatMap(({ neighbors }) => neighbors.map(({ state }) => state));
}

describe('ip ospf authentication key-chain', () => {
  it.each(['md5', 'hmac-sha-1', 'hmac-sha-256', 'hmac-sha-384', 'hmac-sha-512'])('signs with %s', (name) => {
    expect(neighborsOf([key(5, 's3cret', name), key(5, 's3cret', name)])).toEqual(['Full']);
  });

  it('another secret or algorithm is not believed', () => {
    const own = key(5, 's3cret', 'hmac-sha-256');
    expect(neighborsOf([own, key(5, 'wrong', 'hmac-sha-256')])).toEqual([]);
    expect(neighborsOf([own, key(5, 's3cret', 'hmac-sha-1')])).toEqual([]);
  });

  it('the lowest key signs and every key is believed; one without an algorithm is not used', () => {
    const old = key(2, 'old', 'md5');
    const fresh = key(1, 'new', 'hmac-sha-256');
    expect(neighborsOf([`${old}\n${fresh}`, fresh])).toEqual(['Full']);
    expect(neighborsOf([`${old}\n${fresh}`, old])).toEqual(['Init']);
    expect(neighborsOf(['key 1\n key-string new', 'key 1\n key-string new'])).toEqual([]);
  });
});
