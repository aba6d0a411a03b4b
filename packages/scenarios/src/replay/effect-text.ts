// An effect as one line of text, the same for equal effects: packets as their bytes, everything else as JSON.

import { makeOspfPayload, type OspfEffect } from '@ospflab/ospf-core';
import { Digest } from '@ospflab/sim';
import { toPlain } from './plain-json.ts';

export function effectText(effect: OspfEffect): string {
  const plain = effect.kind === 'sendPacket' ? { ...effect, packet: makeOspfPayload(effect.packet) } : effect;
  return JSON.stringify(toPlain(plain));
}

/** The kind and a digest of the whole: `sendPacket 3f9a51c20b77e410`. */
export function effectMark(kind: string, text: string): string {
  const digest = new Digest();
  for (let index = 0; index < text.length; index++) digest.foldInteger(text.charCodeAt(index));
  return `${kind} ${digest.toString().replaceAll(' ', '')}`;
}
