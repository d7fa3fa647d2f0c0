import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { isServer } from '../../src/cli/server-address.ts';
import { noir } from './command.ts';

const env = { NOIR_API_KEYS: 'k'.repeat(32) };

/** What servers at that address may be in place of Noir, by the first part of the path. */
const ANSWERS: Readonly<Record<string, RequestListener>> = {
  page: (_, response) => response.end('<html>'),
  nothing: (_, response) => response.writeHead(204).end(),
  null: (_, response) => response.end('null'),
  text: (_, response) => response.end('{"purged":"all"}'),
  refused: (_, response) => response.writeHead(403).end(),
  moved: (_, response) => response.writeHead(301, { Location: 'https://other.example/cache' }).end(),
  well: (request, response) => response.end(`{"purged":${request.method === 'DELETE' ? 2 : 0}}`),
};

const server = createServer((request, response) =>
  ANSWERS[request.url?.split('/')[1] ?? '']?.(request, response),
);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => server.close());
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test.each([
  ['page', 'answered 200, and not as Noir does'],
  ['nothing', 'answered 204, and not as Noir does'],
  ['null', 'answered 200, and not as Noir does'],
  ['text', 'answered 200, and not as Noir does'],
  ['refused', 'answered 403, and not as Noir does'],
  ['moved', 'answered 301: it sends to https://other.example/cache; give that server'],
])('noir purge says that an answer is none of Noir’s: %s', async (path, message) => {
  const { code, stdout, stderr } = await noir(['purge', `${base}/${path}`, '--tag', 'x'], { env });
  expect([code, stdout.toString(), stderr]).toEqual([1, '', expect.stringContaining(message)]);
});

test('noir purge tells how many pictures are forgotten, and no key that cannot be sent', async () => {
  const { code, stdout } = await noir(['purge', `${base}/well`, '--tag', 'x'], { env });
  expect([code, stdout.toString()]).toEqual([0, '2 forgotten\n']);
  const wrong = await noir(['purge', base, '--tag', 'x'], { env: { NOIR_API_KEYS: 'a\nb' } });
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/^noir: NOIR_API_KEYS: the key has/)]);
});

test('an address of a server takes a path behind it', () => {
  const good = ['http://localhost:8080', 'https://x.example/images/', 'HTTP://x'];
  const bad = ['localhost:8080', 'ftp://x', 'http://x/?a=1', 'http://x/#a', 'http://me:pw@x', 'http://'];
  expect([...good, ...bad].filter(isServer)).toEqual(good);
});
