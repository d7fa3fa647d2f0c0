import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { Addresses } from '../../../src/service/sources/addresses.ts';
import { HttpClient } from '../../../src/service/sources/http-client.ts';

const open = new Set<Socket>();
/** Never closes a connection itself. The second answer keeps its client waiting. */
const server = createServer({ keepAliveTimeout: 0 }, ({ url }, response) => {
  setTimeout(() => response.end('file'), url === '/slow' ? 500 : 0);
});
server.on('connection', (socket) => {
  open.add(socket);
  socket.once('close', () => open.delete(socket));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a connection is kept between requests, and closed when it rests', async () => {
  const addresses = new Addresses(['127.0.0.1']);
  const client = new HttpClient({ addresses, connectTimeout: 1000, idleTimeout: 200 });
  const { port } = server.address() as AddressInfo;
  const get = async (path: string) => {
    const asked = { headers: {}, signal: new AbortController().signal };
    return text(await client.get(new URL(`http://127.0.0.1:${port}${path}`), asked));
  };
  // A request may take longer than a connection rests.
  expect(await get('/slow')).toBe('file');
  await expect.poll(() => open.size, { timeout: 5000 }).toBe(0);
});
