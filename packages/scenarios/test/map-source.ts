// Files that exist only in a test.

import type { FileSource } from '../src/scenario/file-source.ts';

export function mapSource(files: Readonly<Record<string, string>>): FileSource {
  return { read: (path) => files[path] };
}
