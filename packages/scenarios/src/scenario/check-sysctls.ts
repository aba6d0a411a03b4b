// Settings of the kernel: keys that the simulated host obeys, interfaces that exist, values that are numbers.

import { linuxWithFrr84, parseSysctlKey, refusedSysctlValue } from '@ospflab/linux-host';
import { defaultIpvsSysctls, isIpvsSysctl, setIpvsSysctl } from '@ospflab/lvs-sim';
import { interfaceNamesOf } from '../network/interface-plan.ts';
import { diagnosticAt } from '../readers/diagnostic.ts';
import type { LoadLog } from './load-log.ts';
import type { LoadedNode } from './scenario.ts';
import { reportUnknownName } from './unknown-name.ts';

export function checkSysctls(node: LoadedNode, log: LoadLog): void {
  const interfaces = interfaceNamesOf(node);
  for (const command of node.setup) {
    if (command.kind !== 'sysctlSet') continue;
    const { key, value, at } = command;
    if (isIpvsSysctl(key)) {
      const reason = setIpvsSysctl(defaultIpvsSysctls(), key, value);
      if (reason !== undefined) log.error(at, `'${value}' is no value for ${key}`, 'write a number that the kernel accepts'); // prettier-ignore
      continue;
    }
    const parsed = parseSysctlKey(key);
    if (parsed === undefined) {
      const message = `the setting ${key} is not simulated`;
      const remedy = 'the run goes on without it; correct the name, or remove it';
      log.diagnostics.push(diagnosticAt(at, 'unsupported', message, remedy));
    } else if (
      parsed.kind !== 'global' &&
      ![...interfaces, 'all', 'default'].includes(parsed.interfaceName)
    ) {
      reportUnknownName(log, at, 'interface', parsed.interfaceName, interfaces);
    } else if (!/^-?\d{1,10}$/.test(value)) {
      log.error(at, `'${value}' where a whole number was expected for ${key}`, 'write a number');
    } else {
      const forwarding = node.kernel ?? linuxWithFrr84.forwarding;
      const expected = refusedSysctlValue(parsed, Number(value), forwarding);
      if (expected !== undefined)
        log.error(at, `${value} for ${key}, where ${expected} was expected`, 'the kernel keeps its old value; correct it'); // prettier-ignore
    }
  }
}
