import { expect, it } from 'vitest';
import { type DrawnText, drawText } from '../../../src/coders/sharp/text.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';

const TEXT: DrawnText = { text: 'Noir', font: 'sans', size: 40, color: '#ff8000ff', align: 'left' };

it('draws letters in their colour on nothing', async () => {
  const { width, height, channels, type, data } = await drawText(TEXT, DEFAULT_LIMITS);
  expect({ channels, type }).toEqual({ channels: 4, type: 'u8' });
  expect(height).toBeGreaterThan(20);
  expect(height).toBeLessThan(60);
  expect(width).toBeGreaterThan(height);
  const opaque = Array.from({ length: width * height }, (_, at) => data.subarray(4 * at, 4 * at + 4)).filter(
    (pixel) => pixel[3] === 255,
  );
  expect(opaque.length).toBeGreaterThan(100);
  for (const pixel of opaque) expect([...pixel]).toEqual([255, 128, 0, 255]);
  expect(data.filter((alpha, at) => at % 4 === 3 && alpha === 0).length).toBeGreaterThan(100);
});

it('grows with the size, and breaks lines at a width', async () => {
  const small = await drawText({ ...TEXT, size: 20 }, DEFAULT_LIMITS);
  const large = await drawText({ ...TEXT, size: 80 }, DEFAULT_LIMITS);
  expect(large.height / small.height).toBeGreaterThan(3);
  const broken = await drawText({ ...TEXT, text: 'Noir Noir Noir', width: 120 }, DEFAULT_LIMITS);
  expect(broken.width).toBeLessThanOrEqual(120);
  expect(broken.height).toBeGreaterThan(90);
});

it('draws markup and control characters as they are, and reads no file', async () => {
  const plain = await drawText(TEXT, DEFAULT_LIMITS);
  const marked = await drawText({ ...TEXT, text: '<b>Noir</b> & "co" \u0000\u0007</span>' }, DEFAULT_LIMITS);
  expect(marked.width).toBeGreaterThan(2 * plain.width);
});

it('refuses text that would be too large a picture before it is painted', async () => {
  const long = `${'W'.repeat(31)}\n`.repeat(20);
  for (const large of [
    { text: long, size: 1000 },
    { text: 'W'.repeat(2000), size: 1000 },
    { text: '\ufdfd'.repeat(40), size: 500 },
    { text: 'W '.repeat(900), size: 1000, width: 16384 },
  ]) {
    const before = process.resourceUsage().maxRSS;
    await expect(drawText({ ...TEXT, ...large }, DEFAULT_LIMITS)).rejects.toMatchObject({
      code: 'dimension-limit',
    });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(50_000);
  }
  expect(
    (await drawText({ ...TEXT, text: 'A headline of 30 letters, wide', size: 200 }, DEFAULT_LIMITS)).width,
  ).toBeGreaterThan(2000);
});

it('refuses text of which nothing can be seen, and more than the limits allow', async () => {
  const text = drawText({ ...TEXT, text: '  ' }, DEFAULT_LIMITS);
  await expect(text).rejects.toMatchObject({ code: 'cannot-process' });
  await expect(drawText(TEXT, { ...DEFAULT_LIMITS, pixels: 100 })).rejects.toMatchObject({
    status: 422,
  });
});
