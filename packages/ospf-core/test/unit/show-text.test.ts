// The small pieces of show output: durations, JSON layouts, the table of commands.

import {
  durationText,
  ospfShowCommands,
  plainJson,
  prettyJson,
  renderOspfShow,
  spacedJson,
} from '@ospflab/ospf-core';
import { milliseconds, nanoseconds, seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { routerView } from '../recorded-tutorial.ts';

describe('durations', () => {
  const cases: readonly (readonly [string, Parameters<typeof durationText>[0]])[] = [
    ['inactive', undefined],
    ['0 usecs', nanoseconds(0)],
    ['16 usecs', nanoseconds(16_400)],
    ['8.128s', milliseconds(8128)],
    ['4.000s', seconds(4)],
    ['59.999s', milliseconds(59_999)],
    ['1m02s', seconds(62)],
    ['1h02m03s', seconds(3723)],
    ['23h59m59s', seconds(86_399)],
    ['1d02h03m', seconds(86_400 + 2 * 3600 + 3 * 60 + 59)],
    ['2w3d04h', seconds(17 * 86_400 + 4 * 3600)],
  ];
  for (const [text, duration] of cases) {
    it(`are printed as ${text}`, () => {
      expect(durationText(duration)).toBe(text);
    });
  }
});

describe('JSON', () => {
  const value = { 'a/b': [1, { c: true }], d: {}, e: [] };

  it('over several lines escapes slashes', () => {
    expect(prettyJson(value)).toBe(
      '{\n  "a\\/b":[\n    1,\n    {\n      "c":true\n    }\n  ],\n  "d":{\n  },\n  "e":[]\n}',
    );
  });

  it('on one line comes with and without spaces', () => {
    expect(spacedJson(value)).toBe('{ "a\\/b": [ 1, { "c": true } ], "d": { }, "e": [ ] }');
    expect(plainJson(value)).toBe('{"a/b":[1,{"c":true}],"d":{},"e":[]}');
  });
});

describe('show commands', () => {
  it('have distinct words and are found whatever the spaces and the case', () => {
    expect(new Set(ospfShowCommands.map(({ words }) => words)).size).toBe(ospfShowCommands.length);
    expect(renderOspfShow(routerView, '  Show ip  ospf neighbor ')).toBe(
      renderOspfShow(routerView, 'show ip ospf neighbor'),
    );
  });

  it('that do not exist print nothing', () => {
    expect(renderOspfShow(routerView, 'show ip ospf neighbour')).toBeUndefined();
  });
});
