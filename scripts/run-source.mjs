// Runs a TypeScript program of this checkout without a build step: bundles it once, and again only after one of its sources changed.
// Loading several hundred sources one by one through a loader takes seconds, bundling them one, looking whether they changed nothing.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'ospflab');
const keptForMilliseconds = 24 * 3600 * 1000;

/** `entry`: path of the program, absolute or from the working directory. */
export async function runSource(entry) {
  const path = resolve(entry);
  const note = join(cache, `${hashOf(`${path} ${process.version}`)}.json`);
  const bundle = bundleNotedIn(note) ?? (await makeBundle(path, note));
  await import(pathToFileURL(bundle).href);
}

/** Undefined when there is none, or when a source is not what it was. */
function bundleNotedIn(note) {
  try {
    const { bundle, sources } = JSON.parse(readFileSync(note, 'utf8'));
    statSync(bundle);
    for (const [path, stamp] of sources) if (stampOf(path) !== stamp) return undefined;
    return bundle;
  } catch {
    return undefined;
  }
}

async function makeBundle(entry, note) {
  const begun = Date.now();
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    absWorkingDir: root,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    logLevel: 'warning',
    // Dependencies in CommonJS ask for the modules of Node by `require`, which an ES module does not have.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  const { contents } = result.outputFiles[0];
  const bundle = join(cache, `${hashOf(contents)}.mjs`);
  const paths = Object.keys(result.metafile.inputs).map((path) => resolve(root, path));
  const sources = paths.map((path) => [path, stampOf(path)]);
  forgetOld();
  store(bundle, contents);
  // A source that was written meanwhile may not be what was read.
  if (paths.every((path) => statSync(path).ctimeMs < begun)) store(note, JSON.stringify({ bundle, sources }));
  return bundle;
}

function hashOf(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** The time of the last change of anything about a file: archives unpack with modification times of their own. */
function stampOf(path) {
  const { ctimeMs, size } = statSync(path);
  return `${ctimeMs} ${size}`;
}

function forgetOld() {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    const old = join(cache, name);
    if (Date.now() - statSync(old).mtimeMs > keptForMilliseconds) rmSync(old, { force: true });
  }
}

/** Under a name of its own first: another run may be doing the same. */
function store(path, content) {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

// `node scripts/run-source.mjs <program> [arguments]`
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.argv.splice(1, 1);
  await runSource(process.argv[1]);
}
