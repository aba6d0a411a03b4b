// ipvsadm as commands of a set-up script and as a file of rules, marks by iptables, and settings under net.ipv4.vs.

import { describe, expect, it } from 'vitest';
import { loadScenario, readIpvsadmRules, readSetupScript, showAt } from '@ospflab/scenarios';
import { ipv4 } from '@ospflab/net';
import { mapSource } from '../map-source.ts';
import { placesOf, shortDiagnostics } from '../short-diagnostics.ts';

function commandsOf(text: string): unknown[] {
  const { value, diagnostics } = readIpvsadmRules('rules', text);
  expect(shortDiagnostics(diagnostics)).toEqual([]);
  return value.map((each) => (each.kind === 'ipvs' ? each.command : each));
}

const service = { protocol: 'tcp', address: ipv4('10.0.0.100'), port: 80 };

describe('rules', () => {
  it('services and real servers with their options', () => {
    expect(
      commandsOf(
        '-A -t 10.0.0.100:80 -s mh -p 50 -M 255.255.255.0 -b mh-port,mh-fallback\n' +
          '-a -t 10.0.0.100:80 -r 10.0.1.1:8080 -m -w 3 -x 100 -y 50\n',
      ),
    ).toEqual([
      {
        kind: 'serviceAdded',
        service,
        settings: {
          scheduler: 'mh',
          schedulerFlags: ['mh-port', 'mh-fallback'],
          persistence: { timeoutSeconds: 50, netmask: ipv4('255.255.255.0') },
        },
      },
      {
        kind: 'destinationAdded',
        service,
        destination: { address: ipv4('10.0.1.1'), port: 8080 },
        settings: { weight: 3, forwarding: 'masquerading', upperThreshold: 100, lowerThreshold: 50 },
      },
    ]);
  });

  it('what is left out has ipvsadm’s defaults, and only masquerading changes the port', () => {
    expect(commandsOf('-A -u 10.0.0.100:53 -p\n-a -u 10.0.0.100:53 -r 10.0.1.1:99\n')).toMatchObject([
      { settings: { scheduler: 'wlc', schedulerFlags: [], persistence: { timeoutSeconds: 300 } } },
      { destination: { port: 53 }, settings: { weight: 1, forwarding: 'directRouting' } },
    ]);
  });

  it('daemons, timeouts, marks and the long spellings', () => {
    expect(
      commandsOf(
        '--start-daemon master --mcast-interface eth0 --syncid 7\n--set 900 0 30\n-C\n' +
          '--add-service --fwmark-service 3 --scheduler sh\n-a -f 3 -r 10.0.1.1 -i\n',
      ),
    ).toMatchObject([
      { kind: 'syncDaemonStarted', daemon: { role: 'master', interface: 'eth0', syncId: 7 } },
      { kind: 'timeoutsSet', tcpSeconds: 900, tcpFinSeconds: 0, udpSeconds: 30 },
      { kind: 'flushed' },
      { kind: 'serviceAdded', service: { firewallMark: 3, port: 0 } },
      { kind: 'destinationAdded', destination: { port: 0 }, settings: { forwarding: 'tunneling' } },
    ]);
  });

  it.each([
    ['-A -t 10.0.0.100 -s best', "1:24 error 'best' where one of rr, wrr"],
    ['-A -t 10.0.0.1000:80', "1:7 error '10.0.0.1000:80' where a.b.c.d:port was expected after '-t'"],
    ['-a -t 10.0.0.100:80', '1:1 error nothing where --real-server was expected'],
    ['-a -t 10.0.0.100:80 -r 10.0.1.1:80 -w -1', "1:39 error '-1' where a number from 0"],
    ['-A -t 10.0.0.100:80 --frobnicate', "1:21 error '--frobnicate' where an option of ipvsadm was expected"],
    ['--start-daemon slave --mcast-interface eth0', "1:16 error 'slave' where one of master, backup"],
  ])('%s is an error with its place', (line, start) => {
    const { value, diagnostics } = readIpvsadmRules('rules', line);
    expect(value).toEqual([]);
    expect(shortDiagnostics(diagnostics)[0]).toContain(start.slice(start.indexOf(' ')));
  });
});

