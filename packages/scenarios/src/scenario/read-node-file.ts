// A file that a node or router names, as text; an error at the place of its name when there is none.

import type { Position } from '../readers/diagnostic.ts';
import type { FileSource } from './file-source.ts';
import type { LoadLog } from './load-log.ts';

export function readNodeFile(
  source: FileSource,
  path: string,
  named: Position,
  log: LoadLog,
): string | undefined {
  const text = source.read(path);
  if (text === undefined) {
    const remedy = `correct the path, which starts at the folder of ${named.file}, or create the file`;
    return log.error(named, `there is no file ${path}`, remedy);
  }
  const zero = text.indexOf('\0');
  if (zero < 0) return text;
  const line = text.slice(0, zero).split('\n').length;
  const remedy = 'give the configuration file itself, written in UTF-8';
  return log.error({ file: path, line, column: 1 }, 'this is no text: it has zero bytes, as UTF-16 and programs have', remedy); // prettier-ignore
}
