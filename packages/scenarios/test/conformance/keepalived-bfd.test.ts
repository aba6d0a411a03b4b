// BFD_CHECK in a whole network: keepalived's BFD process on the director, FRR's bfdd on the real servers.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario, showAt, type FinishedRun, type LoadedScenario } from '@ospflab/scenarios';
import { seconds, toSeconds, type Instant } from '@ospflab/sim';
import { mapSource } from '../map-source.ts';

interface Lab {
  /** Lines of the bfd_instance and of the peer. */
  readonly instance?: string;
  readonly peer?: string;
  readonly timeline?: string;
  /** frr.conf of the director. */
  readonly director?: string;
}

const fast = 'min_rx 20\n          min_tx 20\n          multiplier 3';
const fastPeer = 'receive-interval 20\n          transmit-interval 20';

function lab({ instance = fast, peer = fastPeer, timeline = '[]', director = '' }: Lab): LoadedScenario {
  const text = `name: bfd-check
until: 23s
segments:
  lan: {}
nodes:
  ds:
    interfaces:
      eth0: { segment: lan, address: 10.9.0.1/24 }
    files:
      frr: |
        hostname ds
${director}
      keepalived: |
        bfd_instance rs1 {
          neighbor_ip 10.9.0.3
          source_ip 10.9.0.1
          ${instance}
        }
        virtual_server 10.9.0.100 80 {
          delay_loop 3
          lb_algo rr
          lb_kind DR
          protocol TCP
          real_server 10.9.0.3 80 {
            weight 2
            BFD_CHECK {
              name rs1
            }
          }
        }
  rs:
    interfaces:
      eth0: { segment: lan, address: 10.9.0.3/24 }
    files:
      frr: |
        bfd
         peer 10.9.0.1
          ${peer}
         exit
        exit
timeline: ${timeline}
`;
  const { scenario, diagnostics } = loadScenario(mapSource({ 'lab.yaml': text }), 'lab.yaml');
  expect(diagnostics).toEqual([]);
  return scenario!;
}

function logOf({ network }: FinishedRun): { readonly at: number; readonly text: string }[] {
  const log = network.machine('ds').keepalived?.log ?? [];
  return log.map(({ at, text }) => ({ at: toSeconds(at), text }));
}

const cut =
  '\n  - { at: 10s, action: cut, node: rs, interface: eth0 }\n  - { at: 20s, action: heal, node: rs, interface: eth0 }';
const service = '[10.9.0.3]:tcp:80 from VS [10.9.0.100]:tcp:80';

describe('BFD_CHECK', () => {
  it('logs a session that comes up, is lost and comes back as keepalived does', () => {
    expect(logOf(runScenario(lab({ timeline: cut }))).map(({ text }) => text)).toEqual([
      'Initializing ipvs',
      'Gained quorum 1+0=1 <= 2 for VS [10.9.0.100]:tcp:80',
      'Startup complete',
      'Activating BFD healthchecker',
      'BFD check of [rs1] RS([10.9.0.3]:tcp:80) is DOWN',
      `Removing service ${service}`,
      'Lost quorum 1-0=1 > 0 for VS [10.9.0.100]:tcp:80',
      '       Detection time is 3000000 us (was 0 us)',
      '(rs1) Entering Up state',
      'BFD check of [rs1] RS([10.9.0.3]:tcp:80) is UP',
      'Adding service [10.9.0.3]:tcp:80 to VS [10.9.0.100]:tcp:80',
      'Gained quorum 1+0=1 <= 2 for VS [10.9.0.100]:tcp:80',
      '       Detection time is 60000 us (was 3000000 us)',
      '(rs1) Expired after 60 ms (0 usec overdue)',
      '(rs1) Entering Down state (Local diagnostic - Control Detection Time Expired, Remote diagnostic - No Diagnostic)',
      'BFD check of [rs1] RS([10.9.0.3]:tcp:80) is DOWN',
      `Removing service ${service}`,
      'Lost quorum 1-0=1 > 0 for VS [10.9.0.100]:tcp:80',
      '       Detection time is 3000000 us (was 60000 us)',
      '       Detection time is 60000 us (was 3000000 us)',
      '(rs1) Entering Up state',
      'BFD check of [rs1] RS([10.9.0.3]:tcp:80) is UP',
      'Adding service [10.9.0.3]:tcp:80 to VS [10.9.0.100]:tcp:80',
      'Gained quorum 1+0=1 <= 2 for VS [10.9.0.100]:tcp:80',
    ]);
  });

  it('finds a silent real server within 40 to 60 ms at 3 × 20 ms, whatever the seed', () => {
    const scenario = lab({ timeline: cut });
    for (let seed = 1; seed <= 12; seed++) {
      const left = logOf(runScenario(scenario, { seed })).filter(
        ({ at, text }) => at > 9 && text.startsWith('Removing'),
      );
      expect(left).toHaveLength(1);
      expect(left[0]!.at).toBeGreaterThan(10.04);
      expect(left[0]!.at).toBeLessThan(10.061);
    }
  });

  it('detects at the pace of the slower side: 5 s for 5 × 1000 ms of the real server', () => {
    const peer = 'detect-multiplier 5\n          receive-interval 1000\n          transmit-interval 1000';
    const left = logOf(runScenario(lab({ peer, timeline: cut }))).filter(
      ({ at, text }) => at > 9 && text.startsWith('Removing'),
    );
    expect(left[0]!.at).toBeGreaterThan(14);
    expect(left[0]!.at).toBeLessThan(15.01);
  });

  it('never takes in a server that nobody answers for', () => {
    const log = logOf(runScenario(lab({ peer: 'shutdown' })));
    expect(log.filter(({ text }) => text.includes('is UP'))).toEqual([]);
  });

  it('lets keepalived end when bfdd holds the port, as a second program cannot have it', () => {
    const director = '        bfd\n         peer 10.9.0.9\n         exit\n        exit';
    const fates = [1, 2, 3, 4, 5, 6].map((seed) => {
      const run = runScenario(lab({ director }), { seed });
      const log = logOf(run).map(({ text }) => text);
      const bfddHolds = run.network.machine('ds').bfd.speaker !== undefined;
      expect(log.includes('bind() error 98 (Address already in use)')).toBe(bfddHolds);
      if (bfddHolds) expect(log.at(-1)).toContain('Shutting down service');
      return bfddHolds;
    });
    expect(new Set(fates)).toEqual(new Set([true, false]));
  });

  it('shows the session on the real server, which the configuration names', () => {
    const at = seconds(8) as number as Instant;
    const shown = showAt(lab({}), 'rs', 'show bfd peers', { at });
    expect(shown.ok && shown.text).toContain('\tpeer 10.9.0.1 vrf default\n');
    expect(shown.ok && shown.text).toContain('\t\tStatus: up\n');
    expect(shown.ok && shown.text).toContain('\t\tPeer Type: configured\n');
    expect(shown.ok && shown.text).toContain('Echo receive interval: disabled\n\n');
  });

  it('gives the same digest with packets as bytes', () => {
    const scenario = lab({ timeline: cut });
    const digests = (['bytes', 'objects'] as const).map(
      (wireMode) => runScenario(scenario, { wireMode }).report.digest,
    );
    expect(digests[0]).toBe(digests[1]);
  });
});