describe('set-up scripts', () => {
  it('understand ipvsadm and the marks of iptables, and say what of iptables they do not', () => {
    const { value, diagnostics } = readSetupScript(
      'setup.sh',
      'ipvsadm -A -t 10.0.0.100:80 -s rr\nipvsadm -Ln\n' +
        'iptables -t mangle -A PREROUTING -i eth0 -d 10.0.0.100/32 -p tcp -m multiport --dports 80,443 -j MARK --set-mark 1\n' +
        'iptables -A INPUT -p tcp --dport 22 -j ACCEPT\n',
    );
    expect(value).toMatchObject([
      { kind: 'ipvs', command: { kind: 'serviceAdded' } },
      {
        kind: 'packetMark',
        interface: 'eth0',
        protocol: 'tcp',
        ports: [
          { from: 80, to: 80 },
          { from: 443, to: 443 },
        ],
        mark: 1,
      },
    ]);
    expect(placesOf(diagnostics)).toEqual(['4:1 unsupported']);
  });
});

describe('a node', () => {
  const scenario = (files: string, sysctls: string): string => `name: one
about: a director alone
until: 2s
segments: { lan: { kind: lan } }
nodes:
  ds:
    interfaces: { eth0: { segment: lan, address: 10.0.0.1/24 } }
    sysctls: { ${sysctls} }
    files:
${files}`;
  const rules = [
    '-A -t 10.0.0.100:80 -s wrr -p 50 -M 255.255.255.0',
    '-a -t 10.0.0.100:80 -r 10.0.1.1:80 -g -w 1',
    '-a -t 10.0.0.100:80 -r 10.0.1.2:8080 -m -w 5 -x 9 -y 3',
    '-A -u 10.0.0.100:53 -s rr -o',
    '-A -f 7 -s sh -b sh-port',
  ].join('\n');

  function show(text: string, command: string): string {
    const { scenario: loaded, diagnostics } = loadScenario(mapSource({ 's.yaml': text }), 's.yaml');
    if (loaded === undefined) throw new Error(shortDiagnostics(diagnostics).join('\n'));
    const shown = showAt(loaded, 'ds', command, { at: loaded.until });
    return shown.ok ? shown.text : shown.message;
  }

  it('with a file of rules prints them again', () => {
    const file = `      ipvsadm: |\n${rules.replaceAll(/^/gm, '        ')}\n`;
    expect(show(scenario(file, ''), 'ipvsadm -Sn')).toBe(`${rules}\n`);
    expect(show(scenario(file, ''), 'ipvsadm -Ln --thresholds')).toContain(
      '  -> 10.0.1.2:8080                9          3          0          0         \n',
    );
    expect(show(scenario(file, ''), 'ipvsadm -Ln --persistent-conn')).toContain(
      '  -> 10.0.1.2:8080                5         0           0          0         \n',
    );
  });

  it('may have every setting of net.ipv4.vs that is simulated, with values that the kernel takes', () => {
    const file = '      ipvsadm: |\n        -A -t 10.0.0.100:80 -s rr\n';
    const load = (sysctls: string) =>
      shortDiagnostics(loadScenario(mapSource({ 's.yaml': scenario(file, sysctls) }), 's.yaml').diagnostics);
    expect(
      load('net.ipv4.vs.sync_threshold: 3 50, net.ipv4.vs.sloppy_tcp: 1, net.ipv4.vs.drop_entry: 3'),
    ).toEqual([]);
    expect(load('net.ipv4.vs.sync_threshold: 50 3')).toEqual([
      "8:16 error '50 3' is no value for net.ipv4.vs.sync_threshold → write a number that the kernel accepts",
    ]);
    expect(load('net.ipv4.vs.secure_tcp: 1')[0]).toContain(
      'unsupported the setting net.ipv4.vs.secure_tcp is not simulated',
    );
  });
});
