/** Requests that a client sends before it has the answer to the one before. */
import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { serve } from '../../src/http/index.ts';
import { exchange, open, readAll } from './sockets.ts';

const short = { headersTimeout: 300, rateWindow: 300, connectionsCheckingInterval: 50 };
const post = (length: number) => `POST / HTTP/1.1\r\nHost: noir\r\nContent-Length: ${length}\r\n\r\n`;

test('what is wrong after a whole request is answered after it', async () => {
  const late = new Hono().post('/', async (c) => {
    const text = await c.req.text().catch(() => '');
    await pause(700);
    return c.text(text);
  });
  const listening = await serve(late, { port: 0, ...short });
  const whole = post(1);
  const started = post(9);
  for (const [rest, status] of [
    ['xNO HTTP\r\n\r\n', 400],
    ['xGET / HT', 408],
    [`x${whole}xNO HTTP\r\n\r\nNO HTTP`, 400],
    [`x${started}x`, 408],
  ] as const) {
    const socket = open(listening.port);
    const reading = readAll(socket);
    for (const part of [`${whole}${rest.slice(0, 1)}`, rest.slice(1)]) {
      socket.write(part);
      await pause(20);
    }
    const statuses = (await reading).match(/(?<=HTTP\/1\.1 )\d+/g)?.map(Number);
    const first = rest.includes(whole) ? [200, 200] : [200];
    expect([rest, statuses]).toEqual([rest, [...first, status]]);
  }
  await listening.close();
});

test('all of them are answered when the server closes', async () => {
  const slow = new Hono().get('/', async (c) => c.text((await pause(300)) ?? 'done'));
  const listening = await serve(slow, { port: 0 });
  const reading = exchange(listening.port, 'GET / HTTP/1.1\r\nHost: noir\r\n\r\n'.repeat(3));
  await pause(150);
  await listening.close();
  expect((await reading).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
});
