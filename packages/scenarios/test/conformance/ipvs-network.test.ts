// Forwarding methods and connection synchronisation over a simulated network: what clients get, and what is on the wire.

import { describe, expect, it } from 'vitest';
import { formatIpv4Address, ipv4, type Ipv4Packet } from '@ospflab/net';
import { decodeSyncMessage } from '@ospflab/lvs-sim';
import { seconds, type Instant } from '@ospflab/sim';
import {
  Network,
  loadScenario,
  playTimeline,
  runScenario,
  showAt,
  type LoadedScenario,
} from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';
import { shortDiagnostics } from '../short-diagnostics.ts';

function load(text: string): LoadedScenario {
  const { scenario, diagnostics } = loadScenario(mapSource({ 's.yaml': text }), 's.yaml');
  if (scenario === undefined) throw new Error(shortDiagnostics(diagnostics).join('\n'));
  return scenario;
}

/** Answers leave through the director. */
const fromInside = 'ip route add 10.0.0.2/32 via 10.0.1.254';

/** A client, a director between two LANs and two servers behind it. */
function behindDirector(rules: string, servers = fromInside, director = ''): LoadedScenario {
  const server = (number: number): string => `
  rs-${number}:
    interfaces:
      eth0: { segment: inside, address: 10.0.1.${number}/24 }
      eth1: { segment: outside, address: 10.0.0.1${number}/24 }
    services: [{ kind: http, port: 8080, body: server-${number} }, { kind: http, port: 80, body: plain-${number} }]
    files:
      setup: |
        ${servers}`;
  return load(`name: behind
about: servers behind a director
until: 60s
segments: { outside: { kind: lan }, inside: { kind: lan } }
nodes:
  client:
    interfaces: { eth0: { segment: outside, address: 10.0.0.2/24 } }
  ds:
    interfaces:
      eth0: { segment: outside, address: 10.0.0.1/24 }
      eth1: { segment: inside, address: 10.0.1.254/24 }
    sysctls: { net.ipv4.ip_forward: 1 }
    files:
      setup: |
        ip addr add 10.0.0.100/32 dev eth0
        ${director}
      ipvsadm: |
        ${rules.replaceAll('\n', '\n        ')}${server(1)}${server(2)}
`);
}

function curl(scenario: LoadedScenario, url: string): string {
  const shown = showAt(scenario, 'client', `curl ${url}`, { at: seconds(5) as number as Instant });
  return (shown.ok ? shown.text : shown.message).trim();
}

describe('masquerading', () => {
  const scenario = behindDirector(
    '-A -t 10.0.0.100:80 -s rr\n-a -t 10.0.0.100:80 -r 10.0.1.1:8080 -m\n-a -t 10.0.0.100:80 -r 10.0.1.2:8080 -m',
    fromInside,
  );

  it('serves from another address and port, and the client sees only the service', () => {
    expect(curl(scenario, 'http://10.0.0.100/')).toBe('server-2');
    const network = new Network(scenario, { seed: 1, wireMode: 'bytes' });
    const seen = new Set<string>();
    network.segments.get('outside')!.tap((frame) => {
      if (frame.payload.kind === 'ipv4') seen.add(formatIpv4Address(frame.payload.source));
    });
    playTimeline(network, seconds(1) as number as Instant);
    const { node, ipvs } = network.machine('client');
    expect(ipvs).toBeUndefined();
    node.toHost({ kind: 'tcpConnect', socket: 1, destination: ipv4('10.0.0.100'), port: 80 });
    network.simulation.run({ until: seconds(3) as number as Instant });
    expect([...seen].sort()).toEqual(['10.0.0.100', '10.0.0.2']);
    expect(network.machine('ds').ipvs?.director.connectionEntries(network.simulation.now)).toMatchObject([
      { state: 'ESTABLISHED', realServer: ipv4('10.0.1.2'), realPort: 8080 },
    ]);
  });

  it('needs ip_forward for the answers', () => {
    const without = {
      ...scenario,
      nodes: scenario.nodes.map((node) => ({
        ...node,
        setup: node.setup.filter(({ kind }) => kind !== 'sysctlSet'),
      })),
    };
    expect(curl(without, 'http://10.0.0.100/')).not.toContain('server');
  });
});

