/** The script of the page. A build has it as a file. In a checkout it is joined when it is asked for, so nobody has to. */
import { readFile } from 'node:fs/promises';
import { FROM_SOURCES, packageFile } from '../package-root.ts';

/** The bytes of the script, as an ES module. Throws what is wrong with it. */
export async function pageScript(): Promise<Uint8Array> {
  if (!FROM_SOURCES) return readFile(packageFile('dist/playground/page/main.js'));
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [packageFile('src/playground/page/main.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
