import sharp from 'sharp';
import { expect, test } from 'vitest';
import { app, expectProblem, form, png, post, rawForm } from './support.ts';

const white = await sharp({ create: { width: 10, height: 10, channels: 3, background: 'white' } })
  .png()
  .toBuffer();

/** A form with the picture and one more file. */
function withFile(name: string, bytes: Uint8Array, fields: Readonly<Record<string, string>> = {}): FormData {
  const data = form('photo.jpg', fields);
  data.append(name, new Blob([new Uint8Array(bytes)]), 'whatever.png');
  return data;
}

async function pixel(response: Response, x: number, y: number): Promise<number[]> {
  expect(response.status).toBe(200);
  const { data, info } = await sharp(Buffer.from(await response.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
}

test('a further file is laid over the picture, from the query and from a recipe', async () => {
  const query = '/process?ops=composite_logo_left=0_top=0,f_png';
  const recipe = JSON.stringify({
    steps: [{ op: 'composite', image: 'logo', left: 0, top: 0 }],
    output: { format: 'png' },
  });
  for (const response of [
    await post(query, withFile('logo', white)),
    await post('/process', withFile('logo', white, { recipe })),
  ]) {
    const copy = response.clone();
    expect(await pixel(response, 5, 5)).toEqual([255, 255, 255]);
    expect(await pixel(copy, 20, 20)).toEqual([200, 100, 50]);
  }
});

test('one file may be read by several steps', async () => {
  const ops = 'composite_logo_left=0_top=0,composite_logo_left=30_top=20,f_png';
  const response = await post(`/process?ops=${ops}`, withFile('logo', white));
  expect(await pixel(response, 35, 25)).toEqual([255, 255, 255]);
});

test('a name that belongs to no file is refused, and no file of the machine is read', async () => {
  for (const name of ['logo', '/etc/hostname', 'package.json', 'image']) {
    const recipe = JSON.stringify({ steps: [{ op: 'negate' }, { op: 'composite', image: name }] });
    const response = await post('/process', form('photo.jpg', { recipe }));
    const problem = await expectProblem(response, 400, 'invalid-parameter');
    expect(problem.pointer).toBe('/steps/1/image');
    expect(problem.detail).toContain('a form has it as a part of that name');
  }
});

test('a file that no step reads is refused', async () => {
  const response = await post('/process?ops=negate', withFile('logo', white));
  expect((await expectProblem(response, 400, 'invalid-parameter')).pointer).toBe('/logo');
  await expectProblem(await post('/gray', withFile('logo', white)), 400, 'invalid-parameter');
});

test('a file with another name than that in the recipe is refused with both', async () => {
  const response = await post('/process?ops=composite_logo.png', withFile('logo', white));
  const { pointer, detail } = await expectProblem(response, 400, 'invalid-parameter');
  expect([pointer, detail]).toEqual(['/logo', expect.stringContaining('the recipe names "logo.png"')]);
});

test('what is wrong with a further file is said with its name', async () => {
  const broken = png.subarray(0, 60);
  const response = await post('/process?ops=composite_logo', withFile('logo', broken));
  const problem = await expectProblem(response, 422, 'truncated-image');
  expect(problem.detail).toContain('"logo"');
  expect(problem.pointer).toBe('/steps/0/image');
  const text = await post('/process?ops=composite_logo', withFile('logo', Buffer.from('hello')));
  expect((await expectProblem(text, 415, 'unsupported-format')).pointer).toBe('/steps/0/image');
});

test('two files of one name are refused', async () => {
  const init = rawForm([
    { disposition: 'form-data; name="image"; filename="a.jpg"' },
    { disposition: 'form-data; name="logo"; filename="a.png"', body: white },
    { disposition: 'form-data; name="logo"; filename="b.png"', body: white },
  ]);
  await expectProblem(await app.request('/process?ops=composite_logo', init), 400, 'invalid-parameter');
});

test('stats answers JSON, named so', async () => {
  const response = await post('/process?ops=greyscale,stats', form('photo.jpg'));
  expect(response.headers.get('Content-Type')).toBe('application/json');
  expect(response.headers.get('Content-Disposition')).toBe('inline; filename="photo.json"');
  const stats = (await response.json()) as { channels: { mean: number }[] };
  expect(stats.channels[0]?.mean).toBeCloseTo(124, 0);
});

test('nothing comes after stats', async () => {
  const problem = await expectProblem(await post('/process?ops=stats,negate'), 400, 'invalid-parameter');
  expect(problem.pointer).toBe('/steps/0');
});
