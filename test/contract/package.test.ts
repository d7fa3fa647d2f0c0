import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerOf, freePort, installPackage, ROOT, run } from './packed.ts';
import { blocksOf, PAGES } from './snippets/blocks.ts';
import { writeInputs } from './snippets/inputs.ts';

const PHOTO = join(ROOT, 'test/fixtures/pngsuite/basn2c08.png');

/** What a user writes: the library, the Hono app, types that must hold and types that must not. */
const CONSUMER = `
import { createNoir, isNoirError, type Image } from 'noir-image';
import { createApp } from 'noir-image/hono';
const noir = await createNoir({ backends: ['cpu'] });
const image: Image = await noir('photo.png').grayscale().linear(1.2, -10).cast('u16', { scale: true }).toImage();
const response = await createApp(noir).request('/health');
const sent = new Response(await noir('photo.png').resize(8, null).toBuffer());
await noir(sent.body ?? 'photo.png').composite([{ input: 'photo.png', left: -9, top: 0 }]).toFile('body.png');
// @ts-expect-error: there is no such method
const missing = noir('photo.png').nothing;
const refused = await noir('photo.png').gamma(1e9).toBuffer().catch((error: unknown) => error);
console.log(image.type, image.channels, response.status, missing, isNoirError(refused) && refused.code);
await noir.close();
`;

const TSCONFIG = {
  compilerOptions: { target: 'es2023', module: 'nodenext', strict: true, types: ['node'], outDir: '.' },
  files: ['consumer.ts'],
};

/** With several threads, each checks what all of them need. */
const TSC = [join(ROOT, 'node_modules/typescript/bin/tsc'), '--singleThreaded'];

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'noir-package-'));
  installPackage(folder);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  await writeInputs(folder);
  for (const name of ['photo.png', 'photos/cats/tom.png']) cpSync(PHOTO, join(folder, name));
});

afterAll(() => rmSync(folder, { recursive: true }));

it('is used with its types from a folder of its own', () => {
  // The declarations of packages are checked with the snippets.
  run(process.execPath, [...TSC, '--skipLibCheck'], folder);
  expect(run(process.execPath, ['consumer.js'], folder)).toBe('u16 1 200 undefined invalid-parameter\n');
});

/** Pages whose snippets a compiler takes. */
const COMPILED = {
  // The oldest compiler that many still have. It takes long for the types of other frameworks.
  'typescript-5': ['README.md', 'docs/library.md'],
  typescript: PAGES,
};

type Compiler = keyof typeof COMPILED;

/** The TypeScript of a page, each snippet as a module of its own, called by the heading that it stands below. */
function writeSnippets(page: string): string[] {
  const stem = page.replace(/^.*\//, '').replace('.md', '').toLowerCase();
  const counts = new Map<string, number>();
  const blocks = blocksOf(page).filter(({ language }) => language === 'ts' || language === 'js');
  return blocks.map(({ heading, language, code }) => {
    const index = (counts.get(heading) ?? 0) + 1;
    counts.set(heading, index);
    const name = `${stem}-${heading}-${index}.${language}`;
    const local = code
      .replace('3000', 'Number(process.env.PORT)')
      .replace(/'https:[^']*photo.jpg'/, 'String(process.env.PHOTO)');
    writeFileSync(join(folder, name), local);
    return name;
  });
}

/** Writes the snippets, and their JavaScript beside them. Compilers that did it already do nothing. */
function compileSnippets(compiler: Compiler): void {
  if (compiled.has(compiler)) return;
  compiled.add(compiler);
  const files = COMPILED[compiler].flatMap(writeSnippets).filter((name) => name.endsWith('.ts'));
  // The newer compiler checks the declarations of all packages, in a fifth of the time.
  const compilerOptions = { ...TSCONFIG.compilerOptions, skipLibCheck: compiler === 'typescript-5' };
  writeFileSync(join(folder, 'pages.json'), JSON.stringify({ compilerOptions, files }));
  const words = compiler === 'typescript' ? TSC : [join(ROOT, 'node_modules', compiler, 'bin/tsc')];
  run(process.execPath, [...words, '-p', 'pages.json'], folder);
}

const compiled = new Set<string>();

it.each(Object.keys(COMPILED) as Compiler[])('has pages whose snippets %s compiles, strict', compileSnippets);

it.each(['hono', 'express', 'fastify'])('has an example for %s that serves pictures', async (framework) => {
  compileSnippets('typescript');
  const file = `embedding-${framework}-1.js`;
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), NOIR_BACKENDS: 'cpu' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    const url = `http://127.0.0.1:${port}/img/w_16,f_webp/cats/tom.png`;
    const response = await answerOf(url);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/webp']);
    const known = { 'If-None-Match': response.headers.get('ETag') ?? '' };
    expect((await fetch(url, { headers: known })).status).toBe(304);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    const missing = await fetch(url.replace('tom', 'tim'));
    expect([missing.status, await missing.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not-found' }),
    ]);
  } finally {
    child.kill('SIGKILL');
  }
});

