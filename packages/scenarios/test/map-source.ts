// Files that exist only in a test.

import type { FileSource } from '@ospflab/scenarios';

export function mapSource(files: Readonly<Record<string, string>>): FileSource {
  return { read: (path) => files[path] };
}
