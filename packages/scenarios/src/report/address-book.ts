// Whose address is it? Names for addresses that one node alone holds; a VIP on several nodes keeps its number.

import { formatIpv4Address, parseIpv4Address, type Ipv4Address } from '@ospflab/net';
import { hostConfigOf } from '../network/host-config-of.ts';
import { interfaceNameOf } from '../network/interface-plan.ts';
import type { LoadedScenario } from '../scenario/scenario.ts';

export class AddressBook {
  readonly #holders = new Map<Ipv4Address, string | undefined>();
  readonly #scenario: LoadedScenario;

  constructor(scenario: LoadedScenario) {
    this.#scenario = scenario;
    for (const node of scenario.nodes) {
      for (const { addresses } of hostConfigOf(node).interfaces) {
        for (const { address, scope } of addresses ?? []) {
          if (scope !== 'host') this.#note(address, node.name);
        }
      }
      const routerId = node.frr?.ospf?.routerId;
      if (routerId !== undefined) this.#note(routerId, node.name);
    }
  }

  /** The node that alone holds it, as an address or router id. */
  holderOf(address: Ipv4Address): string | undefined {
    return this.#holders.get(address);
  }

  /** The holder's name, else the address. */
  nameOf(address: Ipv4Address): string {
    return this.#holders.get(address) ?? formatIpv4Address(address);
  }

  nameOfText(address: string): string {
    const parsed = parseIpv4Address(address);
    return parsed === undefined ? address : this.nameOf(parsed);
  }

  interfaceName(nodeName: string, index: number): string {
    const node = this.#scenario.nodes.find(({ name }) => name === nodeName);
    return node === undefined ? `if${index}` : interfaceNameOf(node, index);
  }

  #note(address: Ipv4Address, node: string): void {
    const known = this.#holders.has(address);
    const holder = this.#holders.get(address);
    this.#holders.set(address, known && holder !== node ? undefined : node);
  }
}
