import { connect, type Socket } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listening, serve } from '../../src/http/serve.ts';

const app = new Hono();
app.post('/refuse', (c) => c.text('too large', 413, { Connection: 'close' }));
app.post('/keep', (c) => c.text('no', 404));
app.get('/', (c) => c.text('here'));

let server: Listening;

beforeAll(async () => {
  server = await serve(app, { port: 0, lingerBytes: 4 * 2 ** 20 });
});

afterAll(() => server.close());

const PIECE = Buffer.alloc(2 ** 16);

/** Sends a whole request before it reads anything, as many clients do. Resolves with all that it read. */
function sendThenRead(path: string, bytes: number): Promise<string> {
  const socket: Socket = connect(server.port, '127.0.0.1');
  socket.pause();
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    let read = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      read += chunk;
    });
    socket.on('end', () => resolve(read));
    const pump = (left: number): void => {
      if (left > 0)
        socket.write(PIECE.subarray(0, left), () => setImmediate(() => pump(left - PIECE.length)));
      else {
        socket.resume();
        // Ends a connection that is kept.
        socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      }
    };
    pump(bytes);
  });
}

it('reads on after an early answer, so that the client gets to read it', async () => {
  expect(await sendThenRead('/refuse', 3 * 2 ** 20)).toMatch(/^HTTP\/1.1 413 /);
});

it('keeps a connection whose request ends in time', async () => {
  const read = await sendThenRead('/keep', 2 ** 20);
  expect(read).toMatch(/^HTTP\/1.1 404 /);
  expect(read).toMatch(/HTTP\/1.1 200 .*here$/s);
});

it('ends the connection of a client that sends on and on', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`POST /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: ${2 ** 40}\r\n\r\n`);
  socket.on('error', () => {});
  socket.resume();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const pump = () => {
    if (!socket.destroyed) socket.write(PIECE, () => setImmediate(pump));
  };
  pump();
  await closed;
});