it('has an example for Next whose loader and route handler belong together', () => {
  compileSnippets('typescript');
  const script = `
    import { GET } from './embedding-next-1.js';
    import loader from './embedding-next-2.js';
    const path = loader({ src: '/cats/tom.png', width: 16 });
    const response = await GET(new Request('http://localhost' + path, { headers: { Accept: 'image/webp,*/*' } }));
    console.log(path, response.status, response.headers.get('Content-Type'));
    process.exit();`;
  writeFileSync(join(folder, 'next.js'), script);
  expect(run(process.execPath, ['next.js'], folder)).toBe(
    '/img/w_16,f_auto,q_75/cats/tom.png 200 image/webp\n',
  );
});

it('has an example with signatures and a folder for the cache', () => {
  compileSnippets('typescript');
  expect(run(process.execPath, ['embedding-options-1.js'], folder)).toMatch(
    /^\/img\/w_300,f_auto\/cats\/tom.png\?sig=[\w-]{43} 200\n$/,
  );
});

/** Snippets that listen, which have a test of their own. */
const LISTENING = /^embedding-(hono|express|fastify)-/;

it('has no snippet that fails', () => {
  compileSnippets('typescript');
  const names = readdirSync(folder).filter((name) => /^\S+-\d+\.js$/.test(name) && !LISTENING.test(name));
  writeFileSync(
    join(folder, 'all.js'),
    `${names.map((name) => `await import('./${name}');`).join('\n')}\nprocess.exit();`,
  );
  const photo = readFileSync(join(folder, 'photo.jpg')).toString('base64');
  const env = { NOIR_GPU: 'off', PHOTO: `data:image/jpeg;base64,${photo}` };
  expect(run(process.execPath, ['all.js'], folder, env)).toContain('jpeg');
  for (const name of ['photo.webp', 'small.webp', 'large.webp'])
    expect(existsSync(join(folder, name))).toBe(true);
});

it('shows in editors what an op, a parameter and an option mean', async () => {
  const { default: ts } = await import('typescript-5');
  const code = `import type { Pipeline } from 'noir-image';
declare const start: Pipeline;
start.blur(2);
start.jpeg({ chromaSubsampling: '4:4:4' });
`;
  const file = join(folder, 'editor.ts');
  writeFileSync(file, code);
  const options = { module: ts.ModuleKind.NodeNext, strict: true, types: ['node'] };
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const text = ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    realpath: (path) => path,
    directoryExists: ts.sys.directoryExists,
  });
  const textAt = (word: string) => {
    const info = service.getQuickInfoAtPosition(file, code.indexOf(word) + 1);
    return ts.displayPartsToString([...(info?.displayParts ?? []), ...(info?.documentation ?? [])]);
  };
  expect(textAt('blur(')).toMatch(/blur\(sigma\?: number.*Gaussian/s);
  const help = service.getSignatureHelpItems(file, code.indexOf('2);') + 1, undefined)?.items ?? [];
  const [sigma] = help.flatMap(({ parameters }) => parameters);
  expect(sigma?.name).toBe('sigma');
  expect(ts.displayPartsToString(sigma?.documentation)).toMatch(/from 0\.3 to 1000/);
  expect(textAt('jpeg(')).toContain('JpegOptions');
  expect(textAt('chromaSubsampling')).toMatch(/"4:2:0" \| "4:4:4".*Resolution of the colours/s);
});

