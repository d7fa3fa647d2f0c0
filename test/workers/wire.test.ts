import type { AddressInfo } from 'node:net';
import { createServer, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { receive, send } from '../../src/workers/wire.ts';

const open: { destroy(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.destroy();
});

/** Two ends of one connection. */
async function connect(): Promise<[Socket, Socket]> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const near = new Socket().connect((server.address() as AddressInfo).port, '127.0.0.1');
  const far = await new Promise<Socket>((resolve) => server.once('connection', resolve));
  server.close();
  open.push(near, far);
  return [near, far];
}

/** The next messages that arrive. */
function listen(socket: Socket, count: number): Promise<unknown[]> {
  const messages: unknown[] = [];
  return new Promise((resolve) => {
    receive(socket, (message) => {
      messages.push(message);
      if (messages.length === count) resolve(messages);
    });
  });
}

it('carries messages with their bytes, in order, both ways', async () => {
  const [near, far] = await connect();
  const large = Uint8Array.from({ length: 3_000_001 }, (_, index) => (index * 7) % 251);
  const sent = [
    { kind: 'job', ticket: 0, bytes: large },
    { text: 'ä'.repeat(1000), none: new Uint8Array(0), list: [1.5, null, true] },
    { samples: Float32Array.of(Number.NaN, -0, Number.POSITIVE_INFINITY), words: Uint16Array.of(1, 65535) },
    {},
  ];
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    const arrived = listen(to, sent.length);
    for (const message of sent) send(from, message);
    const [first, ...rest] = (await arrived) as typeof sent;
    // The test's own comparison of so many bytes would take minutes.
    expect(Buffer.compare(first?.bytes as Uint8Array, large)).toBe(0);
    expect(rest).toEqual(sent.slice(1));
  }
});

it('reads messages that arrive byte by byte', async () => {
  const [near, far] = await connect();
  const message = { kind: 'job', bytes: Uint8Array.of(1, 2, 3) };
  const written: Buffer[] = [];
  const [source, sink] = await connect();
  sink.on('data', (chunk: Buffer) => written.push(chunk));
  send(source, message);
  source.end();
  await new Promise((resolve) => sink.once('end', resolve));
  const arrived = listen(far, 1);
  near.setNoDelay(true);
  for (const byte of Buffer.concat(written)) {
    near.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await arrived).toEqual([message]);
});

it('hangs up on bytes that are no message', async () => {
  const [near, far] = await connect();
  receive(far, () => {});
  far.on('error', () => {});
  const closed = new Promise((resolve) => far.once('close', resolve));
  near.write(Buffer.alloc(64, 255));
  await closed;
});
