// Runs a TypeScript program of this checkout without a build step: bundles it in a fraction of a second and imports the result.
// Loading several hundred sources one by one through a loader takes seconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const keptForMilliseconds = 24 * 3600 * 1000;

/** `entry`: path of the program, absolute or from the working directory. */
export async function runSource(entry) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    logLevel: 'warning',
    // Dependencies in CommonJS ask for the modules of Node by `require`, which an ES module does not have.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  const bundle = result.outputFiles[0].contents;
  const folder = join(root, 'node_modules', '.cache', 'ospflab');
  const path = join(folder, `${createHash('sha256').update(bundle).digest('hex').slice(0, 16)}.mjs`);
  if (!existsSync(path)) store(folder, path, bundle);
  await import(pathToFileURL(path).href);
}

/** Under a name of its own first: another run may be doing the same. Bundles of yesterday's sources go. */
function store(folder, path, bundle) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const old = join(folder, name);
    if (Date.now() - statSync(old).mtimeMs > keptForMilliseconds) rmSync(old, { force: true });
  }
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, bundle);
  renameSync(unfinished, path);
}

// `node scripts/run-source.mjs <program> [arguments]`
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.argv.splice(1, 1);
  await runSource(process.argv[1]);
}
