import { createConnection } from 'node:net';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { sayDrops } from '../../../src/cli/serve/drops.ts';
import { serve } from '../../../src/http/serve.ts';

test('connections beyond the limit are closed, and the log says so once', async () => {
  const lines: string[] = [];
  const onDrop = sayDrops((line) => lines.push(line));
  const server = await serve(new Hono(), { port: 0, hostname: '127.0.0.1', maxConnections: 1, onDrop });
  const open = () => createConnection(server.port, '127.0.0.1').on('error', () => {});
  const first = open();
  onTestFinished(() => {
    first.destroy();
    return server.close();
  });
  await new Promise((resolve) => first.once('connect', resolve));
  for (let nth = 0; nth < 3; nth++) await new Promise((resolve) => open().once('close', resolve));
  expect(lines).toEqual(['1 connections are open, and further ones are closed; 1 so far']);
});
