// The tutorial's own files, with every mistake left in: what the readers must find in them.

import { formatIpv4Address, formatIpv4Prefix } from '@ospflab/net';
import { describe, expect, it } from 'vitest';
import {
  readFrrConfig,
  readKeepalivedConfig,
  readSetupScript,
  type FrrDaemon,
  type FrrDialect,
} from '@ospflab/scenarios';
import { discSource, fixturePath } from '../folder-source.ts';
import { placesOf } from '../short-diagnostics.ts';

const textOf = (name: string) => discSource.read(fixturePath(`tutorial/${name}`)) ?? '';

function read(name: string, daemon: FrrDaemon, dialect: FrrDialect) {
  return readFrrConfig([{ file: name, text: textOf(name), daemon }], dialect);
}

describe('comments behind statements', () => {
  it.each([
    ['director-ospfd.conf', 'ospfd', ['1:27', '7:23', '13:34']],
    ['director-zebra.conf', 'zebra', ['1:28']],
    ['router-ospfd.conf', 'ospfd', ['1:24']],
    ['router-zebra.conf', 'zebra', ['1:21', '10:26']],
  ] as const)('Quagga starts with none of them: %s', (name, daemon, places) => {
    expect(placesOf(read(name, daemon, 'quagga').diagnostics)).toEqual(
      places.map((place) => `${place} error`),
    );
  });

  it('FRR loses the interface block of the director, so hello and dead stay at their defaults', () => {
    const { value, diagnostics } = read('director-ospfd.conf', 'ospfd', 'frr');
    expect(placesOf(diagnostics)).toEqual(
      ['1:27', '7:23', '8:3', '9:3', '10:3', '11:3', '13:34'].map((place) => `${place} warning`),
    );
    expect(value.interfaces).toEqual([]);
    expect(value.hostname).toBeUndefined();
    expect(value.ospf?.routerId).toBeUndefined();
  });

  it('FRR loses the route map of the router, so the name that zebra asks for does not exist', () => {
    const { value, diagnostics } = read('router-zebra.conf', 'zebra', 'frr');
    expect(placesOf(diagnostics)).toEqual(['1:21 warning', '10:26 warning', '11:3 warning']);
    expect(value.protocolRouteMaps).toMatchObject([{ protocol: 'ospf', routeMap: 'ANY' }]);
    expect(value.routeMaps).toEqual([]);
  });
});

describe('addresses', () => {
  it('network 192.168.28.0/8 means 192.0.0.0/8, which takes in the VIP 192.168.12.211', () => {
    const { value } = read('director-ospfd.conf', 'ospfd', 'frr');
    expect(value.ospf?.networks.map(({ prefix }) => formatIpv4Prefix(prefix))).toEqual(['192.0.0.0/8']);
  });

  it('directors and real servers have different VIPs', () => {
    const vips = ['director-setup.sh', 'real-server-setup.sh'].map((name) => {
      const { value, diagnostics } = readSetupScript(name, textOf(name));
      expect(diagnostics).toEqual([]);
      return value.flatMap((command) =>
        command.kind === 'addressAdd' ? formatIpv4Address(command.address) : [],
      );
    });
    expect(vips).toEqual([['192.168.12.211'], ['192.168.28.211']]);
  });
});

describe('other files', () => {
  it('keepalived ignores nb_get_retry inside TCP_CHECK, with a warning', () => {
    const { value, diagnostics } = readKeepalivedConfig('keepalived.conf', textOf('keepalived.conf'));
    expect(placesOf(diagnostics)).toEqual(['24:13 warning']);
    const [server] = value.virtualServers;
    expect(server).toMatchObject({
      persistenceTimeoutSeconds: 50,
      haSuspend: true,
      lbAlgo: 'wrr',
      lbKind: 'directRouting',
    });
    expect(server?.realServers.map(({ address }) => formatIpv4Address(address))).toEqual(['192.168.28.208']);
    expect(server?.realServers[0]?.checks[0]?.retry).toBeUndefined();
  });

  it('the echo lines of router and real servers are sysctls, in every spelling', () => {
    const keys = ['router-setup.sh', 'real-server-setup.sh'].flatMap((name) =>
      readSetupScript(name, textOf(name)).value.flatMap((command) =>
        command.kind === 'sysctlSet' ? `${command.key}=${command.value}` : [],
      ),
    );
    expect(keys).toEqual([
      'net.ipv4.ip_forward=1',
      'net.ipv4.conf.eth0.proxy_arp=1',
      'net.ipv4.conf.all.arp_ignore=1',
      'net.ipv4.conf.lo.arp_ignore=1',
      'net.ipv4.conf.all.arp_announce=2',
      'net.ipv4.conf.lo.arp_announce=2',
    ]);
  });
});
