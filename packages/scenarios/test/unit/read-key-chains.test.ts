// Key chains as FRR reads them. What is accepted and what it is taken for was typed into the key chains of ripd 8.4.4.

import { describe, expect, it } from 'vitest';
import { readFrrConfig } from '@ospflab/scenarios';

function read(...lines: readonly string[]) {
  const text = ['key chain k', ' key 1', ...lines.map((line) => `  ${line}`)].join('\n');
  const { value, diagnostics } = readFrrConfig([{ file: 'frr.conf', text, daemon: 'integrated' }], 'frr');
  return { key: value.keyChains[0]!.keys[0]!, diagnostics };
}

const second = (text: string): number => Date.parse(`${text}Z`) / 1000;

describe('accept-lifetime, send-lifetime', () => {
  it.each([
    ['00:00:00 Jan 1 2024 infinite', '2024-01-01T00:00:00', undefined],
    ['00:00:00 1 Jan 2024 infinite', '2024-01-01T00:00:00', undefined],
    ['23:59:59 31 Dec 2024 inf', '2024-12-31T23:59:59', undefined],
    ['0:0:0 Jan 1 2024 duration 600', '2024-01-01T00:00:00', '2024-01-01T00:10:00'],
    ['023:59:59 1 Jan 2024 duration 5', '2024-01-01T23:59:59', '2024-01-02T00:00:04'],
    ['00:00:00 Jan 1 2024 duration 2147483646', '2024-01-01T00:00:00', '2092-01-19T03:14:06'],
    ['00:00:00 Janua 1 2024 duration 10', '2024-01-01T00:00:00', '2024-01-01T00:00:10'],
    ['00:00:00 Jan 1 2024 00:00:00 2 Feb 2024', '2024-01-01T00:00:00', '2024-02-02T00:00:00'],
    ['00:00:00 1 Jan 2024 00:00:00 Feb 3 2024', '2024-01-01T00:00:00', '2024-02-03T00:00:00'],
    ['12:34:56 Sept 3 2024 00:00:00 Dec 31 2035', '2024-09-03T12:34:56', '2035-12-31T00:00:00'],
    // A day that the month does not have is one of the next.
    ['00:00:00 Feb 30 2024 infinite', '2024-03-01T00:00:00', undefined],
  ])('%s', (written, start, end) => {
    for (const [words, which] of [
      ['accept-lifetime', 'accepts'],
      ['send-lifetime', 'sends'],
    ] as const) {
      const { key, diagnostics } = read(`${words} ${written}`);
      expect(diagnostics).toEqual([]);
      expect(key[which]).toEqual({ start: second(start), end: end === undefined ? undefined : second(end) });
    }
  });

  it.each([
    ['24:00:00 Jan 1 2024 infinite', "'24:00:00' where a time of day hh:mm:ss", 17],
    ['0:60:00 Jan 1 2024 infinite', "'0:60:00' where a time of day hh:mm:ss", 17],
    ['0:00:60 Jan 1 2024 infinite', "'0:00:60' where a time of day hh:mm:ss", 17],
    ['00:00 Jan 1 2024 infinite', "'00:00' where a time of day hh:mm:ss", 17],
    ['00:00:00 january 1 2024 infinite', "'january' where a number from 1 to 31 or a month as in Jan", 26],
    ['00:00:00 1 JAN 2024 infinite', "'JAN' where a month as in Jan", 28],
    ['00:00:00 1 Decemberx 2024 infinite', "'Decemberx' where a month as in Jan", 28],
    ['00:00:00 Jan 5 2024 00:00:00 feb 4 2024', "'feb' where a number from 1 to 31 or a month as in Jan", 46],
    ['00:00:00 Jan 5 2024 00:00:00 Jan 5 2024', 'the end of the lifetime is not later than its start', 37],
    ['00:00:00 Jan 5 2024 00:00:00 Jan 4 2024', 'the end of the lifetime is not later than its start', 37],
    ['00:00:00 Jan 1 1992 infinite', "'1992' where a number from 1993 to 2035 was expected", 32],
    ['00:00:00 Jan 1 2036 infinite', "'2036' where a number from 1993 to 2035 was expected", 32],
    ['00:00:00 Jan 32 2024 infinite', "'32' where a number from 1 to 31 was expected", 30],
    ['00:00:00 Jan 1 2024 duration 0', "'0' where a number from 1 to 2147483646 was expected", 46],
    ['00:00:00 Jan 1 2024 duration 2147483647', "'2147483647' where a number from 1 to 2147483646", 46],
  ])('%s is refused, and the key keeps what it had', (written, message, column) => {
    const { key, diagnostics } = read(
      'accept-lifetime 00:00:00 Jan 1 2020 infinite',
      `accept-lifetime ${written}`,
    );
    expect(diagnostics).toMatchObject([{ severity: 'error', line: 4, column: column + 2 }]);
    expect(diagnostics[0]!.message).toContain(message);
    expect(diagnostics[0]!.remedy).not.toBe('');
    expect(key.accepts).toEqual({ start: second('2020-01-01T00:00:00'), end: undefined });
  });

  it('a month of one or two letters is January, which is worth a warning', () => {
    const { key, diagnostics } = read('send-lifetime 23:59:59 1 Ju 2024 duration 5');
    expect(key.sends?.start).toBe(second('2024-01-01T23:59:59'));
    expect(diagnostics).toMatchObject([{ severity: 'warning', column: 28 }]);
  });

  it('are taken back without their arguments', () => {
    const lines = [
      'accept-lifetime 00:00:00 Jan 1 2024 infinite',
      'send-lifetime 00:00:00 Jan 1 2024 infinite',
    ];
    const { key } = read(...lines, 'no accept-lifetime', 'no send-lifetime');
    expect(key).toMatchObject({ accepts: undefined, sends: undefined });
    expect(read(...lines, 'no accept-lifetime 00:00:00 Jan 1 2024 infinite').diagnostics).toHaveLength(1);
  });
});

describe('key', () => {
  it('has a number of 31 bits', () => {
    const { diagnostics } = read('key 2147483647', 'key-string x');
    expect(diagnostics).toEqual([]);
    expect(read('key 2147483648').diagnostics).toHaveLength(1);
  });
});
