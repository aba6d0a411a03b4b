// How packets of virtual links are signed, and what typing at a running virtual link does. A live FRR 8.4.4 was seen to do the same, but
// for key chains, which it does not know.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario } from '@ospflab/scenarios';

const chain = (secret: string): string =>
  `key chain far\n key 1\n  key-string ${secret}\n  cryptographic-algorithm hmac-sha-256\n`;

interface Settings {
  /** Of `area 1 virtual-link R`, at both ends. */
  readonly near: readonly string[];
  readonly far: readonly string[];
  /** Other lines of both files. */
  readonly more?: readonly [string, string];
  readonly typed?: readonly { readonly at: number; readonly node: string; readonly lines: string }[];
  readonly profile?: string;
  readonly until?: number;
}

const intervals = 'hello-interval 1 dead-interval 4';
const ids = { near: '10.0.0.1', far: '10.0.0.2' } as const;
const toFar = `area 1 virtual-link ${ids.far}`;

function yaml({ near, far, more = ['', ''], typed = [], profile = 'frr', until = 60 }: Settings): string {
  const node = (
    name: 'near' | 'far',
    host: number,
    other: string,
    options: readonly string[],
    extra: string,
  ) =>
    `  ${name}:
    ospfProfile: ${profile}
    interfaces:
      eth0: { segment: transit, address: 10.1.0.${host}/24 }
      eth1: { segment: ${name}, address: 10.2.${host}.1/24 }
    files:
      frr: |
${[
  ...extra.split('\n'),
  'interface eth0',
  ' ip ospf network point-to-point',
  ' ip ospf hello-interval 1',
  ' ip ospf dead-interval 4',
  'router ospf',
  ` ospf router-id 10.0.0.${host}`,
  ' network 10.1.0.0/24 area 1',
  ` network 10.2.${host}.0/24 area ${name === 'near' ? 0 : 2}`,
  ...options.map((option) => ` area 1 virtual-link ${other} ${option}`),
]
  .map((line) => `        ${line}\n`)
  .join('')}`;
  const timeline = typed.map(
    ({ at, node: name, lines }) =>
      `  - { at: ${at}s, action: configure, node: ${name}, lines: ${JSON.stringify(`router ospf\n ${lines}`)} }\n`,
  );
  return `name: virtual-link-keys
until: ${until}s
segments:
  transit: { kind: pointToPoint }
  near: { kind: lan }
  far: { kind: lan }
nodes:
${node('near', 1, ids.far, near, more[0])}${node('far', 2, ids.near, far, more[1])}timeline:${timeline.length === 0 ? ' []' : ''}
${timeline.join('')}`;
}

function load(settings: Settings) {
  const text = yaml(settings);
  return loadScenario({ read: (path) => (path === 'keys.yaml' ? text : undefined) }, 'keys.yaml');
}

/** The virtual links of the near end: names, and the states of the neighbours at the end. */
function linksOf(settings: Settings): string[] {
  const { scenario, diagnostics } = load(settings);
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const { network } = runScenario(scenario, { wireMode: 'bytes' });
  const { interfaces } = network.machine('near').ospf.router!.view(network.simulation.now);
  return interfaces
    .filter(({ networkType }) => networkType === 'virtual')
    .map(({ name, neighbors }) => [name, ...neighbors.map(({ state }) => state)].join(' '));
}

const signed = (...keys: readonly string[]): string[] => [
  intervals,
  'authentication message-digest',
  ...keys.map((key) => `message-digest-key ${key}`),
];

describe('message-digest keys', () => {
  it('both ends sign with the last key and believe it alone', () => {
    const old = '1 md5 old';
    const fresh = '2 md5 new';
    expect(linksOf({ near: signed(old), far: signed(old) })).toEqual(['VLINK0 Full']);
    expect(linksOf({ near: signed(old, fresh), far: signed(fresh) })).toEqual(['VLINK0 Full']);
    expect(linksOf({ near: signed(old, fresh), far: signed(fresh, old) })).toEqual(['VLINK0']);
  });

  it('by RFC 2328 appendix D.3 every key is believed', () => {
    const near = signed('1 md5 old', '2 md5 new');
    const far = signed('2 md5 new', '1 md5 old');
    expect(linksOf({ near, far, profile: 'rfc2328' })).toEqual(['VLINK0 Full']);
  });

  it('the backbone’s authentication holds for a link without one of its own', () => {
    const near = [intervals, 'message-digest-key 1 md5 old'];
    const typed = [{ at: 1, node: 'near', lines: 'area 0 authentication message-digest' }];
    expect(linksOf({ near, far: near })).toEqual(['VLINK0 Full']);
    expect(linksOf({ near, far: near, typed })).toEqual(['VLINK0']);
    const both = [...typed, { ...typed[0]!, node: 'far' }];
    expect(linksOf({ near, far: near, typed: both })).toEqual(['VLINK0 Full']);
  });

  it('a key typed at one end costs the adjacency, and at the other brings it back', () => {
    const old = signed('1 md5 old');
    const near = { at: 30, node: 'near', lines: `${toFar} message-digest-key 2 md5 new` };
    expect(linksOf({ near: old, far: old, typed: [near], until: 40 })).toEqual(['VLINK0']);
    const far = {
      at: 40,
      node: 'far',
      lines: `area 1 virtual-link ${ids.near} message-digest-key 2 md5 new`,
    };
    expect(linksOf({ near: old, far: old, typed: [near, far] })).toEqual(['VLINK0 Full']);
    const back = { at: 40, node: 'near', lines: `no ${toFar} message-digest-key 2 md5 new` };
    expect(linksOf({ near: old, far: old, typed: [near, back] })).toEqual(['VLINK0 Full']);
  });
});

describe('key chains', () => {
  const own = [intervals, 'authentication key-chain far'];

  it('sign with what the chain says', () => {
    expect(linksOf({ near: own, far: own, more: [chain('oak'), chain('oak')] })).toEqual(['VLINK0 Full']);
    expect(linksOf({ near: own, far: own, more: [chain('oak'), chain('elm')] })).toEqual(['VLINK0']);
  });

  it('a chain that is not there is worth a warning', () => {
    expect(load({ near: own, far: own, more: [chain('oak'), ''] }).diagnostics).toMatchObject([
      {
        severity: 'warning',
        message:
          "there is no key chain 'far', so the virtual link to 10.0.0.1 believes nobody and nobody believes what it sends",
      },
    ]);
  });
});

describe('typed at a running ospfd', () => {
  const plain = [intervals];

  it('a link is taken back, and comes again under another name', () => {
    const gone = { at: 20, node: 'near', lines: `no ${toFar}` };
    expect(linksOf({ near: plain, far: plain, typed: [gone] })).toEqual([]);
    const again = { at: 30, node: 'near', lines: `${toFar} ${intervals}` };
    expect(linksOf({ near: plain, far: plain, typed: [gone, again] })).toEqual(['VLINK1 Full']);
  });

  it('other intervals end the adjacency until the other end has them, too', () => {
    const near = { at: 20, node: 'near', lines: `${toFar} hello-interval 2` };
    const far = { at: 30, node: 'far', lines: `area 1 virtual-link ${ids.near} hello-interval 2` };
    expect(linksOf({ near: plain, far: plain, typed: [near] })).toEqual(['VLINK0']);
    expect(linksOf({ near: plain, far: plain, typed: [near, far] })).toEqual(['VLINK0 Full']);
  });
});
