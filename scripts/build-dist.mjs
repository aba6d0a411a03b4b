// Completes what `tsc -b` wrote: gives every packages/*/dist a package.json, the licence and its data files,
// so that `npm publish packages/<name>/dist` ships a package without sources.
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;

for (const name of readdirSync(join(root, 'packages')).sort()) {
  const from = join(root, 'packages', name);
  const to = join(from, 'dist');
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  const published = { ...manifest, types: './index.d.ts' };
  published.exports = { '.': { types: './index.d.ts', default: './index.js' } };
  if (existsSync(join(from, 'library'))) {
    cpSync(join(from, 'library'), join(to, 'library'), { recursive: true });
    published.exports['./library/*'] = './library/*';
  }
  if (existsSync(join(from, 'bin'))) {
    cpSync(join(from, 'bin'), join(to, 'bin'), { recursive: true });
    chmodSync(join(to, 'bin', 'ospflab.js'), 0o755);
  }
  cpSync(join(root, 'LICENSE'), join(to, 'LICENSE'));
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  console.log(`built packages/${name}/dist`);
}
