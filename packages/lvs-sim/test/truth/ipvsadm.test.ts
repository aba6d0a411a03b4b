// Listings of a real director (ipvsadm 1.31, Linux 6.1) after twenty times `curl`, and the same connections here.

import { describe, expect, test } from 'vitest';
import { tcpFlags } from '@ospflab/net';
import { ipvsadm } from '@ospflab/lvs-sim';
import { BareDirector } from '../bare-director.ts';
import { ack, fin, syn, tcp } from '../packets.ts';

const client = '192.168.28.50';

function directorAfterCurls(count: number): BareDirector {
  const director = new BareDirector({ scheduler: 'wrr' });
  director.add('192.168.28.103');
  director.add('192.168.28.104');
  for (let curl = 0; curl < count; curl++) {
    const packet = { client, port: 46640 + 2 * curl, options: 12 };
    director.send(syn({ ...packet, options: 20 }));
    director.send(ack(packet));
    director.send(tcp(tcpFlags.ack | tcpFlags.psh, { ...packet, payload: 78 }));
    director.send(ack(packet));
    director.send(fin(packet));
    director.send(ack(packet));
    director.advance(0.5);
  }
  return director;
}

function shown(director: BareDirector, command: string): string[] | undefined {
  return ipvsadm(command, director.ipvs, director.now)?.split('\n');
}

describe('ipvsadm prints as recorded', () => {
  test('-Ln', () => {
    expect(shown(directorAfterCurls(20), 'ipvsadm -Ln')).toEqual([
      'IP Virtual Server version 1.2.1 (size=4096)',
      'Prot LocalAddress:Port Scheduler Flags',
      '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
      'TCP  192.168.28.211:80 wrr',
      '  -> 192.168.28.103:80            Route   1      0          10        ',
      '  -> 192.168.28.104:80            Route   1      0          10        ',
      '',
    ]);
  });

  test('-Ln --stats', () => {
    expect(shown(directorAfterCurls(20), 'ipvsadm -Ln --stats')).toEqual([
      'IP Virtual Server version 1.2.1 (size=4096)',
      'Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes',
      '  -> RemoteAddress:Port',
      'TCP  192.168.28.211:80                  20      120        0     7960        0',
      '  -> 192.168.28.103:80                  10       60        0     3980        0',
      '  -> 192.168.28.104:80                  10       60        0     3980        0',
      '',
    ]);
  });

  test('-Lnc', () => {
    const director = directorAfterCurls(2);
    director.advance(15.4);
    expect(shown(director, 'ipvsadm -Lnc')).toEqual([
      'IPVS connection entries',
      'pro expire state       source             virtual            destination',
      'TCP 01:43  FIN_WAIT    192.168.28.50:46640 192.168.28.211:80  192.168.28.104:80',
      'TCP 01:44  FIN_WAIT    192.168.28.50:46642 192.168.28.211:80  192.168.28.103:80',
      '',
    ]);
  });

  test('without connections only the headings of -Lnc', () => {
    expect(shown(directorAfterCurls(0), 'ipvsadm -L -n -c')).toHaveLength(3);
  });
});

describe('ipvsadm', () => {
  test('--rate decays to a steady average and, when idle, to 0', () => {
    const director = directorAfterCurls(240);
    const row = (): string | undefined => shown(director, 'ipvsadm -Ln --rate')?.[3];
    expect(row()).toBe('TCP  192.168.28.211:80                   2       12        0      796        0');
    director.advance(120);
    expect(row()).toBe('TCP  192.168.28.211:80                   0        0        0        0        0');
  });

  test('--timeout shows what --set has set', () => {
    const director = new BareDirector();
    expect(shown(director, 'ipvsadm -L --timeout')).toEqual(['Timeout (tcp tcpfin udp): 900 120 300', '']);
    director.handle({ kind: 'timeoutsSet', tcpSeconds: 60, tcpFinSeconds: 0, udpSeconds: 10 });
    expect(shown(director, 'ipvsadm -Ln --timeout')).toEqual(['Timeout (tcp tcpfin udp): 60 120 10', '']);
  });

  test('flags and persistence stand behind the scheduler', () => {
    const netmask = 0xffffff00 as never;
    const director = new BareDirector({
      scheduler: 'sh',
      schedulerFlags: ['sh-fallback', 'sh-port'],
      persistence: { timeoutSeconds: 50, netmask },
    });
    expect(shown(director, 'ipvsadm -ln')?.[3]).toBe(
      'TCP  192.168.28.211:80 sh (sh-fallback,sh-port) persistent 50 mask 255.255.255.0',
    );
  });

  test.each([
    'ipvsadm',
    'ipvsadm -A',
    'ipvsadm -L',
    'ipvsadm -Lnx',
    'ipvsadm -Ln --stats --rate',
    'ip route',
  ])('%s is no listing', (command) => {
    expect(shown(new BareDirector(), command)).toBeUndefined();
  });
});
