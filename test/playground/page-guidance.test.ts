import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import {
  follow,
  openPage,
  openPlayground,
  type Playground,
  recipeOf,
  settled,
  steps,
  text,
} from './browser.ts';

const chromium = openChromium();
if (typeof chromium === 'string') console.warn(`skipped: what the page says, because ${chromium}`);

const poll = <Value>(ask: () => Promise<Value>) => expect.poll(ask, { timeout: 120_000 });

const PHONE = { width: 360, height: 740 };

const dot = (background: string) =>
  sharp({ create: { width: 24, height: 16, channels: 3, background } })
    .png()
    .toBuffer();

describe.skipIf(typeof chromium === 'string')('the page, where something is in the way', () => {
  let playground: Playground;
  let page: Page;
  beforeAll(async () => {
    if (typeof chromium === 'string') return;
    playground = await openPlayground(chromium);
    ({ page } = await openPage(playground));
  });
  afterAll(() => playground?.close());

  const opsOf = async () => (await recipeOf(page)).steps.map(({ op }) => op);
  const pick = async (name: string, buffer: Buffer) => {
    await page.locator('#picker').setInputFiles({ name, mimeType: '', buffer });
    await page.locator('#said', { hasText: `${name} is open` }).waitFor({ state: 'attached' });
    await settled(page);
  };
  const go = (hash: string) => page.evaluate(`location.hash = '${hash}'`);

  it('takes the operation that fits best when Enter is pressed, and helps with a word that none has', async () => {
    await follow(page, `#sample=camera&${steps()}`);
    const search = page.getByLabel('Search operations');
    await search.fill('rotate');
    await search.press('Enter');
    await poll(opsOf).toEqual(['rotate']);
    await search.press('Control+z');
    expect(await opsOf()).toEqual(['rotate']);
    await search.fill('sharpn');
    expect(await page.locator('#ops .empty').textContent()).toContain('“sharpn”');
    expect(await page.locator('#ops .tile:visible').allTextContents()).toEqual(['sharpen']);
    await search.fill('png');
    expect(await page.locator('#ops .empty').textContent()).toContain('under Output');
    await search.fill('');
    expect(await page.locator('#ops .empty').isHidden()).toBe(true);
    await search.press('Enter');
    expect(await opsOf()).toEqual(['rotate']);
  });

  it('leads keys past the list of operations, and points to the step whose result is too large', async () => {
    const link = steps({ op: 'negate', params: {} }, { op: 'resize', params: { width: 100 } });
    await follow(page, `#sample=camera&${link}`);
    await page.locator('[data-field=width] .number').fill('16000');
    await page.keyboard.press('Enter');
    await poll(() => text(page, 'problem')).toMatch(/^resize: 16000x\d+ is over \d+ pixels$/);
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
    await page.locator('.skip').first().focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toMatch(/^Picture\./);
    await page.locator('.skip').last().focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toMatch(/^Move negate/);
  });

  it('says what becomes of levels that the format does not hold', async () => {
    await follow(page, `#sample=heights&${steps()}&output=${encodeURIComponent('{"format":"webp"}')}`);
    const note = page.locator('#output .note');
    expect(await note.textContent()).toMatch(/^webp holds no floats: .* or choose tiff\.$/);
    await page.locator('#output select').first().selectOption('tiff');
    await poll(() => note.textContent()).toBe('');
    const cast = { op: 'cast', params: { type: 'u16' } };
    await follow(page, `#sample=heights&${steps(cast)}&output=${encodeURIComponent('{"format":"jpeg"}')}`);
    expect(await note.textContent()).toMatch(/^jpeg holds 8 bits: .* or choose png or tiff\.$/);
    await follow(page, `#sample=pier&${steps()}&output=${encodeURIComponent('{"format":"jpeg"}')}`);
    expect(await note.textContent()).toBe('');
  });

  it('has the layout that large letters fit into', async () => {
    await follow(page, `#sample=camera&${steps({ op: 'resize', params: { width: 100 } })}`);
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
    try {
      await page.locator('#panels').waitFor();
      const cut = await page.evaluate(`[...document.querySelectorAll('.step .row label')]
        .filter((label) => label.scrollWidth > label.clientWidth + 1).length`);
      expect(cut).toBe(0);
      await page.setViewportSize({ width: 320, height: 640 });
      await poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    } finally {
      await session.send('Page.setFontSizes', { fontSizes: { standard: 16 } });
    }
  });

  it('begins a step that takes no other size with a picture of that size, and a link brings it back', async () => {
    await follow(page, `#sample=pier&${steps({ op: 'resize', params: { width: 300 } })}`);
    await page.getByRole('button', { name: 'joinChannel', exact: true }).click();
    await settled(page);
    expect(await page.locator('#banner').isHidden()).toBe(true);
    expect(await page.locator('[data-field=image] select').inputValue()).toBe('mask-300x200.png');
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await settled(page);
    expect(await page.locator('#banner').isHidden()).toBe(true);
  });

  it('names the first fault, and goes to its field, which the picture does not cover on a phone', async () => {
    const faulty = steps(
      ...['flip', 'flop', 'negate'].map((op) => ({ op, params: {} })),
      { op: 'blur', params: { sigma: 5000 } },
      { op: 'gone', params: {} },
    );
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'Operations', exact: true }).click();
    await go(`sample=camera&${faulty}`);
    await poll(() => text(page, 'problem')).toMatch(
      /^blur, sigma: expected a number .* 5000 \(and 1 more fault\)$/,
    );
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const seen = await page.evaluate(`(() => {
      const field = document.activeElement;
      const { left, top, width, height } = field.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return [field.getAttribute('aria-invalid'), field.closest('[data-field]').dataset.field, there === field];
    })()`);
    expect(seen).toEqual(['true', 'sigma', true]);
    expect(await page.locator('.step > .fault').last().textContent()).toMatch(/^there is no op "gone"/);
    await page.getByRole('button', { name: 'Close the message' }).click();
    expect(await page.locator('#banner').isHidden()).toBe(true);
  });

  it('goes on by itself when the server answers again, and says meanwhile that figures are old', async () => {
    await follow(page, `#sample=camera&${steps()}`);
    const ways = ['**/process', '**/playground/*', '**/livez'];
    for (const way of ways) await page.route(way, (route) => route.abort());
    await page.getByRole('button', { name: 'negate', exact: true }).click();
    await poll(() => text(page, 'problem')).toMatch(/^The server does not answer\./);
    expect(await page.locator('#after-file.stale').count()).toBe(1);
    await page.getByRole('button', { name: 'Try again' }).click();
    for (const way of ways) await page.unroute(way);
    await page.locator('#banner').waitFor({ state: 'hidden' });
    await settled(page);
    expect(await page.locator('#after-file.stale').count()).toBe(0);
    expect(await text(page, 'backend')).not.toBe('no steps');
  });

  it('makes the first format once while the second one changes', async () => {
    const other = encodeURIComponent('{"format":"webp","options":{}}');
    await follow(page, `#sample=camera&${steps({ op: 'cast', params: { type: 'u8' } })}&other=${other}`);
    await poll(() => text(page, 'before-file')).toMatch(/^Compared WEBP/);
    const before = await text(page, 'before-file');
    const { length } = playground.sent;
    const quality = page.locator('#other [data-field=quality] .number');
    await quality.fill('20');
    await quality.press('Enter');
    await poll(() => text(page, 'before-file')).not.toBe(before);
    await settled(page);
    expect(playground.sent).toHaveLength(length + 1);
  });

  it('says what a link could not bring back, and keeps a picture of one’s own', async () => {
    await follow(page, `#sample=nowhere&${steps({ op: 'gray', params: {} }, { op: 7 })}`);
    expect(await text(page, 'problem')).toBe(
      'Parts of the link cannot be read, and are left out. There is no sample called nowhere. Here is another one.',
    );
    expect(await page.locator('.step h3').allTextContents()).toEqual(['greyscale']);
    await pick('mine.png', await dot('red'));
    expect(await page.locator('#banner').isHidden()).toBe(true);
    expect(await page.locator('#samples option').first().textContent()).toBe('mine.png');
    await go(steps({ op: 'negate', params: {} }));
    await poll(opsOf).toEqual(['negate']);
    await settled(page);
    expect(await text(page, 'before-file')).toContain('PNG 24 × 16');
    await page.reload();
    await settled(page);
    await poll(() => text(page, 'problem')).toMatch(/^Links hold no pictures of your own/);
    expect(await text(page, 'before-file')).toContain('JPEG');
  });

  it('goes back to a picture of one’s own, and opens the first of several that are dropped', async () => {
    await follow(page, `#sample=camera&${steps()}`);
    const [red, blue] = [await dot('red'), await dot('blue')];
    await page.evaluate(`(() => {
      const dataTransfer = new DataTransfer();
      for (const [name, text] of [['red.png', '${red.toString('base64')}'], ['blue.png', '${blue.toString('base64')}']]) {
        dataTransfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      }
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    })()`);
    await poll(() => text(page, 'problem')).toBe('One picture is worked on at a time. red.png is open.');
    await page.locator('#samples').selectOption('pier');
    await poll(() => text(page, 'before-file')).toContain('JPEG');
    await page.locator('#samples').selectOption('');
    await poll(() => text(page, 'before-file')).toContain('PNG 24 × 16');
  });

  it('says at its field that a file of a link is not here', async () => {
    await follow(page, `#sample=camera&${steps()}`);
    await go(`sample=camera&${steps({ op: 'watermark', params: { image: 'mine.png' } })}`);
    const fault = 'mine.png is not here: choose a file, as links hold none';
    await poll(() => text(page, 'problem')).toBe(`watermark, image: ${fault}`);
    expect(await page.locator('[data-field=image] .fault').textContent()).toBe(fault);
    await page.locator('[data-field=image] select').selectOption('logo.png');
    await page.locator('#banner').waitFor({ state: 'hidden' });
  });

  it('takes a text of several lines', async () => {
    await follow(page, `#sample=camera&${steps({ op: 'text', params: { text: 'one' } })}`);
    const box = page.locator('[data-field=text] textarea');
    await box.press('End');
    await box.press('Enter');
    await page.keyboard.type('two');
    expect((await recipeOf(page)).steps).toEqual([{ op: 'text', text: 'one\ntwo' }]);
    await settled(page);
  });

  it('moves the focus to the next step when one is removed', async () => {
    await follow(page, `#sample=camera&${steps(...['flip', 'flop'].map((op) => ({ op, params: {} })))}`);
    const focused = () => page.evaluate(`document.activeElement.getAttribute('aria-label')`);
    await page.getByRole('button', { name: 'Remove flip' }).press('Enter');
    expect(await focused()).toMatch(/^Move flop/);
    await page.getByRole('button', { name: 'Remove flop' }).press('Enter');
    expect(await focused()).toBe('Search operations');
  });

  it('says that a range is none', async () => {
    await follow(page, `#sample=camera&${steps()}`);
    await page.getByLabel('White at').fill('0');
    await page.getByLabel('White at').press('Enter');
    expect(await text(page, 'range-fault')).toBe('White has to be above black.');
    await page.getByLabel('White at').fill('bright');
    await page.getByLabel('White at').press('Enter');
    expect(await text(page, 'range-fault')).toBe('Both have to be numbers.');
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    expect(await text(page, 'range-fault')).toBe('');
  });

  it('scrolls a long list under a step that is dragged, no further than the list goes', async () => {
    const names = ['negate', ...Array(12).fill('gamma')];
    await follow(page, `#sample=camera&${steps(...names.map((op) => ({ op, params: {} })))}`);
    await page.getByRole('button', { name: /^Move negate/ }).hover();
    await page.mouse.down();
    await page.mouse.move(1200, 850, { steps: 4 });
    await page.locator('.drop-below').waitFor();
    const end = () => page.evaluate(`document.getElementById('steps').getBoundingClientRect().bottom > 800`);
    expect(await end()).toBe(true);
    await page.mouse.up();
    await poll(opsOf).toEqual([...names.slice(1), 'negate']);
  });

  it('has buttons that fingers hit on a narrow phone, and says the pixel that is tapped', async () => {
    await follow(page, `#sample=pier&${steps({ op: 'negate', params: {} })}`, PHONE);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    for (const button of await page.locator('.bar button:not(.skip)').all())
      expect((await button.boundingBox())?.width).toBeGreaterThanOrEqual(36);
    await page
      .locator('#stage')
      .dispatchEvent('pointerdown', { clientX: 250, clientY: 200, pointerType: 'touch' });
    await poll(() => text(page, 'pixel')).toMatch(/^\d+, \d+ {3}\d+ \d+ \d+ → \d+ \d+ \d+$/);
    const chip = await page.locator('#pixel').boundingBox();
    expect(await page.evaluate(`document.getElementById('pixel').scrollWidth`)).toBeLessThanOrEqual(
      Math.ceil(chip?.width ?? 0),
    );
    expect(await text(page, 'step-count')).toBe('1');
    // Letters twice as large, as a browser can be told.
    await page.evaluate(`document.documentElement.style.fontSize = '175%'`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    await page.evaluate(`document.documentElement.style.fontSize = ''`);
  });
});
