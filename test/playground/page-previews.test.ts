import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { follow, openPage, openPlayground, type Playground, steps, text } from './browser.ts';

const chromium = openChromium();
if (typeof chromium === 'string') console.warn(`skipped: previews in Chromium, because ${chromium}`);

describe.skipIf(typeof chromium === 'string')('previews of the page', () => {
  let playground: Playground;
  let page: Page;
  beforeAll(async () => {
    if (typeof chromium === 'string') return;
    playground = await openPlayground(chromium);
    ({ page } = await openPage(playground));
  });
  afterAll(() => playground?.close());

  /** Follows a link; resolves with the widths of the pictures that the server sent for it. */
  async function widthsFor(link: string): Promise<number[]> {
    const { length } = playground.sent;
    await follow(page, link);
    const sizes = await Promise.all(playground.sent.slice(length).map((file) => sharp(file).metadata()));
    return sizes.map(({ width }) => width);
  }

  it('are smaller where the result takes long', async () => {
    await follow(page, `#sample=pier&${steps()}`);
    const widths = await widthsFor(`#sample=pier&${steps({ op: 'denoise', params: {} })}`);
    const full = Number(widths.at(-1));
    expect(Math.min(...widths)).toBeLessThan(full);
    expect(await text(page, 'after-file')).toContain(`${full} × `);
    expect(await text(page, 'preview')).toBe('');
  });

  it('have overlays that are smaller together with the picture', async () => {
    const composite = { op: 'composite', params: { image: 'logo.png' } };
    const widths = await widthsFor(`#sample=pier&${steps(composite, { op: 'denoise', params: {} })}`);
    const logo = await sharp('src/playground/samples/logo.png').metadata();
    expect(Math.min(...widths)).toBeLessThan(logo.width);
  });

  it('are stills of animations', async () => {
    const { length } = playground.sent;
    await follow(page, `#sample=waves&${steps({ op: 'sepia', params: {} })}`);
    const sent = await Promise.all(
      playground.sent.slice(length).map((file) => sharp(file, { animated: true }).metadata()),
    );
    expect(sent.map(({ pages = 1 }) => pages > 1)).toEqual([...sent.slice(1).map(() => false), true]);
    expect(sent.length).toBeGreaterThan(2);
  });

  it('are called so where the full result fails', async () => {
    await follow(page, `#sample=pier&${steps()}`);
    const late = { code: 'deadline', detail: 'The work took longer than allowed' };
    await page.route('**/process', (route) => {
      const isPreview = route.request().postDataBuffer()?.includes('compressionLevel');
      return isPreview ? route.continue() : route.fulfill({ status: 504, json: late });
    });
    await page.getByRole('button', { name: 'denoise', exact: true }).click();
    await expect.poll(() => text(page, 'problem'), { timeout: 120_000 }).toBe(late.detail);
    expect(await text(page, 'preview')).toMatch(/^Preview \d+ × \d+$/);
    expect(await page.locator('#after-file.stale').count()).toBe(1);
    await page.unroute('**/process');
  });

  it('are the picture of which the last step tells, with its answer beside it', async () => {
    const link = `#sample=camera&${steps({ op: 'negate', params: {} }, { op: 'stats', params: {} })}`;
    await follow(page, link);
    expect(await text(page, 'after-file')).toMatch(/^Result JSON /);
    expect(JSON.parse((await text(page, 'answer')) ?? '')).toHaveProperty('channels');
    expect(await page.locator('#problem').isHidden()).toBe(true);
    expect(await page.locator('#after > *').count()).toBe(1);
    await page.getByRole('button', { name: 'Remove stats' }).click();
    await expect.poll(() => page.locator('#answer').isHidden(), { timeout: 120_000 }).toBe(true);
  });
});
