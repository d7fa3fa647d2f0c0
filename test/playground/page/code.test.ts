import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp, serve } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';
import type { Op } from '../../../src/ops/op.ts';
import { listOps } from '../../../src/ops/registry.ts';
import { fetchCatalog } from '../../../src/playground/page/catalog.ts';
import { writeCommand, writeCurl, writeUrl } from '../../../src/playground/page/code/shell.ts';
import { type CodeOf, writeJson, writeOps } from '../../../src/playground/page/code/texts.ts';
import { writeHono, writeTypeScript } from '../../../src/playground/page/code/typescript.ts';
import type { Draft } from '../../../src/playground/page/draft.ts';
import { addPlayground, withSamples } from '../../../src/playground/serve.ts';

const run = promisify(execFile);

const ROOT = new URL('../../../', import.meta.url);
const SAMPLES = new URL('src/playground/samples/', ROOT);

/** An operation of the server's own, as its `--ops` would name it. */
const OPS = `import { defineOp } from 'noir-image';
export const ops = [defineOp({
  name: 'fade',
  summary: 'Mix with gray.',
  params: { amount: { default: 0.5, min: 0, max: 1, describe: 'Part of gray.' } },
  wgsl: 'fn pixel(c: vec4f, params: Params) -> vec4f { return vec4f(mix(c.rgb, vec3f(0.5), params.amount), c.a); }',
  pixel(color, { amount }) { for (let i = 0; i < 3; i++) color[i] += (0.5 - color[i]) * amount; },
})];`;

const folder = await mkdtemp(join(tmpdir(), 'noir-code-'));
await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
await writeFile(join(folder, 'ops.js'), withSources(OPS));
const { ops } = (await import(pathToFileURL(join(folder, 'ops.js')).href)) as { ops: Op[] };
const noir = await createNoir({ gpu: 'off', ops });
const app = createApp(noir, { sources: withSamples({}) });
addPlayground(app, noir);
const server = await serve(app, { port: 0 });
await copyFile(new URL('pier.jpg', SAMPLES), join(folder, 'pier.jpg'));
await copyFile(new URL('logo.png', SAMPLES), join(folder, 'logo.png'));
afterAll(async () => {
  await server.close();
  await noir.close();
  await rm(folder, { recursive: true });
});

const catalog = await fetchCatalog(`${server.url}/`);

function codeOf(draft: Draft, sampleFile?: string): CodeOf {
  const onDisk = (name: string) => name;
  return { draft, catalog, fileName: 'pier.jpg', format: 'jpeg', sampleFile, origin: server.url, onDisk };
}

const step = (op: string, params: Draft['steps'][number]['params'], off = false) => ({
  id: 0,
  op,
  params,
  off,
});

/** Steps with what is hard to spell: percentages, lists, blanks, signs that mean something, an option, a step that is off. */
const HARD = codeOf({
  steps: [
    step('resize', { width: '25%' }),
    step('linear', { a: [1.1, 1, 0.9], b: -10 }),
    step('negate', {}, true),
    step('text', { text: "it's 50% _ok_, a=b/c?", size: 30, color: 'ff8800', margin: 4 }),
    step('recomb', { matrix: [1, 0.1, 0, 0, 1, 0, 0, 0.1, 1] }),
  ],
  output: { format: 'jpeg', options: { quality: 70, chromaSubsampling: '4:4:4', keep: 'icc' } },
});

const OVERLAY = codeOf({
  steps: [step('resize', { width: 300 }), step('watermark', { image: 'logo.png', gravity: 'southeast' })],
  output: { format: 'webp', options: {} },
});

/** The picture that the recipe means. */
async function expected(code: CodeOf, further: readonly string[] = []): Promise<Buffer> {
  const form = new FormData();
  for (const [field, name] of [['image', 'pier.jpg'], ...further.map((name) => [name, name])] as [
    string,
    string,
  ][]) {
    form.append(field, new Blob([new Uint8Array(await readFile(new URL(name, SAMPLES)))]), name);
  }
  form.append('recipe', writeJson(code));
  return bytesOf(await fetch(`${server.url}/process`, { method: 'POST', body: form }));
}

async function bytesOf(answer: Response): Promise<Buffer> {
  if (!answer.ok) throw new Error(await answer.text());
  return Buffer.from(await answer.arrayBuffer());
}

/** Runs a text of the page in a shell. `noir` is the command of these sources. */
async function inShell(text: string): Promise<void> {
  const main = new URL('src/cli/main.ts', ROOT).pathname;
  const tsx = import.meta.resolve('tsx');
  const command = `noir() { '${process.execPath}' --import '${tsx}' '${main}' "$@"; }\n${text}`;
  await run('sh', ['-ec', command], { cwd: folder, env: { ...process.env, NOIR_GPU: 'off' } });
}

