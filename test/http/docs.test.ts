import { chromium as driver } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createApp, serve } from '../../src/http/index.ts';
import { openChromium } from '../support/chromium.ts';
import { app, noir } from './support.ts';

/** Milliseconds after which a page hangs; a busy machine is many times slower than a quiet one. */
const PATIENCE = 120_000;

const chromium = openChromium();
if (typeof chromium === 'string') console.warn(`skipped: the page of the API, because ${chromium}`);

async function paths(): Promise<string[]> {
  const api = (await (await app.request('/openapi.json')).json()) as { paths: Record<string, unknown> };
  return Object.keys(api.paths);
}

it('sends a page that loads its own script alone', async () => {
  const page = await app.request('/docs');
  expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self';/);
  const addresses = [...(await page.text()).matchAll(/(?:src|spec-url)="([^"]+)"/g)].map(([, url]) => url);
  expect(addresses).toEqual(['docs/explorer.js', 'openapi.json']);
  for (const url of addresses) expect((await app.request(`/${url}`)).status).toBe(200);
});

describe.skipIf(typeof chromium === 'string')('in Chromium', () => {
  it('shows the path of every operation, and nothing is refused by its policy', async () => {
    if (typeof chromium === 'string') return;
    const server = await serve(createApp(noir), { port: 0, hostname: '127.0.0.1' });
    const browser = await driver.launch({
      executablePath: chromium.binary,
      env: chromium.env as Record<string, string>,
      // Containers allow no sandbox, and a page of our own needs none.
      args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--headless=shell'],
      timeout: PATIENCE,
    });
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE);
      const errors: string[] = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(String(error)));
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`${server.url}/docs`);
      for (const path of await paths()) await page.getByText(path, { exact: true }).first().waitFor();
      await page.getByText('/process', { exact: true }).first().click();
      await page.getByText('Run a recipe on a picture.').first().waitFor();
      await page.getByText('A thumbnail in WebP').first().waitFor({ state: 'attached' });
      expect(errors).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(server.url))).toEqual([]);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
