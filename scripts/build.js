/**
 * Builds `dist`: types by tsc, and code by esbuild, which joins the modules of each entry. Node loads 40 files in half of the
 * time that it takes to load 600 (docs/decisions/0019-joined-modules.md).
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { root } from './setup.js';

/**
 * Small dependencies that every process loads, and that users never meet: they are joined as well. zod alone has 80 files, of
 * which a third is languages for its messages.
 */
const JOINED = ['zod', 'color-name', 'fastest-levenshtein'];

/** The files that others load by their names: the exports of the package, the command, the worker, and the thread of the probes. */
const ENTRIES = ['index', 'http/index', 'http/fetch', 'cli/main', 'workers/entry', 'cli/serve/probes/thread'];

process.chdir(root);
rmSync('dist', { recursive: true, force: true });

// Several threads each check what all of them need, which takes twice the processor time.
const words = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--singleThreaded'];
const tsc = spawnSync(process.execPath, words, { stdio: 'inherit' });
try {
  if (tsc.status !== 0) throw new Error('the types do not fit together');
  const { engines, dependencies, devDependencies, peerDependencies } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  const packages = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  await build({
    entryPoints: ENTRIES.map((entry) => `src/${entry}.ts`),
    outdir: 'dist',
    outbase: 'src',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    // Modules that several entries share are loaded once, and what is imported on demand stays apart.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: `node${engines.node.replace(/\D+/, '')}`,
    // The other dependencies stay what npm installed.
    external: packages.filter((name) => !JOINED.includes(name)),
    logLevel: 'warning',
  });
  writeFileSync('dist/chunks/LICENSES', JOINED.map(licenseOf).join('\n'));
  await buildPlayground();
  // The page of `GET /docs`, of a package that is needed at build time alone.
  const explorer = 'node_modules/openapi-explorer';
  cpSync(`${explorer}/dist/browser/openapi-explorer.min.js`, 'dist/http/docs/explorer.js');
  cpSync(`${explorer}/LICENSE`, 'dist/http/docs/LICENSE');
  // npm does this for an installed package; a checkout's `dist/cli/main.js` is run directly.
  chmodSync('dist/cli/main.js', 0o755);
} catch (error) {
  // tsc emits in spite of errors, and a half-right dist would count as up to date the next time.
  rmSync('dist', { recursive: true, force: true });
  console.error(`noir: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}

/** The license of a package that is joined. */
function licenseOf(/** @type {string} */ name) {
  const folder = `node_modules/${name}`;
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  return `${name}\n\n${readFileSync(`${folder}/${file}`, 'utf8')}`;
}

/** The page of the playground: its script, and the files beside it. */
async function buildPlayground() {
  await build({
    entryPoints: ['src/playground/page/main.ts'],
    outdir: 'dist/playground/page',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  const copy = (/** @type {string} */ from, /** @type {string} */ to, /** @type {RegExp} */ wanted) =>
    cpSync(from, `dist/playground/${to}`, {
      recursive: true,
      filter: (path) => !/\.\w+$/.test(path) || wanted.test(path),
    });
  copy('src/playground/page', 'page', /\.(html|css|svg)$/);
  copy('src/playground/samples', 'samples', /\.(jpg|png|webp|tif|cube)$/);
  // The first example of each op.
  copy('docs/ops', 'thumbnails', /(-1|photo)\.webp$/);
}
