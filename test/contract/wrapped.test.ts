/** Test runners and bundlers may put the joined modules into a function, whose parameters have names that CommonJS gives them. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('calls no variable of a module by the name of such a parameter', async () => {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
    entryPoints: ['src/index.ts', 'src/http/index.ts'],
    outdir: 'dist',
    bundle: true,
    write: false,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
  });
  const code = outputFiles.map(({ text }) => text).join('\n');
  expect(code).toMatch(/^var COMPILED\b/m);
  // A `var` of that name would begin with the value of the argument.
  expect(code.match(/^var (module|exports|require|__filename|__dirname)\b.*/gm) ?? []).toEqual([]);
});
