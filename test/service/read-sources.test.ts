import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { fetchPicture } from '../../src/service/fetch-picture.ts';
import { readSources } from '../../src/service/read-sources.ts';

const server = createServer((_, response) => void response.end('picture'));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const request = { limit: 1e6, signal: new AbortController().signal };

test.each([
  [`near=${site}`, 'near/a.jpg'],
  [site, `${site}a.jpg`],
])('%s is on a private address, which has to be opened', async (text, address) => {
  const get = (...open: string[]) => fetchPicture(readSources([text], open), address, request);
  for (const open of ['127.0.0.1', '127.0.0.0/8'])
    expect(await get('10.0.0.0/8', open)).toMatchObject({ kind: 'file' });
  for (const open of [[], ['127.0.0.2']]) {
    await expect(get(...open)).rejects.toMatchObject({ code: 'source-forbidden' });
  }
});

test.each(['1', '10.0.0.0/33', 'localhost', ''])('%j is no range of addresses', (range) => {
  expect(() => readSources([site], [range])).toThrow(JSON.stringify(range));
});
