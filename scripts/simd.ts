/*
 * Compiles the SIMD code of the CPU kernels to WebAssembly. The result is kept beside it as text, so that Noir needs no
 * compiler and no file where it runs, with the types of its entry points. `--check` only tells whether both are fresh. It
 * does not compile, which takes 10 seconds, but compares a hash of the sources, the compiler's version and the result.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = new URL('../src/kernels/simd/', import.meta.url);

const OPTIONS = [
  ...['--optimizeLevel', '3', '--bindings', 'raw'],
  // No collector and no checks of its own: the code has no objects, and is given its memory.
  ...['--runtime', 'stub', '--noAssert', '--enable', 'simd'],
];

interface Compiled {
  readonly code: Buffer;
  /** TypeScript declarations of what the code exports. */
  readonly declarations: string;
}

async function compile(): Promise<Compiled> {
  const { default: asc } = await import('assemblyscript/asc');
  const goal = mkdtempSync(join(tmpdir(), 'noir-simd-'));
  try {
    const outFile = join(goal, 'simd.wasm');
    const source = fileURLToPath(new URL('assembly/index.ts', folder));
    const { error, stderr } = await asc.main([source, '--outFile', outFile, ...OPTIONS]);
    if (error) throw new Error(`${stderr.toString()}${error.message}`);
    return { code: readFileSync(outFile), declarations: readFileSync(join(goal, 'simd.d.ts'), 'utf8') };
  } finally {
    rmSync(goal, { recursive: true });
  }
}

/** The line of `compiled.ts` that has the hash, without it. */
const HASH_LINE = '// SHA-256 of sources, compiler and code: ';

/** Reads a text as it is without Windows' line ends; empty where there is none. */
function readText(name: string, base = folder): string {
  const file = new URL(name, base);
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '';
}

/** Hash of all that the result depends on, and of the result without this hash. */
function hashOf(result: Readonly<Record<string, string>>): string {
  const assembly = new URL('assembly/', folder);
  const compiler = readText('../node_modules/assemblyscript/package.json', new URL('.', import.meta.url));
  const hash = createHash('sha256').update(JSON.stringify([JSON.parse(compiler).version, OPTIONS, result]));
  for (const name of readdirSync(assembly).sort())
    hash.update(JSON.stringify([name, readText(name, assembly)]));
  return hash.digest('hex');
}

const withoutHash = (text: string) => text.replace(/^(\/\/ SHA-256 .*: )[0-9a-f]*$/m, '$1');
const withHash = (text: string, hash: string) => text.replace(HASH_LINE, HASH_LINE + hash);

function writeCode({ code }: Compiled): string {
  const lines = code.toString('base64').match(/.{1,2000}/g) ?? [];
  const text = lines.map((line) => `  '${line}',`).join('\n');
  return `// Compiled from assembly/ by \`npm run simd\`; do not edit.\n${HASH_LINE}\nexport const COMPILED = [\n${text}\n].join('');\n`;
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

/** Whether both files are those that the compiler made of the present sources. */
function areFresh(): boolean {
  const code = readText('compiled.ts');
  const result = { 'compiled.ts': withoutHash(code), 'entry-points.ts': readText('entry-points.ts') };
  return code === withHash(result['compiled.ts'], hashOf(result));
}

async function write(): Promise<void> {
  const compiled = await compile();
  const result = { 'compiled.ts': writeCode(compiled), 'entry-points.ts': writeEntryPoints(compiled) };
  const hash = hashOf(result);
  for (const [name, text] of Object.entries(result)) {
    const whole = withHash(text, hash);
    if (readText(name) !== whole) writeFileSync(new URL(name, folder), whole);
  }
}

if (!process.argv.includes('--check')) {
  await write();
} else if (!areFresh()) {
  console.error('src/kernels/simd is stale: run npm run simd');
  process.exitCode = 1;
}
