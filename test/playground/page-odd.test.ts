import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import {
  follow,
  type Opened,
  openPage,
  openPlayground,
  type Playground,
  settled,
  steps,
  text,
} from './browser.ts';

const chromium = openChromium();
if (typeof chromium === 'string') console.warn(`skipped: odd uses in Chromium, because ${chromium}`);

const poll = <Value>(ask: () => Promise<Value>) => expect.poll(ask, { timeout: 120_000 });

/** A picture of 32 x 16 pixels that is dark above and bright below. */
const halves = () =>
  sharp(Buffer.from(Array.from({ length: 32 * 16 * 3 }, (_, at) => (at < 32 * 8 * 3 ? 40 : 200))), {
    raw: { width: 32, height: 16, channels: 3 },
  });

const noise = () => {
  const pixels = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  return sharp({ create: { width: 300, height: 300, channels: 3, background: 'red', noise: pixels } });
};

describe.skipIf(typeof chromium === 'string')('the page, used oddly', () => {
  let playground: Playground;
  let opened: Opened;
  let page: Page;
  beforeAll(async () => {
    if (typeof chromium === 'string') return;
    playground = await openPlayground(chromium);
    opened = await openPage(playground);
    ({ page } = opened);
  });
  afterAll(() => playground?.close());

  const pick = (name: string, buffer: Buffer) =>
    page.locator('#picker').setInputFiles({ name, mimeType: '', buffer });

  async function pixelInTheMiddle(): Promise<string | null> {
    const box = await page.locator('#stage').boundingBox();
    if (!box) throw new Error('there is no stage');
    await page.mouse.move(box.x + box.width / 2 + 3, box.y + box.height / 2 + 3);
    return text(page, 'pixel');
  }

  /** Drops something that is no file; says whether the browser would have taken it instead of the page. */
  const drop = (type: string, data: string) =>
    page.evaluate(`(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('${type}', '${data}');
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      return document.getElementById('stage').dispatchEvent(drop);
    })()`);

  const dropLarge = () =>
    page.evaluate(`(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(34e6)], 'large.png'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    })()`);

  it('turns WebPs as their EXIF says, reads JPEGs that end early, and gives the sides of large TIFFs', async () => {
    await follow(page, `#sample=pier&${steps()}`);
    await pick(
      'turned.webp',
      await halves().withMetadata({ orientation: 3 }).webp({ lossless: true }).toBuffer(),
    );
    await poll(() => text(page, 'after-file')).toContain('WEBP 32 × 16');
    await poll(pixelInTheMiddle).toBe('16, 8   40 40 40 → 40 40 40');
    // The markers of JPEG end with the two bytes of EOI.
    const jpeg = await noise().jpeg().toBuffer();
    await pick('cut.jpg', jpeg.subarray(0, -2));
    await poll(() => text(page, 'after-file')).toContain('JPEG 300 × 300');
    await poll(pixelInTheMiddle).toMatch(/^15\d, 15\d {3}\d+ \d+ \d+ → \d+ \d+ \d+$/);
    const wide = { width: 4100, height: 2, channels: 3, background: 'red' } as const;
    await pick('wide.tif', await sharp({ create: wide }).tiff().toBuffer());
    await poll(() => text(page, 'after-file')).toContain('TIFF 4100 × 2');
    expect(opened.errors).toEqual([]);
  });

  it('refuses what is no picture, and leaves no result of another one beside a damaged file', async () => {
    await follow(page, `#sample=pier&${steps({ op: 'negate', params: {} })}`);
    expect(await drop('text/uri-list', 'https://example.com/')).toBe(false);
    await poll(() => text(page, 'problem')).toContain('opens no links');
    expect(await drop('text/plain', 'words')).toBe(true);
    await pick('nothing.png', Buffer.alloc(0));
    await poll(() => text(page, 'problem')).toBe('nothing.png is empty.');
    await dropLarge();
    await poll(() => text(page, 'problem')).toBe(
      'large.png: The files are larger than the 33 MB that the server takes.',
    );
    expect(await page.locator('#samples').inputValue()).toBe('pier');
    expect(await page.locator('#after > *').count()).toBe(1);
    const jpeg = await noise().jpeg().toBuffer();
    await pick('half.jpg', jpeg.subarray(0, jpeg.length / 2));
    await poll(() => text(page, 'before-file')).toContain('JPEG 300 × 300');
    await poll(() => page.locator('#problem').isVisible()).toBe(true);
    await poll(() => page.locator('#after > *').count()).toBe(0);
    expect(await text(page, 'after-file')).toBe('');
    expect(await page.locator('#course.stale').count()).toBe(1);
  });

  it('gives a new step a further file that fits', async () => {
    await follow(page, `#sample=pier&${steps()}`);
    await page.getByRole('button', { name: 'boolean', exact: true }).click();
    await settled(page);
    expect(await page.locator('#problem').isHidden()).toBe(true);
    expect(await page.locator('[data-field=image] select').inputValue()).toBe('pier.jpg');
  });

  it('writes its address seldom while a slider moves, and copies the newest', async () => {
    await follow(page, `#sample=camera&${steps({ op: 'brightness', params: { factor: 1 } })}`);
    const writes = await page.evaluate(`(() => {
      let count = 0;
      const write = history.replaceState;
      history.replaceState = (...given) => { count++; write.apply(history, given); };
      const slider = document.querySelector('[data-field=factor] input[type=range]');
      for (let place = 300; place <= 600; place++) {
        slider.value = place;
        slider.dispatchEvent(new Event('input'));
      }
      document.getElementById('copy-link').click();
      history.replaceState = write;
      return count;
    })()`);
    expect(writes).toBeLessThan(10);
    const value = await page.locator('[data-field=factor] .number').inputValue();
    await poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(page.url());
    expect(decodeURIComponent(page.url())).toContain(`"factor":${value}}`);
  });

  it('copies without a clipboard, and does not say so where the browser refuses', async () => {
    await follow(page, `#sample=camera&${steps({ op: 'negate', params: {} })}`);
    await page.getByRole('tab', { name: 'JSON', exact: true }).click();
    await page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))`);
    await page.locator('#copy-code').click();
    await poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(await text(page, 'code'));
    await page.evaluate(
      `document.execCommand = () => false; document.getElementById('said').textContent = ''`,
    );
    await page.locator('#copy-code').click();
    await poll(() => text(page, 'problem')).toMatch(/^JSON cannot be copied: the browser does not allow it/);
    expect(await text(page, 'said')).toBe('');
    await page.evaluate('delete navigator.clipboard.writeText; delete document.execCommand');
  });

  it('takes a click below a field whose hint vanishes', async () => {
    await follow(page, `#sample=camera&${steps({ op: 'brightness', params: {} })}`);
    await page.locator('[data-field=factor] .number').focus();
    const hint = page.locator('[data-field=factor] .hint');
    await poll(() => hint.isVisible()).toBe(true);
    await page.locator('#compare').click();
    await poll(() => page.locator('#compare').isChecked()).toBe(true);
    await poll(() => hint.isVisible()).toBe(false);
  });

  it('says so when the server does not answer at the start', async () => {
    await page.route('**/openapi.json', (route) => route.abort());
    await page.goto('about:blank');
    await page.goto(playground.url);
    await poll(() => text(page, 'problem')).toContain('Load the page again');
  });
});
