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

test('a name may begin with "_", as Next\'s own folder does, and not with "."', () => {
  expect(Object.keys(readSources(['_next=./.next']))).toEqual(['_next']);
  expect(() => readSources(['.next=./.next'])).toThrow('does not begin with');
});

test('a source with a name may redirect to those without one, and to no others', async () => {
  const moved = createServer(
    (_, response) => void response.writeHead(302, { Location: `${site}a.jpg` }).end(),
  );
  await new Promise<void>((resolve) => moved.listen(0, '127.0.0.1', resolve));
  const far = `far=http://127.0.0.1:${(moved.address() as AddressInfo).port}/`;
  const get = (texts: string[]) => fetchPicture(readSources(texts, ['127.0.0.1']), 'far/b.jpg', request);
  expect(await get([far, site])).toMatchObject({ kind: 'file' });
  await expect(get([far])).rejects.toMatchObject({ code: 'source-forbidden' });
  await expect(get([far, `near=${site}`])).rejects.toMatchObject({ code: 'source-forbidden' });
  moved.closeAllConnections();
  moved.close();
});
