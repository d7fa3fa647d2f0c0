import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Listening, serve } from '../../src/http/serve.ts';
import { open, readAll, readResponse } from './sockets.ts';
import { app, png } from './support.ts';

let server: Listening;
let told: number[];
let kept: Socket[];

/** A server that takes four connections, which are all open, with a request under way. One more is refused in words. */
beforeEach(async () => {
  told = [];
  const onCrowd = (limit: number) => told.push(limit);
  server = await serve(app, { port: 0, hostname: '127.0.0.1', maxConnections: 4, onCrowd });
  kept = Array.from({ length: 4 }, () => open(server.port));
  for (const socket of kept) {
    socket.write('POST /gray HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n');
    await readResponse(socket);
  }
});

afterEach(async () => {
  for (const socket of kept) socket.destroy();
  await server.close();
});

function ask(request: string, body: Uint8Array = new Uint8Array()): Promise<string> {
  const socket = open(server.port);
  socket.write(
    `${request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  socket.write(body);
  return readAll(socket);
}

it('refuses a request on a connection beyond the limit, and closes it', async () => {
  const answer = await ask('POST /process?ops=w_10', png);
  expect(answer).toMatch(/^HTTP\/1.1 503 /);
  expect(answer).toMatch(/retry-after: 1\r\n/i);
  expect(answer).toMatch(/connection: close\r\n/i);
  expect(answer).toContain('"code":"busy"');
  expect(told).toEqual([4]);
});

it('answers probes on it', async () => {
  const socket = open(server.port);
  socket.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await readResponse(socket)).toMatch(/^HTTP\/1.1 200 /);
  socket.destroy();
});

it('closes further ones at once', async () => {
  const fifth = open(server.port);
  fifth.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
  await readResponse(fifth);
  expect(await readAll(open(server.port))).toBe('');
  fifth.destroy();
  expect(told).toEqual([4, 4]);
});

it('closes the one that has been idle the longest to make room', async () => {
  const [first, second] = kept as [Socket, Socket];
  for (const socket of [second, first]) {
    socket.write('not image');
    expect(await readResponse(socket)).toMatch(/^HTTP\/1.1 415 /);
  }
  const closed = new Promise((resolve) => second.once('close', resolve));
  expect(await ask('GET /ops')).toMatch(/^HTTP\/1.1 200 /);
  await closed;
  first.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await readResponse(first)).toMatch(/^HTTP\/1.1 200 /);
  expect(told).toEqual([]);
});

it('takes new ones when others have left', async () => {
  const [first] = kept;
  first?.end();
  await new Promise((resolve) => first?.once('close', resolve));
  // The server notices the end in an event of its own.
  await new Promise((resolve) => setImmediate(resolve));
  await expect.poll(() => ask('GET /ops')).toMatch(/^HTTP\/1.1 200 /);
});
