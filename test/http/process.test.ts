import sharp from 'sharp';
import { expect, test } from 'vitest';
import { forgePage } from '../formats/tiff/forge.ts';
import { app, expectProblem, form, jpeg, png, post } from './support.ts';

async function levels(response: Response): Promise<number[]> {
  expect(response.status).toBe(200);
  const { data } = await sharp(Buffer.from(await response.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray(0, 3)];
}

test('steps of the query run in the order written', async () => {
  const response = await post('/process?ops=negate,linear_1_10,f_png', new Uint8Array(png));
  expect(await levels(response)).toEqual([65, 165, 215]);
  const other = await post('/process?ops=linear_1_10,negate,f_png', new Uint8Array(png));
  expect(await levels(other)).toEqual([45, 145, 195]);
});

test('a recipe of the form does the same, as text and as a file', async () => {
  const recipe = JSON.stringify({ steps: [{ op: 'negate' }], output: { format: 'webp', quality: 90 } });
  const asText = await post('/process', form('holiday.jpg', { recipe }));
  expect(asText.headers.get('Content-Type')).toBe('image/webp');
  expect(asText.headers.get('Content-Disposition')).toBe('inline; filename="holiday.webp"');
  const data = form('holiday.jpg');
  data.append('recipe', new Blob([recipe], { type: 'application/json' }), 'recipe.json');
  const asFile = await post('/process', data);
  expect(Buffer.from(await asFile.arrayBuffer())).toEqual(Buffer.from(await asText.arrayBuffer()));
});

test('without steps and without a format the picture keeps its own', async () => {
  const response = await post('/process');
  expect(response.headers.get('Content-Type')).toBe('image/jpeg');
  expect(response.headers.get('X-Noir-Backend')).toBe('none');
  expect(response.headers.get('Content-Disposition')).toBe('inline; filename="image.jpg"');
  expect(response.headers.get('Vary')).toBeNull();
});

test('auto is negotiated, and caches are told', async () => {
  const accept = (value: string) => post('/process?ops=negate,f_auto', undefined, { Accept: value });
  for (const [value, type] of [
    ['image/avif,image/webp,*/*;q=0.8', 'image/avif'],
    ['image/webp,*/*', 'image/webp'],
    ['*/*', 'image/jpeg'],
    ['image/avif;q=0', 'image/jpeg'],
  ] as const) {
    const response = await accept(value);
    expect(response.headers.get('Content-Type')).toBe(type);
    expect(response.headers.get('Vary')).toBe('Accept');
  }
  expect((await post('/process?ops=f_auto')).headers.get('Content-Type')).toBe('image/jpeg');
});

test('what the client does not accept is not sent, from any endpoint', async () => {
  const headers = { Accept: 'application/xml' };
  for (const path of ['/gray', '/process', '/process?ops=f_auto', '/process?ops=f_webp']) {
    await expectProblem(await post(path, undefined, headers), 406, 'not-acceptable');
  }
  expect((await post('/gray', undefined, { Accept: 'image/*' })).status).toBe(200);
});

test('every fault of a recipe is reported at once, with its place', async () => {
  const steps = [{ op: 'gamma', gamma: 'x' }, { op: 'nope' }, { op: 'negate', wrong: 1 }];
  const recipe = JSON.stringify({ steps, output: { format: 'bmp', quality: 101 }, extra: 1 });
  const problem = await expectProblem(
    await post('/process', form('a.jpg', { recipe })),
    400,
    'invalid-parameter',
  );
  const pointers = (problem.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort();
  expect(pointers).toEqual([
    '/extra',
    '/output/format',
    '/output/quality',
    '/steps/0/gamma',
    '/steps/1/op',
    '/steps/2/wrong',
  ]);
});

test.each([
  ['ops=gamma_-1'],
  ['ops=gamma_NaN'],
  ['ops=gamma_1e9'],
  ['ops=gamma_0x10'],
  ['ops=gamma_1e400'],
  ['ops=gamma_2&ops=gamma_3'],
  ['ops=q_101'],
  ['ops=q_0'],
  ['ops=nope'],
  ['ops=f_bmp'],
  ['ops=gamma_2_2_2_2_2'],
  [`ops=${'negate,'.repeat(1000)}`],
  ['w=10'],
  ['ops=negate&format=webp'],
  ['ops=__proto__'],
  ['ops=constructor_1,toString'],
  ['ops=%00'],
  ['ops=%ff'],
])('%s is refused', async (query) => {
  const problem = await expectProblem(await post(`/process?${query}`), 400, 'invalid-parameter');
  expect(problem.errors).toContainEqual({ pointer: problem.pointer, reason: expect.stringMatching(/./) });
});

test.each([
  ['not JSON', '{"steps":'],
  ['no object', '[]'],
  ['null', 'null'],
  ['empty', ''],
  ['deep', `{"steps":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ['deep output', `{"output":{"format":"png","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`],
])('a recipe that is %s is refused', async (_, recipe) => {
  await expectProblem(await post('/process', form('a.jpg', { recipe })), 400, 'invalid-parameter');
});

test('malformed JSON is a fault of the whole recipe', async () => {
  const problem = await expectProblem(
    await post('/process', form('a.jpg', { recipe: '{' })),
    400,
    'invalid-parameter',
  );
  expect(problem.pointer).toBe('');
  expect(problem.detail).toMatch(/not JSON/);
});

test('a recipe comes one way or the other, not both', async () => {
  const response = await post('/process?ops=negate', form('a.jpg', { recipe: '{}' }));
  await expectProblem(response, 400, 'invalid-parameter');
});

test('a client that leaves before its body has arrived is answered, not reported', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(jpeg.subarray(0, 100)));
      controller.error(new Error('reset'));
    },
  });
  const response = await app.request('/gray', { method: 'POST', body, duplex: 'half' } as RequestInit);
  await expectProblem(response, 400, 'invalid-request');
});

test('a recipe of nothing but mistakes gets a short answer', async () => {
  const fields = Array.from({ length: 200_000 }, (_, nth) => `"field ${nth}":1`);
  const response = await post('/process', form('a.jpg', { recipe: `{"steps":[{"op":"negate",${fields}}]}` }));
  expect(response.status).toBe(400);
  const text = await response.text();
  expect(text.length).toBeLessThan(5000);
  const { detail, errors, errorCount } = JSON.parse(text);
  expect([errors.length, errorCount]).toEqual([20, 200_000]);
  expect(errors[0].pointer).toBe('/steps/0/field 0');
  expect(detail).toBe('step 1, field 0: unknown parameter; expected one of alpha (and 199999 more faults)');
});

test('options of the input and of the format stand in a row of ops', async () => {
  const response = await post('/process?ops=failOn_none,negate,f_tiff_compression=none', new Uint8Array(png));
  expect(response.headers.get('Content-Type')).toBe('image/tiff');
  expect((await post('/process?ops=page_2', new Uint8Array(png))).status).toBe(400);
});

test('what was converted stands in Noir-Note', async () => {
  const samples = Array.from({ length: 16 }, (_, at) => 100 * at - 800);
  const file = forgePage({ width: 4, height: 4, bits: 16, format: 'int', samples });
  const response = await post('/process?ops=f_tiff', new Uint8Array(file));
  expect(response.status).toBe(200);
  expect(response.headers.get('Noir-Note')).toBe('int16 became f32 with the same numbers');
  expect((await post('/process')).headers.get('Noir-Note')).toBeNull();
});
