import sharp from 'sharp';
import { expect, test } from 'vitest';
import { app, expectProblem, form, jpeg, post, rawForm } from './support.ts';

async function grayLevel(response: Response): Promise<number | undefined> {
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get('Content-Length')).toBe(String(bytes.length));
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 40, height: 30, channels: 1 });
  return (await sharp(bytes).raw().toBuffer())[0];
}

test('a raw body becomes a gray PNG of the same size', async () => {
  const response = await post('/gray');
  expect(response.headers.get('Content-Type')).toBe('image/png');
  expect(Math.abs(Number(await grayLevel(response)) - 124)).toBeLessThanOrEqual(1);
});

test('so does the field image of a form', async () => {
  const response = await post('/gray', form('photo.jpg'));
  expect(response.headers.get('Content-Disposition')).toBe('inline; filename="photo-o.jpg"');
  expect(Math.abs(Number(await grayLevel(response)) - 124)).toBeLessThanOrEqual(1);
});

test('the content type that curl sends with --data-binary is no obstacle', async () => {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  expect(await grayLevel(await post('/gray', new Uint8Array(jpeg), headers))).toBeDefined();
});

test('a body in chunks is read as well', async () => {
  const stream = new ReadableStream({
    start(controller) {
      for (let at = 0; at < jpeg.length; at += 100)
        controller.enqueue(new Uint8Array(jpeg.subarray(at, at + 100)));
      controller.close();
    },
  });
  const response = await app.request('/gray', {
    method: 'POST',
    body: stream,
    duplex: 'half',
  } as RequestInit);
  expect(await grayLevel(response)).toBeDefined();
});

test('every picture has the headers that keep it harmless and say how it was made', async () => {
  const { headers } = await post('/gray', undefined, { 'X-Request-Id': 'mine' });
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'server-timing': expect.stringMatching(/^\w+;dur=\d+\.\d\d(, \w+;dur=\d+\.\d\d)*$/),
    'x-content-type-options': 'nosniff',
    'x-noir-backend': expect.stringMatching(/^(gpu|cpu|sharp)$/),
    'x-noir-way': expect.stringMatching(/; costs=[0-9a-f]{8}$/),
    'x-request-id': expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/),
  });
});

test('it takes no query parameters, and says which ones it was given', async () => {
  const problem = await expectProblem(await post('/gray?w=10&w=20&a%2Fb=1'), 400, 'invalid-parameter');
  expect(problem.pointer).toBe('/w');
  expect(problem.errors).toEqual([
    { pointer: '/w', reason: 'unknown query parameter; expected none' },
    { pointer: '/a~1b', reason: 'unknown query parameter; expected none' },
  ]);
});

test('a form with an unknown field, no picture or two pictures is refused', async () => {
  const disposition = 'form-data; name="image"; filename="a.jpg"';
  const cases = [
    [
      rawForm([{ disposition: 'form-data; name="imge"; filename="a.jpg"' }]),
      'invalid-parameter',
      /imge.*image/,
    ],
    [
      rawForm([{ disposition: 'form-data; name="image"', body: Buffer.from('photo.jpg') }]),
      'empty-body',
      /no file in the field image/,
    ],
    [rawForm([]), 'empty-body', /no file in the field image/],
    [rawForm([{ disposition, body: Buffer.of() }]), 'empty-body', /is empty/],
    [rawForm([{ disposition }, { disposition }]), 'invalid-parameter', /several/],
  ] as const;
  for (const [{ body, headers }, code, detail] of cases) {
    const problem = await expectProblem(await post('/gray', body, headers as never), 400, code);
    expect(problem.detail).toMatch(detail);
  }
});

test('a file part needs no file name', async () => {
  const { body, headers } = rawForm([{ disposition: 'form-data; name="image"' }]);
  expect((await post('/gray', body, headers as never)).status).toBe(200);
});
