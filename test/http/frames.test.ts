import sharp from 'sharp';
import { expect, test } from 'vitest';
import { animate, movingSquare } from '../support/animations.ts';
import { expectProblem, post } from './support.ts';

const delays = [100, 50, 200, 70];
const gif = new Uint8Array(await animate('gif', movingSquare(4), { delays, loop: 3 }));

async function metadata(response: Response) {
  expect(response.status).toBe(200);
  return sharp(Buffer.from(await response.arrayBuffer()), { animated: true }).metadata();
}

test('an animation stays one, and nothing is said of its frames', async () => {
  const response = await post('/process?ops=resize_20,f_webp', gif);
  expect(response.headers.get('X-Noir-Frames')).toBeNull();
  expect(await metadata(response)).toMatchObject({
    pages: 4,
    delay: delays,
    loop: 3,
    width: 20,
    pageHeight: 13,
  });
});

test('an answer says which frames it has lost', async () => {
  for (const [ops, sent] of [
    ['f_jpeg', 1],
    ['page_2,f_webp', 1],
    ['page_1,pages_2,f_webp', 2],
    ['stats', 1],
  ] as const) {
    const response = await post(`/process?ops=${ops}`, gif);
    expect(response.status, ops).toBe(200);
    expect(response.headers.get('X-Noir-Frames'), ops).toBe(`${sent} of 4`);
  }
});

test('auto keeps the frames', async () => {
  const response = await post('/process?ops=f_auto', gif, { Accept: 'image/avif,image/webp,*/*' });
  expect(response.headers.get('Content-Type')).toBe('image/webp');
  expect((await metadata(response)).pages).toBe(4);
});

test('frames that are not there are refused', async () => {
  const problem = await expectProblem(await post('/process?ops=page_4', gif), 400, 'invalid-parameter');
  expect(problem.errors).toMatchObject([{ pointer: '/input/page' }]);
});
