import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/*
 * Compiles the SIMD code of the CPU kernels to WebAssembly. What comes out is kept beside it as text, so that
 * whoever runs Noir, in Node or elsewhere, needs no compiler and no file. `--check` only tells whether it is fresh.
 */

const folder = new URL('../src/kernels/simd/', import.meta.url);
const target = new URL('compiled.ts', folder);

async function compile(): Promise<Buffer> {
  const goal = mkdtempSync(join(tmpdir(), 'noir-simd-'));
  try {
    const outFile = join(goal, 'simd.wasm');
    const source = fileURLToPath(new URL('assembly/index.ts', folder));
    const { error, stderr } = await asc.main([
      ...[source, '--outFile', outFile, '--optimizeLevel', '3'],
      // No collector and no checks of its own: the code has no objects, and is given its memory.
      ...['--runtime', 'stub', '--noAssert', '--enable', 'simd'],
    ]);
    if (error) throw new Error(`${stderr.toString()}${error.message}`);
    return readFileSync(outFile);
  } finally {
    rmSync(goal, { recursive: true });
  }
}

function write(code: Buffer): string {
  const lines = code.toString('base64').match(/.{1,2000}/g) ?? [];
  const text = lines.map((line) => `  '${line}',`).join('\n');
  return `// Compiled from assembly/ by \`npm run simd\`; do not edit.\nexport const COMPILED = [\n${text}\n].join('');\n`;
}

const text = write(await compile());
const current = existsSync(target) ? readFileSync(target, 'utf8').replaceAll('\r\n', '\n') : '';
if (current !== text) {
  if (process.argv.includes('--check')) {
    console.error('src/kernels/simd/compiled.ts is stale: run npm run simd');
    process.exitCode = 1;
  } else {
    writeFileSync(target, text);
  }
}