describe('tunnelling', () => {
  // Answers go past the director, which would take packets with its own address as their source for forged.
  const quiet = 'sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2';
  const ends = `ip link set tunl0 up; ip addr add 10.0.0.100/32 dev tunl0; ${quiet}`;
  const rules =
    '-A -t 10.0.0.100:80 -s rr\n-a -t 10.0.0.100:80 -r 10.0.1.1 -i\n-a -t 10.0.0.100:80 -r 10.0.1.2 -i';

  it('reaches servers that take the packets apart; the outer packets say IPIP', () => {
    const scenario = behindDirector(rules, ends);
    expect(curl(scenario, 'http://10.0.0.100/')).toBe('plain-2');
    const outer: Ipv4Packet[] = [];
    runScenario(
      { ...scenario, traffic: [shortTraffic], until: seconds(3) as number as Instant },
      {
        wireMode: 'bytes',
        onNetwork: (network) => {
          network.segments.get('inside')!.tap((frame, port, direction) => {
            if (direction === 'out' && frame.payload.kind === 'ipv4' && frame.payload.protocol === 4)
              outer.push(frame.payload);
          });
        },
      },
    );
    expect(outer.length).toBeGreaterThan(3);
    expect(new Set(outer.map(({ source }) => formatIpv4Address(source)))).toEqual(new Set(['10.0.1.254']));
  });

  it('both wire modes give the same digest', () => {
    const scenario = {
      ...behindDirector(rules, ends),
      traffic: [shortTraffic],
      until: seconds(4) as number as Instant,
    };
    const [first, second] = (['bytes', 'objects'] as const).map((wireMode) =>
      runScenario(scenario, { wireMode }),
    );
    expect(first!.report.digest).toBe(second!.report.digest);
    expect(first!.report.traffic[0]).toMatchObject({ lost: 0, reset: 0, refused: 0 });
  });

  it('the way has room for 20 bytes less: the client is told, sends smaller segments and gets through', () => {
    const scenario = behindDirector(rules, ends);
    const network = new Network(scenario, { seed: 1, wireMode: 'bytes' });
    const drops: string[] = [];
    network.simulation.trace.onRecord(({ node, event }) => {
      if (event.kind === 'packetDropped')
        drops.push(`${node} ${(event as unknown as { reason: string }).reason}`);
    });
    let innerBytes = 0;
    network.segments.get('inside')!.tap((frame, _port, direction) => {
      const packet = frame.payload;
      if (
        direction !== 'in' ||
        packet.kind !== 'ipv4' ||
        packet.protocol !== 4 ||
        packet.payload.kind !== 'raw'
      )
        return;
      expect(packet.payload.bytes.length).toBeLessThanOrEqual(1480);
      innerBytes += packet.payload.bytes.length - 40;
    });
    playTimeline(network, seconds(1) as number as Instant);
    const { node } = network.machine('client');
    node.toHost({ kind: 'tcpConnect', socket: 1, destination: ipv4('10.0.0.100'), port: 80 });
    network.simulation.run({ until: seconds(2) as number as Instant });
    node.toHost({ kind: 'tcpSend', socket: 1, bytes: new Uint8Array(6000) });
    network.simulation.run({ until: seconds(10) as number as Instant });
    expect(drops).toContain('ds fragmentationNeeded');
    expect(innerBytes).toBeGreaterThanOrEqual(6000);
    expect(node.host.tcpSockets()[0]).toMatchObject({ state: 'established' });
  });

  it('a server without the device answers that it does not know the protocol', () => {
    expect(
      curl(behindDirector(rules, `ip addr add 10.0.0.100/32 dev lo; ${quiet}`), 'http://10.0.0.100/'),
    ).not.toContain('plain');
  });
});

const shortTraffic = {
  kind: 'short',
  name: 'pages',
  from: 'client',
  destination: ipv4('10.0.0.100'),
  port: 80,
  start: seconds(1) as number as Instant,
  stop: seconds(3) as number as Instant,
  sources: [],
  ratePerSecond: 5,
  timeout: seconds(3),
} as const;

describe('firewall marks', () => {
  it('gather the ports of an address under one service', () => {
    const scenario = behindDirector(
      '-A -f 1 -s rr -p 50\n-a -f 1 -r 10.0.1.1:0 -m\n-a -f 1 -r 10.0.1.2:0 -m',
      fromInside,
      'iptables -t mangle -A PREROUTING -d 10.0.0.100 -p tcp -m multiport --dports 80,8080 -j MARK --set-mark 1',
    );
    expect(curl(scenario, 'http://10.0.0.100/')).toBe('plain-2');
    expect(curl(scenario, 'http://10.0.0.100:8080/')).toBe('server-2');
  });
});

