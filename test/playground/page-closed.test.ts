import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { openPlayground, type Playground, settled, steps, text } from './browser.ts';

const chromium = openChromium();
if (typeof chromium === 'string')
  console.warn(`skipped: a server with keys in Chromium, because ${chromium}`);

const poll = <Value>(ask: () => Promise<Value>) => expect.poll(ask, { timeout: 120_000 });

const KEY = 'k'.repeat(32);

describe.skipIf(typeof chromium === 'string')('the page of a server with keys and signed addresses', () => {
  let playground: Playground;
  let page: Page;
  beforeAll(async () => {
    if (typeof chromium === 'string') return;
    const app = { keys: [KEY], signingKeys: ['s'.repeat(32)] };
    playground = await openPlayground(chromium, { app, offer: { hasAddresses: false } });
    page = await playground.browser.newPage();
    page.setDefaultTimeout(120_000);
  });
  afterAll(() => playground?.close());

  it('asks for a key until it has the right one, and keeps it', async () => {
    await page.goto(`${playground.url}/#sample=pier&${steps({ op: 'negate', params: {} })}`);
    const [box, fault] = [page.locator('#key-text'), page.locator('#key-fault')];
    await box.waitFor();
    await page.keyboard.type('two words');
    await page.keyboard.press('Enter');
    await poll(() => fault.textContent()).toContain('without blanks');
    await box.fill('wrong');
    await page.keyboard.press('Enter');
    await poll(() => fault.textContent()).toBe('The server does not take this key.');
    await page.keyboard.press('Escape');
    await poll(() => text(page, 'problem')).toBe('pier.jpg: This server takes pictures only with a key.');
    await page.getByRole('button', { name: 'Give a key' }).click();
    await box.fill(KEY);
    await page.getByRole('button', { name: 'Use the key' }).click();
    await poll(() => text(page, 'after-file')).toMatch(/^Result JPEG 1600/);
    await page.reload();
    await settled(page);
    await poll(() => text(page, 'after-file')).toMatch(/^Result JPEG 1600/);
    expect(await page.locator('#key').isVisible()).toBe(false);
  });

  it('makes samples in the size of a picture, and writes no address that is not answered', async () => {
    await page.goto('about:blank');
    const step = { op: 'joinChannel', params: { image: 'mask-1600x1066.png' } };
    await page.goto(`${playground.url}/#sample=pier&${steps(step)}`);
    await settled(page);
    expect(await page.locator('#banner').isHidden()).toBe(true);
    await page.goto(`${playground.url}/#sample=pier&${steps()}`);
    await settled(page);
    expect(await text(page, 'code')).toBe(`${playground.url}/process?ops=`);
    await page.getByRole('tab', { name: 'curl' }).click();
    expect(await text(page, 'code')).toContain('-H "Authorization: Bearer $KEY"');
    expect(await text(page, 'code')).not.toContain(KEY);
  });
});
