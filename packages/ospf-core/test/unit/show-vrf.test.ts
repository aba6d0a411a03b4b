// What can be asked of the one VRF that there is.

import { describe, expect, it } from 'vitest';
import { ospfShowCommands, renderOspfShow } from '@ospflab/ospf-core';
import { routerView } from '../recorded-tutorial.ts';

const jsonCommands = ospfShowCommands
  .map(({ words }) => words)
  .filter((words) => /^show ip ospf (?!vrf).* json$/.test(words));

describe('show ip ospf vrf', () => {
  it.each(jsonCommands)('%s has its form under the name of the VRF', (words) => {
    const text = renderOspfShow(routerView, words.replace('show ip ospf', 'show ip ospf vrf default'));
    expect(JSON.parse(text ?? '')).toMatchObject({ default: { vrfName: 'default', vrfId: 0 } });
  });

  it('says nothing of neighbours on an interface that is not there', () => {
    expect(renderOspfShow(routerView, 'show ip ospf vrf default neighbor eth99 json')).toBe('');
  });

  it('knows no other VRF', () => {
    expect(renderOspfShow(routerView, 'show ip ospf vrf red route')).toBe(
      '% OSPF is not enabled in vrf red\n',
    );
    expect(renderOspfShow(routerView, 'show ip ospf vrf red route json')).toBe('{\n}\n');
  });
});