describe('time to live', () => {
  it('a director is a hop on the way to the service: traceroute sees it', () => {
    const rules = '-A -t 10.0.0.100:80 -s rr\n-a -t 10.0.0.100:80 -r 10.0.1.1:8080 -m';
    const network = new Network(behindDirector(rules), { seed: 1, wireMode: 'bytes' });
    const errors: string[] = [];
    network.segments.get('outside')!.tap((frame, _port, direction) => {
      const packet = frame.payload;
      if (direction === 'in' && packet.kind === 'ipv4' && packet.payload.kind === 'icmpTimeExceeded')
        errors.push(formatIpv4Address(packet.source));
    });
    playTimeline(network, seconds(1) as number as Instant);
    const { node } = network.machine('client');
    node.toHost({ kind: 'sysctlSet', key: 'net.ipv4.ip_default_ttl', value: 1 });
    node.toHost({ kind: 'tcpConnect', socket: 1, destination: ipv4('10.0.0.100'), port: 80 });
    network.simulation.run({ until: seconds(2) as number as Instant });
    expect(errors[0]).toBe('10.0.0.100');
  });
});

/** Two directors side by side with the same rules; the second hears the first. */
function sideBySide(loss: number, first: string, second: string): LoadedScenario {
  const director = (number: number, daemon: string): string => `
  ds-${number}:
    interfaces: { eth0: { segment: lan, address: 10.0.0.${number}/24 } }
    files:
      setup: |
        ip addr add 10.0.0.10${number}/32 dev lo
        ip addr add 10.0.0.100/32 dev lo
        sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
      ipvsadm: |
        -A -t 10.0.0.100:80 -s rr
        -a -t 10.0.0.100:80 -r 10.0.0.9
        ${daemon}`;
  return load(`name: side-by-side
about: two directors that synchronise
until: 60s
segments: { lan: { kind: lan, loss: ${loss} } }
nodes:${director(1, first)}${director(2, second)}
  rs:
    interfaces: { eth0: { segment: lan, address: 10.0.0.9/24 } }
    services: [{ kind: echo, port: 80 }]
    files:
      setup: |
        ip addr add 10.0.0.100/32 dev lo
        sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
  client:
    interfaces: { eth0: { segment: lan, address: 10.0.0.20/24 } }
    routes: [{ to: 10.0.0.100/32, via: 10.0.0.1 }]
traffic:
  - { name: sessions, kind: long, from: client, to: 10.0.0.100:80, connections: 5, start: 1s }
`);
}

describe('connection synchronisation', () => {
  const master = '--start-daemon master --mcast-interface eth0 --syncid 1';
  const backup = '--start-daemon backup --mcast-interface eth0 --syncid 1';

  it('travels as multicast UDP that parses, and fills the table of the other director', () => {
    const messages: { packet: Ipv4Packet; bytes: Uint8Array }[] = [];
    const { network } = runScenario(sideBySide(0, master, backup), {
      wireMode: 'bytes',
      until: seconds(10) as number as Instant,
      onNetwork: (made) => {
        made.segments.get('lan')!.tap((frame, _port, direction) => {
          const packet = frame.payload;
          if (direction === 'in' && packet.kind === 'ipv4' && packet.payload.kind === 'udp')
            messages.push({ packet, bytes: packet.payload.payload });
        });
      },
    });
    expect(messages.length).toBeGreaterThan(0);
    const [first] = messages;
    expect(first!.packet).toMatchObject({
      source: ipv4('10.0.0.1'),
      destination: ipv4('224.0.0.81'),
      ttl: 1,
      payload: { destinationPort: 8848 },
    });
    expect(decodeSyncMessage(first!.bytes)).toMatchObject({ ok: true, value: { syncId: 1 } });
    const { now } = network.simulation;
    const [one, two] = ['ds-1', 'ds-2'].map((name) => network.machine(name).ipvs!.director);
    expect(one!.connectionEntries(now)).toHaveLength(5);
    expect(two!.connectionEntries(now)).toHaveLength(5);
    expect(two!.virtualServices(now)[0]?.destinations[0]?.activeConnections).toBe(5);
    const shown = (command: string): string => {
      const text = showAt(sideBySide(0, master, backup), 'ds-2', command, { at: now });
      return text.ok ? text.text : text.message;
    };
    expect(shown('ipvsadm -L --daemon')).toContain('backup sync daemon (mcast=eth0, syncid=1');
    expect(shown('ipvsadm -Lnc').match(/ESTABLISHED/g)).toHaveLength(5);
  });

  it('its messages can be lost like others', () => {
    const scenario = sideBySide(0, master, backup);
    const { network } = runScenario(scenario, {
      until: seconds(10) as number as Instant,
      onNetwork: (made) => {
        const { segment, port } = made.portOf('ds-2', 'eth0');
        segment.setCut(port, 'in', true);
      },
    });
    expect(network.machine('ds-2').ipvs!.director.connectionEntries(network.simulation.now)).toEqual([]);
  });

  it('another syncid is not listened to', () => {
    const { network } = runScenario(sideBySide(0, master, backup.replace('syncid 1', 'syncid 2')), {
      until: seconds(10) as number as Instant,
    });
    expect(network.machine('ds-2').ipvs!.director.connectionEntries(network.simulation.now)).toEqual([]);
  });
});
