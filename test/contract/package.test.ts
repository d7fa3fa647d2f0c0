import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PHOTO = join(ROOT, 'test/fixtures/pngsuite/basn2c08.png');

/** What a user writes: the library, the Hono app, types that must hold and types that must not. */
const CONSUMER = `
import { createNoir, isNoirError, type Image } from 'noir-image';
import { createApp } from 'noir-image/hono';
const noir = await createNoir({ backends: ['cpu'] });
const image: Image = await noir('photo.png').grayscale().linear(1.2, -10).cast('u16', { scale: true }).toImage();
const response = await createApp(noir).request('/health');
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

let folder: string;

function run(command: string, args: readonly string[], cwd: string): string {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'noir-package-'));
  // The whole suite has just built what is packed, and its other tests run it: it must not be built anew under them.
  const built = process.env.NOIR_TEST_BUILT ? ['--ignore-scripts'] : [];
  run('npm', ['pack', '--silent', ...built, '--pack-destination', folder], ROOT);
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  run('tar', ['-xzf', tarball], folder);
  // As npm would lay it out, with this checkout's dependencies, so that no registry is needed.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('.'))
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  renameSync(join(folder, 'package'), join(folder, 'node_modules', 'noir-image'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  writeFileSync(join(folder, 'photo.png'), readFileSync(PHOTO));
});

afterAll(() => rmSync(folder, { recursive: true }));

it('is used with its types from a folder of its own', () => {
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')], folder);
  expect(run(process.execPath, ['consumer.js'], folder)).toBe('u16 1 200 undefined invalid-parameter\n');
});

/** The TypeScript of the README, each snippet as a module of its own. */
function writeSnippets(): string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ''], index) => {
    const name = `snippet-${index + 1}.ts`;
    writeFileSync(join(folder, name), code);
    return name;
  });
}

// The oldest compiler that many still have, and this one.
it.each(['typescript-5', 'typescript'])('has a README that %s compiles, strict', (compiler) => {
  const files = writeSnippets();
  expect(files.length).toBeGreaterThan(3);
  const config = { compilerOptions: { ...TSCONFIG.compilerOptions, noEmit: true }, files };
  writeFileSync(join(folder, 'readme.json'), JSON.stringify(config));
  run(process.execPath, [join(ROOT, 'node_modules', compiler, 'bin/tsc'), '-p', 'readme.json'], folder);
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

it('holds what it needs and nothing else', () => {
  const names = readdirSync(join(folder, 'node_modules/noir-image'));
  expect(names.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', 'wgsl']);
});
