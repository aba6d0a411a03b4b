// Paths as a FileSource takes them: `/` between names, resolved without a file system.

/** `path` as seen from the directory of `base`. */
export function pathBeside(base: string, path: string): string {
  if (path.startsWith('/')) return path;
  const parts = base.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '.' || part === '') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
