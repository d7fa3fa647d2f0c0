import { type Browser, chromium as driver, type Page } from 'playwright-core';
import { createApp, serve } from '../../src/http/index.ts';
import { createNoir } from '../../src/noir.ts';
import { addPlayground, withSamples } from '../../src/playground/serve.ts';
import type { Chromium } from '../support/chromium.ts';

/** A server with the playground, and a browser to look at it. */
export interface Playground {
  readonly url: string;
  readonly browser: Browser;
  /** The pictures that the server sent, in their order. */
  readonly sent: readonly Uint8Array[];
  close(): Promise<void>;
}

export const WIDE = { width: 1360, height: 860 };

/** Milliseconds after which a page hangs: a busy machine is many times slower than a quiet one. */
const PATIENCE = 120_000;

/** How the server is set up; open to everybody unless given. */
interface Setup {
  readonly app?: Parameters<typeof createApp>[1];
  readonly offer?: Parameters<typeof addPlayground>[2];
}

export async function openPlayground(
  { binary, env }: Chromium,
  { app: options, offer }: Setup = {},
): Promise<Playground> {
  const noir = await createNoir({ gpu: 'off' });
  const app = createApp(noir, { sources: withSamples({}), ...options });
  addPlayground(app, noir, offer);
  const sent: Uint8Array[] = [];
  const recording = { fetch: (request: Request, ...more: unknown[]) => record(request, more) };
  async function record(request: Request, more: unknown[]): Promise<Response> {
    const answer = await app.fetch(request, ...(more as []));
    if (answer.ok && request.url.endsWith('/process'))
      sent.push(await new Response(answer.clone().body).arrayBuffer().then((bytes) => new Uint8Array(bytes)));
    return answer;
  }
  const server = await serve(recording as typeof app, { port: 0, hostname: '127.0.0.1' });
  const browser = await driver.launch({
    executablePath: binary,
    env: env as Record<string, string>,
    // Containers allow no sandbox, and a page of our own needs none.
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--headless=shell'],
    timeout: PATIENCE,
  });
  return {
    ...{ browser, sent },
    url: server.url,
    async close() {
      await browser.close();
      await server.close();
      await noir.close();
    },
  };
}

export interface Opened {
  readonly page: Page;
  /** What the page wrote to its console as errors, refused loads among them. */
  readonly errors: readonly string[];
}

/** Opens the page as somebody does who has no link, and waits for the first result. */
export async function openPage({ browser, url }: Playground): Promise<Opened> {
  const context = await browser.newContext({ viewport: WIDE });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${url}/`);
  await settled(page);
  return { page, errors };
}

/** Follows a link of the page to a state of it, which takes a tenth of the time of loading it. */
export async function follow(page: Page, link: string, viewport = WIDE): Promise<void> {
  await page.setViewportSize(viewport);
  // It is said in the same task in which work begins. The address of the page may be this link already.
  await page.evaluate(`(() => {
    document.getElementById('said').textContent = '';
    if (location.hash !== '${link}') location.hash = '${link}';
    else dispatchEvent(new HashChangeEvent('hashchange', { newURL: location.href }));
  })()`);
  await page.locator('#said', { hasText: / is open$/ }).waitFor({ state: 'attached' });
  await settled(page);
}

/** Waits until the full result of the newest change is there. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#after > *').waitFor({ state: 'attached' });
  await page.locator('#stage[aria-busy=false]').waitFor();
}

/** Steps as a link has them. */
export const steps = (...list: object[]) => `steps=${encodeURIComponent(JSON.stringify(list))}`;

/** The text of an element of the page. */
export const text = (page: Page, id: string) => page.locator(`#${id}`).textContent();

/** The recipe that the page shows as JSON. */
export async function recipeOf(page: Page): Promise<{ steps: { op: string }[]; output?: object }> {
  return JSON.parse(await codeOf(page, 'JSON'));
}

/** The code that the page shows in one of its forms. */
async function codeOf(page: Page, form: string): Promise<string> {
  await page.getByRole('tab', { name: form, exact: true }).click();
  return (await page.locator('#code').textContent()) ?? '';
}
