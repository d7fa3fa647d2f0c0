/*
 * Compiles the SIMD code of the CPU kernels to WebAssembly. The result is kept beside it as text, so that Noir needs no
 * compiler and no file where it runs, with the types of its entry points. `--check` only tells whether both are fresh.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = new URL('../src/kernels/simd/', import.meta.url);

interface Compiled {
  readonly code: Buffer;
  /** TypeScript declarations of what the code exports. */
  readonly declarations: string;
}

async function compile(): Promise<Compiled> {
  const goal = mkdtempSync(join(tmpdir(), 'noir-simd-'));
  try {
    const outFile = join(goal, 'simd.wasm');
    const source = fileURLToPath(new URL('assembly/index.ts', folder));
    const { error, stderr } = await asc.main([
      ...[source, '--outFile', outFile, '--optimizeLevel', '3', '--bindings', 'raw'],
      // No collector and no checks of its own: the code has no objects, and is given its memory.
      ...['--runtime', 'stub', '--noAssert', '--enable', 'simd'],
    ]);
    if (error) throw new Error(`${stderr.toString()}${error.message}`);
    return { code: readFileSync(outFile), declarations: readFileSync(join(goal, 'simd.d.ts'), 'utf8') };
  } finally {
    rmSync(goal, { recursive: true });
  }
}

function writeCode({ code }: Compiled): string {
  const lines = code.toString('base64').match(/.{1,2000}/g) ?? [];
  const text = lines.map((line) => `  '${line}',`).join('\n');
  return `// Compiled from assembly/ by \`npm run simd\`; do not edit.\nexport const COMPILED = [\n${text}\n].join('');\n`;
}

/** One line for each entry point, below the file of `assembly/` that has it. */
function writeEntryPoints({ declarations }: Compiled): string {
  const found = [
    ...declarations.matchAll(/assembly\/([\w-]+)\/\w+\n[^/]*\*\/\s*export function (\w+\([^)]*\): \w+);/g),
  ];
  let last = '';
  const lines = found.flatMap(([, file = '', signature = '']) => {
    const heading = file === last ? [] : [`  // ${file}.ts`];
    last = file;
    // Without the compiler's own loader, a truth value is 0 or 1.
    return [...heading, `  ${signature.replaceAll('boolean', 'number')};`];
  });
  return `// The entry points of assembly/, written by \`npm run simd\`; do not edit. Each is described in its own file there.
// biome-ignore-all format: one line each

/** Functions of the SIMD code. Places and lengths are bytes of its memory. */
export interface EntryPoints {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
${lines.join('\n')}
}
`;
}

const compiled = await compile();
const files = {
  'compiled.ts': writeCode(compiled),
  'entry-points.ts': writeEntryPoints(compiled),
};
for (const [name, text] of Object.entries(files)) {
  const target = new URL(name, folder);
  const current = existsSync(target) ? readFileSync(target, 'utf8').replaceAll('\r\n', '\n') : '';
  if (current === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`src/kernels/simd/${name} is stale: run npm run simd`);
    process.exitCode = 1;
  } else {
    writeFileSync(target, text);
  }
}