it('brings the noir command', () => {
  const main = join(folder, 'node_modules/noir-image/dist/cli/main.js');
  run(process.execPath, [main, 'run', 'photo.png', 'greyscale', 'gray.png'], folder);
  const gray = PNG.sync.read(readFileSync(join(folder, 'gray.png')));
  expect([gray.width, gray.height]).toEqual([32, 32]);
});

/** A server that takes one picture, and the milliseconds that its imports took. */
const PRODUCTION = `
const begun = performance.now();
const { createNoir } = await import('noir-image');
const took = performance.now() - begun;
const { createApp, noir: middleware } = await import('noir-image/hono');
const { readFile } = await import('node:fs/promises');
const noir = await createNoir({ gpu: 'off' });
const request = { method: 'POST', body: await readFile('../photo.png') };
const { status } = await createApp(noir).request('/gray', request);
console.log(status, typeof middleware(noir, 'greyscale'), Math.round(took));
await noir.close();
`;

it('runs without the development packages', () => {
  const production = join(folder, 'production');
  const modules = join(production, 'node_modules');
  mkdirSync(modules, { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    if (name.includes('/')) mkdirSync(join(modules, name.split('/')[0] as string), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  cpSync(join(folder, 'node_modules/noir-image'), join(modules, 'noir-image'), { recursive: true });
  writeFileSync(join(production, 'production.mjs'), PRODUCTION);
  const [status, kind, took] = run(process.execPath, ['production.mjs'], production).trim().split(' ');
  expect([status, kind]).toEqual(['200', 'function']);
  console.info(`importing noir-image took ${took} ms`);
  const main = join(modules, 'noir-image/dist/cli/main.js');
  run(process.execPath, [main, 'run', '../photo.png', 'greyscale', 'gray.png'], production);
  expect(run(process.execPath, [main, 'config'], production)).toMatch(/^port +8080 +default$/m);
});

/** A program that makes a picture in a worker process, and does not close it. */
const UNCLOSED = `
import { createNoir } from 'noir-image';
createNoir({ gpu: 'off', isolation: 'process', workers: 1 })
  .then((noir) => noir('photo.png').webp().run())
  .then(({ format, way }) => console.log(format, way.split(' ')[0]), ({ message }) => console.log(message));
`;

it('lets a program end that has idle worker processes, in a folder that is gone, under a debugger', () => {
  const program = `
    import { mkdirSync, rmdirSync } from 'node:fs';
    mkdirSync('gone');
    process.chdir('gone');
    rmdirSync('../gone');
    // A worker with this would wait for a debugger.
    process.env.NODE_OPTIONS = '--inspect-brk=0';${UNCLOSED.replace('photo.png', '../photo.png')}`;
  writeFileSync(join(folder, 'unclosed.js'), program);
  expect(run(process.execPath, ['unclosed.js'], folder)).toMatch(/^webp sharp/);
});

it.each(['esm', 'cjs'] as const)(
  'finds itself from a bundle as %s, or says that it is missing',
  async (format) => {
    const { build } = await import('esbuild');
    const name = `bundled.${format === 'esm' ? 'mjs' : 'cjs'}`;
    writeFileSync(join(folder, 'unclosed.js'), UNCLOSED);
    await build({
      ...{ entryPoints: [join(folder, 'unclosed.js')], outfile: join(folder, 'out', name), bundle: true },
      ...{ platform: 'node', format, logLevel: 'error' },
    });
    expect(run(process.execPath, [join('out', name)], folder)).toMatch(/^webp sharp/);
    const alone = mkdtempSync(join(tmpdir(), 'noir-bundle-'));
    cpSync(join(folder, 'out', name), join(alone, name));
    expect(run(process.execPath, [name], alone)).toContain('leave it out of the bundle');
    rmSync(alone, { recursive: true });
  },
);

it('holds what it needs and nothing else', () => {
  const names = readdirSync(join(folder, 'node_modules/noir-image'));
  expect(names.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', 'wgsl']);
});