/** A program with the package's sources in place of the package. */
function withSources(program: string): string {
  return program
    .replaceAll("'noir-image/hono'", `'${new URL('src/http/index.ts', ROOT)}'`)
    .replaceAll("'noir-image'", `'${new URL('src/index.ts', ROOT)}'`)
    .replaceAll("'hono'", `'${import.meta.resolve('hono')}'`);
}

/** Runs a program of the page, with the package's sources in place of the package. */
async function inNode(text: string, end = ''): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.mts`);
  await writeFile(file, `${withSources(text)}\n${end}`);
  const options = { cwd: folder, env: { ...process.env, NOIR_GPU: 'off' } };
  const tsx = import.meta.resolve('tsx');
  return (await run(process.execPath, ['--import', tsx, file], options)).stdout;
}

/** Sends a picture through the middleware of the program above. */
const THROUGH_HONO = `
  import { readFileSync, writeFileSync } from 'node:fs';
  app.get('/photos/pier.jpg', (c) => c.body(readFileSync('pier.jpg'), 200, { 'Content-Type': 'image/jpeg' }));
  const answer = await app.request('/photos/pier.jpg');
  writeFileSync('hono.jpg', Buffer.from(await answer.arrayBuffer()));
  await instance.close();`;

describe('the code that the page shows makes the very picture', () => {
  it('as an address', async () => {
    const sample = { ...HARD, sampleFile: 'pier.jpg' };
    expect(await bytesOf(await fetch(writeUrl(sample)))).toEqual(await expected(HARD));
    const body = new Uint8Array(await readFile(join(folder, 'pier.jpg')));
    expect(await bytesOf(await fetch(writeUrl(HARD), { method: 'POST', body }))).toEqual(
      await expected(HARD),
    );
  });

  it('with curl, and with further files', async () => {
    await inShell(writeCurl({ ...HARD, sampleFile: 'pier.jpg' }));
    expect(await readFile(join(folder, 'pier-noir.jpg'))).toEqual(await expected(HARD));
    await inShell(writeCurl(OVERLAY));
    expect(await readFile(join(folder, 'pier-noir.webp'))).toEqual(await expected(OVERLAY, ['logo.png']));
  });

  it('with curl, for a name of a file that means something to curl', async () => {
    const fileName = 'a;b,"c".jpg';
    await copyFile(join(folder, 'pier.jpg'), join(folder, fileName));
    await inShell(writeCurl({ ...OVERLAY, fileName }));
    expect(await readFile(join(folder, 'a;b,"c"-noir.webp'))).toEqual(await expected(OVERLAY, ['logo.png']));
  });

  it('with curl, for names that begin with blanks', async () => {
    const fileName = ' a.jpg';
    await copyFile(join(folder, 'pier.jpg'), join(folder, fileName));
    await inShell(writeCurl({ ...OVERLAY, fileName }));
    expect(await readFile(join(folder, ' a-noir.webp'))).toEqual(await expected(OVERLAY, ['logo.png']));
    await inShell(writeCurl({ ...HARD, fileName }));
    expect(await readFile(join(folder, ' a-noir.jpg'))).toEqual(await expected(HARD));
  });

  it('for a further file that steps call by another name than the disk', async () => {
    const name = "Tom & Jerry's, logo.png";
    await copyFile(join(folder, 'logo.png'), join(folder, name));
    const image = 'Tom - Jerry-s- logo.png';
    const code = codeOf({
      steps: [step('watermark', { image })],
      output: { format: 'webp', options: {} },
    });
    const named = { ...code, onDisk: (called: string) => (called === image ? name : called) };
    await inShell(writeCurl(named));
    const made = await readFile(join(folder, 'pier-noir.webp'));
    await rm(join(folder, 'pier-noir.webp'));
    await inShell(writeCommand(named));
    expect(await readFile(join(folder, 'pier-noir.webp'))).toEqual(made);
    expect(writeTypeScript(named)).toContain(`// Run first: cp 'Tom & Jerry'\\''s, logo.png' '${image}'`);
  });

  it('for a step that answers JSON', async () => {
    const stats = codeOf({ steps: [step('stats', {})], output: { format: '', options: {} } });
    for (const run of [
      () => inShell(writeCurl(stats)),
      () => inShell(writeCommand(stats)),
      () => inNode(writeTypeScript(stats)),
    ]) {
      await run();
      expect(await readFile(join(folder, 'pier-noir.json'))).toEqual(await expected(stats));
      await rm(join(folder, 'pier-noir.json'));
    }
  });

  it('for a name that looks like an option', async () => {
    const fileName = '-v.jpg';
    await copyFile(join(folder, 'pier.jpg'), join(folder, fileName));
    for (const write of [writeCurl, writeCommand]) {
      await inShell(write({ ...HARD, fileName }));
      expect(await readFile(join(folder, '-v-noir.jpg'))).toEqual(await expected(HARD));
      await rm(join(folder, '-v-noir.jpg'));
    }
  });

  it('with a sample that is made as large as the picture, and a name with blanks', async () => {
    const file = 'a logo (1).png';
    await copyFile(join(folder, 'logo.png'), join(folder, file));
    const sized = codeOf(
      {
        steps: [
          step('resize', { width: 300 }),
          step('joinChannel', { image: 'mask-300x200.png' }),
          step('watermark', { image: file }),
        ],
        output: { format: 'png', options: {} },
      },
      'pier.jpg',
    );
    const made: Buffer[] = [];
    for (const run of [
      () => inShell(writeCurl(sized)),
      () => inShell(writeCommand(sized)),
      () => inNode(writeTypeScript(sized)),
    ]) {
      await run();
      made.push(await readFile(join(folder, 'pier-noir.png')));
      await rm(join(folder, 'pier-noir.png'));
    }
    const [first = Buffer.alloc(0)] = made;
    expect(made).toEqual(made.map(() => first));
    expect(await sharp(first).metadata()).toMatchObject({ width: 300, height: 200, channels: 4 });
  });

  it('for a text that ends within a character', async () => {
    const text = codeOf({
      steps: [step('text', { text: 'cut \ud83c' })],
      output: { format: 'png', options: {} },
    });
    const sample = { ...text, sampleFile: 'pier.jpg' };
    expect(await bytesOf(await fetch(writeUrl(sample)))).toEqual(await expected(text));
  });

  it('on the command line', async () => {
    await inShell(writeCommand(OVERLAY).replace('pier-noir', 'cli'));
    expect(await readFile(join(folder, 'cli.webp'))).toEqual(await expected(OVERLAY, ['logo.png']));
    await inShell(writeCommand(HARD).replace('pier-noir', 'cli'));
    expect(await readFile(join(folder, 'cli.jpg'))).toEqual(await expected(HARD));
  });

  it('with the library', async () => {
    await inNode(writeTypeScript(HARD).replace('pier-noir', 'library'));
    expect(await readFile(join(folder, 'library.jpg'))).toEqual(await expected(HARD));
  });

  it('with an operation of the server’s own', async () => {
    const own = codeOf({ steps: [step('fade', { amount: 0.3 })], output: { format: 'png', options: {} } });
    await inNode(writeTypeScript(own).replace('pier-noir', 'own'));
    expect(await readFile(join(folder, 'own.png'))).toEqual(await expected(own));
    await inNode(writeHono(own), THROUGH_HONO);
    expect(await readFile(join(folder, 'hono.jpg'))).toEqual(await expected(own));
  });

  it('with a key, which is no part of the text', async () => {
    const keys = ['k'.repeat(32)];
    const closed = createApp(noir, { keys });
    addPlayground(closed, noir, { hasAddresses: false });
    const keyed = await serve(closed, { port: 0 });
    try {
      const code = { ...OVERLAY, catalog: await fetchCatalog(`${keyed.url}/`), origin: keyed.url };
      await inShell(`KEY=${keys}\n${writeCurl(code)}`);
      expect(await readFile(join(folder, 'pier-noir.webp'))).toEqual(await expected(OVERLAY, ['logo.png']));
      expect(writeUrl({ ...code, draft: HARD.draft, sampleFile: 'pier.jpg' })).toMatch(/\/process\?ops=/);
    } finally {
      await keyed.close();
    }
  });

  it('as middleware', async () => {
    await inNode(writeHono(HARD), THROUGH_HONO);
    expect(await readFile(join(folder, 'hono.jpg'))).toEqual(await expected(HARD));
  });
});

it.each(listOps().map(({ name }) => name))('writes %s as the grammar reads it', (name) => {
  for (const params of catalog.ops.get(name)?.shown ?? []) {
    const recipe = noir.recipes.parseOps(
      writeOps(codeOf({ steps: [step(name, params)], output: { format: '', options: {} } })),
    );
    const meant = noir.recipes.parse({ steps: [{ op: name, ...params }] });
    expect(recipe.steps.map(({ params }) => params)).toEqual(meant.steps.map(({ params }) => params));
  }
});
