import axe from 'axe-core';
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
  recipeOf,
  settled,
  steps,
  text,
  type WIDE,
} from './browser.ts';

const chromium = openChromium();
if (typeof chromium === 'string') console.warn(`skipped: the page in Chromium, because ${chromium}`);

/** Asks until the expectation is met; a busy machine may take long. */
const poll = <Value>(ask: () => Promise<Value>) => expect.poll(ask, { timeout: 120_000 });

/** Steps with a control of each kind. */
const EVERY_CONTROL = [
  { op: 'resize', params: { width: 300 } },
  { op: 'linear', params: { a: [1, 1.1, 1] } },
  { op: 'watermark', params: { image: 'logo.png' } },
  { op: 'curves', params: {} },
  { op: 'tint', off: true, params: { color: 'ff8800' } },
];

describe.skipIf(typeof chromium === 'string')('the page', () => {
  let playground: Playground;
  let opened: Opened;
  beforeAll(async () => {
    if (typeof chromium === 'string') return;
    playground = await openPlayground(chromium);
    opened = await openPage(playground);
  });
  afterAll(() => playground?.close());

  /** Shows the state of a link in the page that is open. */
  async function withLink(link: string, test: (page: Page) => Promise<void>, viewport?: typeof WIDE) {
    await follow(opened.page, link, viewport);
    await test(opened.page);
  }

  const opsOf = async (page: Page) => (await recipeOf(page)).steps.map(({ op }) => op);

  it('shows a sample, its result, and how that was made', async () => {
    const { page, errors } = opened;
    expect(await text(page, 'before-file')).toMatch(/^Original JPEG \d+ × \d+ [\d.]+ KB$/);
    expect(await text(page, 'after-file')).toMatch(/^Result WEBP \d+ × \d+ [\d.]+ KB [−+]\d+%$/);
    expect(await page.locator('#stage-times li').count()).toBeGreaterThan(1);
    expect(await text(page, 'way')).toContain(' → ');
    expect(await page.getByRole('img', { name: /^Histogram\. Mean of red \d/ }).count()).toBe(1);
    expect(errors).toEqual([]);
  });

  it('takes pictures that are dropped and pasted, and says the values of pixels', () =>
    withLink(`#sample=pier&${steps({ op: 'negate', params: {} })}`, async (page) => {
      const pixels = Buffer.from([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
      const png = await sharp(pixels, { raw: { width: 2, height: 2, channels: 3 } })
        .png()
        .toBuffer();
      const background = { r: 200, g: 100, b: 50 };
      const jpeg = await sharp({ create: { width: 3, height: 1, channels: 3, background } })
        .jpeg()
        .toBuffer();
      const transfer = await page.evaluateHandle(`(() => {
        const transfer = new DataTransfer();
        const bytes = Uint8Array.from(atob('${png.toString('base64')}'), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], 'four.png', { type: 'image/png' }));
        return transfer;
      })()`);
      await page.dispatchEvent('#stage', 'drop', { dataTransfer: transfer });
      await poll(() => text(page, 'after-file')).toContain('PNG 2 × 2');
      const box = await page.locator('#stage').boundingBox();
      if (!box) throw new Error('there is no stage');
      await page.mouse.move(box.x + box.width / 2 + 3, box.y + box.height / 2 + 3);
      await poll(() => text(page, 'pixel')).toBe('1, 1   100 110 120 → 155 145 135');
      await poll(async () => new URL(page.url()).hash).not.toContain('sample=');
      await page.evaluate(`(() => {
        const clipboardData = new DataTransfer();
        const bytes = Uint8Array.from(atob('${jpeg.toString('base64')}'), (letter) => letter.charCodeAt(0));
        clipboardData.items.add(new File([bytes], 'pasted.jpg', { type: 'image/jpeg' }));
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
      })()`);
      await poll(() => text(page, 'after-file')).toContain('JPEG 3 × 1');
    }));

  it('adds, moves, switches off, removes and brings back steps, by keyboard and by mouse', () =>
    withLink(`#sample=camera&${steps({ op: 'negate', params: {} })}`, async (page) => {
      await page.getByLabel('Search operations').fill('gaussian');
      await page.keyboard.press('Enter');
      await poll(() => opsOf(page)).toEqual(['negate', 'blur']);
      await page.getByRole('button', { name: /^Move blur/ }).focus();
      await page.keyboard.press('ArrowUp');
      await poll(() => opsOf(page)).toEqual(['blur', 'negate']);
      expect(await text(page, 'said')).toBe('blur is step 1 of 2');
      await page.getByRole('button', { name: /^Move negate/ }).hover();
      await page.mouse.down();
      const first = await page.locator('.step').first().boundingBox();
      await page.mouse.move(first?.x ?? 0, (first?.y ?? 0) + 2, { steps: 4 });
      await page.mouse.up();
      await poll(() => opsOf(page)).toEqual(['negate', 'blur']);
      await page.getByRole('button', { name: 'Switch off negate' }).click();
      await poll(() => opsOf(page)).toEqual(['blur']);
      await page.getByRole('button', { name: 'Remove blur' }).click();
      await poll(() => opsOf(page)).toEqual([]);
      await page.locator('#stage').focus();
      for (let step = 0; step < 2; step++) await page.keyboard.press('Control+z');
      await poll(() => opsOf(page)).toEqual(['negate', 'blur']);
      await page.keyboard.press('Control+Shift+Z');
      await poll(() => opsOf(page)).toEqual(['blur']);
    }));

  it('makes the result anew while a slider moves, and takes a default back', () =>
    withLink(`#sample=camera&${steps({ op: 'brightness', params: { factor: 1 } })}`, async (page) => {
      const before = await text(page, 'after-file');
      const slider = page.getByRole('slider', { name: 'factor' });
      await slider.focus();
      for (let press = 0; press < 12; press++) await page.keyboard.press('ArrowLeft');
      const { steps: moved } = await recipeOf(page);
      expect((moved[0] as { factor?: number }).factor).toBeLessThan(1);
      await settled(page);
      await poll(() => text(page, 'after-file')).not.toBe(before);
      await page.getByRole('button', { name: 'Reset factor' }).click();
      await poll(() => recipeOf(page)).toEqual({ steps: [{ op: 'brightness' }] });
      await page.locator('#divider').focus();
      await page.keyboard.press('Home');
      expect(await page.locator('#divider').getAttribute('aria-valuenow')).toBe('0');
    }));

  it('compares two formats with the bytes of each', () =>
    withLink(`#sample=pier&${steps({ op: 'resize', params: { width: 200 } })}`, async (page) => {
      await page.getByLabel('Compare with another format').check();
      await poll(() => text(page, 'before-file')).toMatch(/^Compared WEBP 200 × \d+ [\d.]+ KB/);
      const { length = 0 } = playground.sent.at(-1) ?? {};
      expect(await text(page, 'before-file')).toContain(` ${(length / 1000).toPrecision(3)} KB`);
      expect(await text(page, 'after-file')).toMatch(/^Result JPEG 200 × \d+ [\d.]+ KB/);
      const quality = page.locator('#other [data-field=quality] .number');
      await quality.fill('500');
      await quality.press('Enter');
      await poll(() => quality.getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('#output [aria-invalid]').count()).toBe(0);
      expect(await text(page, 'problem')).toBe(
        'Second format: quality: expected a whole number from 1 to 100, received 500',
      );
      await page.getByLabel('Compare with another format').uncheck();
      await poll(() => text(page, 'before-file')).toMatch(/^Original JPEG/);
    }));

  it('brings everything back from a link', () =>
    withLink(
      `#sample=orbit&${steps({ op: 'sepia', params: {} }, { op: 'flop', off: true, params: {} })}&output=%7B%22format%22%3A%22webp%22%2C%22options%22%3A%7B%22quality%22%3A30%7D%7D`,
      async (page) => {
        await poll(() => text(page, 'after-file')).toMatch(/^Result WEBP/);
        const link = page.url();
        await page.getByRole('button', { name: 'Copy a link to all of this' }).click();
        await poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(link);
        await page.getByRole('button', { name: 'Remove sepia' }).click();
        await page.goto('about:blank');
        await page.goto(link);
        await settled(page);
        expect(await recipeOf(page)).toEqual({
          steps: [{ op: 'sepia' }],
          output: { format: 'webp', quality: 30 },
        });
        expect(await page.getByRole('button', { name: 'Switch on flop' }).count()).toBe(1);
        expect(await page.locator('#samples').inputValue()).toBe('orbit');
      },
    ));

  it('shows a fault at the field that the server points to', () =>
    withLink(
      `#sample=waves&${steps({ op: 'flip', off: true, params: {} }, { op: 'blur', params: { sigma: 2 } })}`,
      async (page) => {
        const box = page.locator('[data-field=sigma] .number');
        await box.fill('5000');
        await box.press('Enter');
        await poll(() => box.getAttribute('aria-invalid')).toBe('true');
        expect(await page.locator('[data-field=sigma] .fault').textContent()).toContain('from 0.3 to 1000');
        await box.fill('1');
        await box.press('Enter');
        await poll(() => box.getAttribute('aria-invalid')).toBe(null);
        expect(await page.locator('#problem').isHidden()).toBe(true);
      },
    ));

  it('says why a file is no picture', () =>
    withLink(`#sample=heights&${steps()}`, async (page) => {
      const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };
      await page.locator('#picker').setInputFiles(file);
      await poll(() => text(page, 'problem')).toMatch(/^notes\.txt: Expected one of jpeg, /);
    }));

  it('shows 16 bits in a range, and their levels', () =>
    withLink(`#sample=camera&${steps()}`, async (page) => {
      expect(await page.getByLabel('White at').inputValue()).toMatch(/^[1-4]\d{3}$/);
      await page.getByRole('button', { name: 'All', exact: true }).click();
      expect(await page.getByLabel('White at').inputValue()).toBe('65535');
      await page.locator('#stage').hover({ position: { x: 300, y: 40 } });
      await poll(() => text(page, 'pixel')).toMatch(/ (\d{3,4}) → \1$/);
    }));

  it('shows floats, and a result in other levels in a range of its own', () =>
    withLink(`#sample=heights&${steps({ op: 'stretch', params: {} })}`, async (page) => {
      expect(Number(await page.getByLabel('White at').inputValue())).toBeLessThan(1.01);
      await page.locator('#stage').hover({ position: { x: 300, y: 40 } });
      await poll(() => text(page, 'pixel')).toMatch(/ \d{3,4} → [01](\.\d+)?$/);
    }));

  it('draws curves by keyboard and by mouse', () =>
    withLink(`#sample=camera&${steps({ op: 'curves', params: {} })}`, async (page) => {
      const points = () => page.locator('[data-field=points] textarea').inputValue();
      await page.getByRole('slider', { name: 'Point 1 of 2' }).focus();
      for (const key of ['+', 'ArrowUp', 'ArrowRight']) await page.keyboard.press(key);
      expect(await points()).toBe('0 0 0.51 0.51 1 1');
      await page.keyboard.press('Delete');
      expect(await points()).toBe('0 0 1 1');
      const box = await page.locator('.curve').boundingBox();
      if (!box) throw new Error('there is no graph');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2, box.y, { steps: 3 });
      await page.mouse.up();
      expect(await recipeOf(page)).toEqual({ steps: [{ op: 'curves', points: [0, 0, 0.5, 1, 1, 1] }] });
    }));

  it('plays animations', () =>
    withLink(`#sample=waves&${steps({ op: 'sepia', params: {} })}`, async () => {
      const { pages = 1 } = await sharp(playground.sent.at(-1), { animated: true }).metadata();
      expect(pages).toBeGreaterThan(1);
    }));

  it('fits on a phone, one panel at a time', () =>
    withLink(
      `#sample=heights&${steps({ op: 'flop', params: {} })}`,
      async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
        for (const [panel, id] of Object.entries({
          Operations: 'ops',
          Result: 'histogram',
          Code: 'code',
          Steps: 'steps',
        })) {
          await page.getByRole('navigation').getByRole('button', { name: panel }).click();
          expect(await page.locator(`#${id}`).isVisible()).toBe(true);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
        }
        await page.getByRole('button', { name: 'Code', exact: true }).click();
        await page.getByRole('tab', { name: 'JSON', exact: true }).click();
        const code = await page.locator('#code').boundingBox();
        const copy = await page.locator('#copy-code').boundingBox();
        expect((code?.y ?? 0) + (code?.height ?? 0)).toBeLessThanOrEqual(copy?.y ?? 0);
        await page.getByRole('button', { name: 'Steps', exact: true }).click();
        expect(await page.locator('#code').isVisible()).toBe(false);
      },
      { width: 390, height: 844 },
    ));

  it('has nothing that axe finds, in both themes, wide and narrow', () =>
    withLink(`#sample=pier&${steps(...EVERY_CONTROL)}`, async (page) => {
      await page.getByLabel('Compare with another format').check();
      await settled(page);
      await page.evaluate(axe.source);
      // A theme changes nothing but colours.
      for (const [colorScheme, width, only] of [
        ['light', 1360, undefined],
        ['dark', 1360, ['color-contrast', 'link-in-text-block']],
        ['dark', 390, undefined],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 860 });
        const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) };
        const found = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as {
          violations: { id: string; nodes: { html: string }[] }[];
        };
        expect(found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      }
    }));
});
