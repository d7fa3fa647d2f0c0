// What those who run a server hear of sources that fail, and clients do not.
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { saySourceFailures } from '../../../src/cli/serve/source-failures.ts';
import { createApp, fromApp, web } from '../../../src/http/index.ts';
import type { AnsweredRequest } from '../../../src/http/observe.ts';
import { serve } from '../../../src/http/serve.ts';
import { createNoir } from '../../../src/noir.ts';

const noir = await createNoir({ backends: ['cpu'] });
const site = new Hono()
  .get('/denied.jpg', (c) => c.body(null, 403))
  .get('/broken.jpg', (c) => c.body(null, 500))
  .get('/moved.jpg', (c) => c.redirect('https://elsewhere.example/secret/a.jpg'))
  .get('/page.jpg', (c) => c.html('<!doctype html><p>Sign in'));

test('the log says which source fails and why, once for each kind', async () => {
  const server = await serve(site, { port: 0, hostname: '127.0.0.1' });
  const lines: string[] = [];
  const requests: AnsweredRequest[] = [];
  const base = `http://127.0.0.1:${server.port}/`;
  const sources = {
    app: fromApp(site),
    cdn: web({ base, allowAddresses: ['127.0.0.1'] }),
    // A port that nobody listens on: the discard protocol's.
    dead: web({ base: 'http://127.0.0.1:9/', allowAddresses: ['127.0.0.1'] }),
    near: web({ base }),
    any: web({ allow: [base], allowAddresses: ['127.0.0.1'] }),
  };
  const onSourceFailure = saySourceFailures((line) => lines.push(line));
  const app = createApp(noir, { sources, onSourceFailure, onRequest: (one) => requests.push(one) });
  const paths = [
    ...['cdn/denied.jpg', 'cdn/broken.jpg', 'cdn/broken.jpg', 'cdn/page.jpg', 'cdn/none.jpg'],
    ...['cdn/moved.jpg', 'near/a.jpg'],
    ...['dead/a.jpg', 'app/broken.jpg', `${base}broken.jpg`],
  ];
  for (const path of paths) {
    const text = await (await app.request(`/image/w_10/${path}`)).text();
    expect(text).not.toMatch(/50\d:|ECONN|127\.0/);
  }
  const cdn = `web servers at ${base}`;
  const refusal = 'it answered with status 403: it refuses Noir, or does not say which files are missing';
  expect(lines).toEqual([
    `${cdn}: ${refusal}; 1 so far`,
    `${cdn}: The source answered with status 500; 1 so far`,
    `${cdn}: The source sent a page in place of a picture; 1 so far`,
    `${cdn}: it redirects to https://elsewhere.example, which is not on its list; 1 so far`,
    `${cdn}: its address 127.0.0.1 is not on the open Internet; see --allow-addresses; 1 so far`,
    expect.stringMatching(
      /^web servers at http:\/\/127\.0\.0\.1:9\/: The source cannot be reached: .*ECONNREFUSED.*; 1 so far$/,
    ),
    `${sources.app.description}: The source answered with status 500; 1 so far`,
    `127.0.0.1:${server.port}: The source answered with status 500; 1 so far`,
  ]);
  expect(requests.map(({ status, code }) => [status, code]).slice(0, 5)).toEqual([
    [404, 'not-found'],
    [502, 'bad-source'],
    [502, 'bad-source'],
    [502, 'source-not-picture'],
    [404, 'not-found'],
  ]);
  await server.close();
  await noir.close();
});

test('strangers cannot fill the log with names of servers', () => {
  const lines: string[] = [];
  const say = saySourceFailures((line) => lines.push(line));
  for (let at = 0; at < 500; at++) say({ source: `host${at}.example`, code: 'bad-source', reason: 'x' });
  expect(lines).toHaveLength(10);
});
