// What each entry of a timeline does to the running network.

import { match } from 'ts-pattern';
import type { Network, Server } from '../network/network.ts';
import { runCommandLine } from '../network/run-command-line.ts';
import { interfaceIndexOf } from '../network/interface-plan.ts';
import type { TimelineAction } from '../scenario/timeline-action.ts';

export function performAction(network: Network, action: TimelineAction): void {
  const machine = network.machine(action.node);
  match(action)
    .with({ kind: 'cut' }, ({ node, interface: name, direction }) => {
      const { segment, port } = network.portOf(node, name);
      if (direction !== 'in') segment.setCut(port, 'out', true);
      if (direction !== 'out') segment.setCut(port, 'in', true);
    })
    .with({ kind: 'heal' }, ({ node, interface: name }) => {
      const names = name === undefined ? machine.node.loaded.interfaces.map((one) => one.name) : [name];
      for (const each of names) {
        const { segment, port } = network.portOf(node, each);
        segment.setCut(port, 'out', false);
        segment.setCut(port, 'in', false);
      }
    })
    .with({ kind: 'linkDown' }, { kind: 'linkUp' }, ({ kind, node, interface: name }) => {
      const interfaceIndex = interfaceIndexOf(machine.node.loaded, name);
      if (interfaceIndex === undefined) return;
      const up = kind === 'linkUp';
      if (!up) machine.node.toHost({ kind: 'linkSet', interfaceIndex, adminUp: false });
      // The other end of a cable sees the light go out; a switch hides it.
      const cable = name === 'lo' ? undefined : network.portOf(node, name);
      if (cable?.segment.kind === 'pointToPoint') cable.segment.setPortUp(cable.port, up);
      if (up) machine.node.toHost({ kind: 'linkSet', interfaceIndex, adminUp: true });
    })
    .with({ kind: 'portDown' }, { kind: 'portUp' }, ({ kind, node, interface: name }) => {
      const { segment, port } = network.portOf(node, name);
      segment.setPortUp(port, kind === 'portUp');
    })
    .with({ kind: 'kill' }, { kind: 'stop' }, ({ kind, daemon }) => {
      const running = daemon === 'ospfd' ? machine.ospf : machine.keepalived;
      running?.stop(kind === 'stop');
    })
    .with({ kind: 'start' }, ({ daemon }) => {
      const stopped = daemon === 'ospfd' ? machine.ospf : machine.keepalived;
      stopped?.start();
    })
    .with({ kind: 'crash' }, () => network.crash(machine))
    .with({ kind: 'boot' }, () => network.boot(machine))
    .with({ kind: 'stopService' }, ({ port, how }) => {
      if (how === 'silent') machine.node.setPortFiltered(port, true);
      else if (how === 'failing') setFailing(machine.servers.get(port), true);
      else machine.servers.get(port)?.stop();
    })
    .with({ kind: 'startService' }, ({ port }) => {
      machine.node.setPortFiltered(port, false);
      setFailing(machine.servers.get(port), false);
      machine.servers.get(port)?.start();
    })
    .with({ kind: 'scriptExits' }, ({ script, exit }) => machine.scripts.set(script, exit))
    .with({ kind: 'addAddress' }, ({ interface: name, address, length }) => {
      const interfaceIndex = interfaceIndexOf(machine.node.loaded, name);
      if (interfaceIndex === undefined) return;
      machine.node.toHost({
        kind: 'addressAdded',
        interfaceIndex,
        address: { address, prefixLength: length },
      });
    })
    .with({ kind: 'deleteAddress' }, ({ interface: name, address, length }) => {
      const interfaceIndex = interfaceIndexOf(machine.node.loaded, name);
      if (interfaceIndex === undefined) return;
      machine.node.toHost({ kind: 'addressRemoved', interfaceIndex, address, prefixLength: length });
    })
    .with({ kind: 'setCost' }, ({ interface: name, cost }) => machine.ospf.setCost(name, cost))
    .with({ kind: 'configure' }, ({ lines }) => machine.ospf.configure(lines))
    .with({ kind: 'clearOspf' }, ({ what, interface: name }) => machine.ospf.clear(what, name))
    .with({ kind: 'prepareRestart' }, () => machine.ospf.prepareRestart())
    .with({ kind: 'run' }, ({ command }) => runCommandLine(machine.node, command))
    .exhaustive();
}

/** Servers that only send back what they get cannot fail so. */
function setFailing(server: Server | undefined, failing: boolean): void {
  if (server !== undefined && 'failing' in server) server.failing = failing;
}
