// Readers take any text: they neither throw nor lose a line, and places lie inside the text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readFrrConfig,
  readKeepalivedConfig,
  readSetupScript,
  readSysctlConf,
  type Reading,
} from '@ospflab/scenarios';

const words = fc.constantFrom(
  'interface', 'eth0', 'ip', 'ospf', 'cost', 'area', '0', '70000', 'router', 'network', '10.0.0.0/8', '10.0.0.1', 'no',
  'route-map', 'permit', 'match', 'exit', '#', '!x', '{', '}', '"', 'virtual_server', 'real_server', '80', 'TCP_CHECK',
  'retry', 'ifconfig', 'lo:0', 'up', 'route', 'add', 'default', 'via', 'dev', 'echo', '>', '/proc/sys/net/ipv4/ip_forward',
  'sysctl', '-w', 'a.b=c', '$X', '=', ';', '&&', "'", '|', '\t', 'netmask', '255.255.255.0', 'weight', 'nexthop',
); // prettier-ignore
const line = fc.oneof(
  { weight: 5, arbitrary: fc.array(words, { maxLength: 7 }).map((parts) => parts.join(' ')) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
);
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));

const readers: readonly [string, (text: string) => Reading<unknown>][] = [
  ['frr', (from) => readFrrConfig([{ file: 'f', text: from, daemon: 'integrated' }], 'frr')],
  ['quagga ospfd', (from) => readFrrConfig([{ file: 'f', text: from, daemon: 'ospfd' }], 'quagga')],
  ['keepalived', (from) => readKeepalivedConfig('f', from)],
  ['set-up script', (from) => readSetupScript('f', from)],
  ['sysctl.conf', (from) => readSysctlConf('f', from)],
];

describe('any text', () => {
  it.each(readers)('%s answers with places inside the text, and the same twice', (_, read) => {
    fc.assert(
      fc.property(text, (from) => {
        const reading = read(from);
        const lines = from.split(/\r?\n/);
        for (const { line: number, column, message, remedy } of reading.diagnostics) {
          expect(number).toBeGreaterThanOrEqual(1);
          expect(number).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[number - 1] ?? '').length + 1);
          expect(message).not.toBe('');
          expect(remedy).not.toBe('');
        }
        expect(read(from)).toEqual(reading);
      }),
      { numRuns: 80 },
    );
  });

  it('a line of FRR that begins with no known word is listed', () => {
    const unknown = fc.stringMatching(/^[xyz]{3,8}( [a-z0-9]{1,5}){0,3}$/);
    fc.assert(
      fc.property(fc.array(unknown, { minLength: 1, maxLength: 8 }), (lines) => {
        const { diagnostics } = readFrrConfig(
          [{ file: 'f', text: lines.join('\n'), daemon: 'integrated' }],
          'frr',
        );
        expect(diagnostics.map((diagnostic) => diagnostic.line)).toEqual(lines.map((_, index) => index + 1));
      }),
      { numRuns: 50 },
    );
  });
});

describe('written configurations', () => {
  const seconds = fc.integer({ min: 1, max: 65_535 });
  const settings = fc.record({
    cost: seconds,
    helloInterval: seconds,
    deadInterval: seconds,
    retransmitInterval: seconds,
    priority: fc.integer({ min: 0, max: 255 }),
    networkType: fc.constantFrom('broadcast', 'point-to-multipoint', 'point-to-point'),
    mtuIgnore: fc.boolean(),
  });

  it('interface settings come back as they were written', () => {
    fc.assert(
      fc.property(fc.array(settings, { minLength: 1, maxLength: 5 }), (all) => {
        const from = all.map((one, index) =>
          [
            `interface eth${index}`,
            ` ip ospf cost ${one.cost}`,
            ` ip ospf hello-interval ${one.helloInterval}`,
            ` ip ospf dead-interval ${one.deadInterval}`,
            ` ip ospf retransmit-interval ${one.retransmitInterval}`,
            ` ip ospf priority ${one.priority}`,
            ` ip ospf network ${one.networkType}`,
            ` ${one.mtuIgnore ? '' : 'no '}ip ospf mtu-ignore`,
          ].join('\n'),
        );
        const { value, diagnostics } = readFrrConfig(
          [{ file: 'f', text: from.join('\n!\n'), daemon: 'integrated' }],
          'frr',
        );
        expect(diagnostics).toEqual([]);
        expect(value.interfaces.map(({ ospf }) => ospf)).toMatchObject(all);
      }),
      { numRuns: 60 },
    );
  });
});
