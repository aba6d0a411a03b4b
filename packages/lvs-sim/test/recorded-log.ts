// Journals as keepalived wrote them: seconds since the start of the recording in seven columns, a blank, the text.

import { readFileSync } from 'node:fs';

export interface LogLine {
  readonly at: number;
  readonly text: string;
}

/** `name`: of a file under fixtures/keepalived. */
export function recordedLog(name: string): readonly LogLine[] {
  const text = readFileSync(new URL(`fixtures/keepalived/${name}`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => ({ at: Number(line.slice(0, 7)), text: line.slice(8) }));
}
