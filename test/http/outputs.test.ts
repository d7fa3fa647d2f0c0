import { unzipSync } from 'fflate';
import { Hono } from 'hono';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { noir as middleware, serve } from '../../src/http/index.ts';
import type { RecipeInput } from '../../src/index.ts';
import { app, expectProblem, form, noir, post } from './support.ts';

const RECIPE: RecipeInput = {
  steps: [{ op: 'resize', width: 32 }],
  outputs: [
    { name: 'large', output: { format: 'webp' } },
    { name: 'small', steps: [{ op: 'resize', width: 16 }], output: { format: 'png' } },
    { steps: [{ op: 'stats' }] },
  ],
};

const send = (recipe: RecipeInput, headers: Record<string, string> = {}, fileName = 'photo.jpg') =>
  post('/process', form(fileName, { recipe: JSON.stringify(recipe) }), headers);

interface Part {
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The parts of a body, found by their Content-Length. */
function partsOf(type: string, body: Buffer): Part[] {
  const [, boundary = ''] = /^multipart\/mixed; boundary=([\w-]+)$/.exec(type) ?? [];
  expect(boundary).not.toBe('');
  const parts: Part[] = [];
  let at = 0;
  const open = `--${boundary}\r\n`;
  while (body.subarray(at, at + open.length).toString() === open) {
    const end = body.indexOf('\r\n\r\n', at);
    const lines = body
      .subarray(at + open.length, end)
      .toString('latin1')
      .split('\r\n');
    const headers = new Headers(lines.map((line) => line.split(': ', 2) as [string, string]));
    const start = end + 4;
    const length = Number(headers.get('Content-Length'));
    parts.push({ headers, body: body.subarray(start, start + length) });
    expect(body.subarray(start + length, start + length + 2).toString()).toBe('\r\n');
    at = start + length + 2;
  }
  expect(body.subarray(at).toString()).toBe(`--${boundary}--\r\n`);
  return parts;
}

async function parts(response: Response): Promise<Part[]> {
  expect(response.status).toBe(200);
  const body = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get('Content-Length')).toBe(String(body.length));
  return partsOf(response.headers.get('Content-Type') ?? '', body);
}

const named = (list: readonly Part[]) =>
  list.map(({ headers }) => [headers.get('Content-Disposition'), headers.get('Content-Type')]);

test('several outputs come as parts with their names', async () => {
  const response = await send(RECIPE);
  expect(response.headers.get('Vary')).toContain('Accept');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const found = await parts(response);
  expect(named(found)).toEqual([
    ['attachment; name="large"; filename="photo-large.webp"', 'image/webp'],
    ['attachment; name="small"; filename="photo-small.png"', 'image/png'],
    ['attachment; name="3"; filename="photo-3.json"', 'application/json'],
  ]);
  expect(await sharp(found[0]?.body).metadata()).toMatchObject({ format: 'webp', width: 32 });
  expect(await sharp(found[1]?.body).metadata()).toMatchObject({ format: 'png', width: 16 });
  expect(JSON.parse(String(found[2]?.body))).toMatchObject({ width: 32 });
});

test('a zip holds the same files', async () => {
  const expected = await parts(await send(RECIPE));
  const response = await send(RECIPE, { Accept: 'application/zip' }, 'фото.jpg');
  expect(response.headers.get('Content-Type')).toBe('application/zip');
  expect(response.headers.get('Content-Disposition')).toContain(
    "filename*=UTF-8''%D1%84%D0%BE%D1%82%D0%BE.zip",
  );
  const entries = Object.entries(unzipSync(new Uint8Array(await response.arrayBuffer())));
  expect(entries.map(([name]) => name)).toEqual(['фото-large.webp', 'фото-small.png', 'фото-3.json']);
  entries.forEach(([name, data], index) => {
    expect(Buffer.compare(data, expected[index]?.body as Buffer), name).toBe(0);
  });
});

test.each([
  ['', 'multipart/mixed'],
  ['*/*', 'multipart/mixed'],
  ['image/avif, */*;q=0.1', 'multipart/mixed'],
  ['multipart/*', 'multipart/mixed'],
  ['application/*', 'application/zip'],
  ['application/zip;q=0.5, */*', 'application/zip'],
  ['application/zip, multipart/mixed', 'multipart/mixed'],
  ['application/zip, multipart/mixed;q=0.9', 'application/zip'],
  ['multipart/mixed;q=0, */*', 'application/zip'],
])('Accept: %s takes %s', async (accept, type) => {
  const response = await send(RECIPE, accept === '' ? {} : { Accept: accept });
  expect(response.headers.get('Content-Type')?.split(';')[0]).toBe(type);
});

test.each(['image/png', 'application/zip;q=0, image/*', 'text/html'])(
  'Accept: %s takes none',
  async (accept) => {
    await expectProblem(await send(RECIPE, { Accept: accept }), 406, 'not-acceptable');
  },
);

test('auto takes what the client accepts, else the format of the input', async () => {
  const recipe: RecipeInput = { outputs: [{ output: { format: 'auto' } }, { output: { format: 'png' } }] };
  const typesFor = async (Accept: string) =>
    (await parts(await send(recipe, { Accept }))).map(({ headers }) => headers.get('Content-Type'));
  expect(await typesFor('multipart/mixed, image/webp')).toEqual(['image/webp', 'image/png']);
  expect(await typesFor('multipart/mixed')).toEqual(['image/jpeg', 'image/png']);
});

test('an output that fails is named', async () => {
  const extract = { op: 'extract', left: 0, top: 0, width: 99, height: 1 } as const;
  const response = await send({ outputs: [{}, { steps: [extract] }] });
  const problem = await expectProblem(response, 400, 'invalid-parameter');
  expect(problem.pointer).toBe('/outputs/1/steps/0/width');
  const large = await send({
    outputs: [{}, { name: 'huge', steps: [{ op: 'resize', width: 12_000, height: 12_000 }] }],
  });
  const limit = await expectProblem(large, 422, 'pixel-limit');
  expect(limit.detail).toMatch(/^output 2, step 1: \d+x\d+ is over /);
});

test('files of all outputs are expected, and no others', async () => {
  const body = form('photo.jpg', {
    recipe: JSON.stringify({ outputs: [{ steps: [{ op: 'composite', image: 'logo' }] }] }),
  });
  const pixel = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  body.append('logo', new Blob([new Uint8Array(pixel)]), 'logo.png');
  expect((await post('/process', body)).status).toBe(200);
  body.append('other', new Blob([new Uint8Array(pixel)]), 'other.png');
  await expectProblem(await post('/process', body), 400, 'invalid-parameter');
});

test('the middleware takes one output only', () => {
  expect(() => new Hono().use(middleware(noir, { outputs: [{}] }))).toThrow(
    'the middleware answers one picture',
  );
});

describe('over a socket', async () => {
  const server = await serve(app, { port: 0 });
  afterAll(() => server.close());

  test('parts arrive whole', async () => {
    const body = form('photo.jpg', { recipe: JSON.stringify(RECIPE) });
    const response = await fetch(`${server.url}/process`, { method: 'POST', body });
    expect(named(await parts(response))).toHaveLength(3);
  });
});
