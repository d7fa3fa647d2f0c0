import { closeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Lane, openLane } from '../../src/workers/lanes.ts';
import { type Line, receive, send } from '../../src/workers/wire.ts';

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

/** A line without lanes. */
const lineOf = (socket: Socket): Line => ({ socket, outward: [], inward: [] });

/** The next messages that arrive. */
function listen(line: Line, count: number): Promise<unknown[]> {
  const messages: unknown[] = [];
  return new Promise((resolve) => {
    receive(line, (message) => {
      messages.push(message);
      if (messages.length === count) resolve(messages);
    });
  });
}

/** The ends of a line with a lane in each direction, where this system has lanes. */
async function connectLines(): Promise<[Line, Line]> {
  const [near, far] = await connect();
  const files = [openLane(), openLane()].filter((fd) => fd !== undefined);
  for (const fd of files) open.push({ destroy: () => closeSync(fd) });
  const [there = [], back = []] = files.map((fd) => [new Lane(fd)]);
  return [
    { socket: near, outward: there, inward: back },
    { socket: far, outward: back, inward: there },
  ];
}

it.each([
  ['sockets', async () => (await connect()).map(lineOf) as [Line, Line]],
  ['lanes', connectLines],
])('carries messages with their bytes, in order, both ways, by %s', async (_, connectBoth) => {
  const [near, far] = await connectBoth();
  const large = Uint8Array.from({ length: 3_000_001 }, (_, index) => (index * 7) % 251);
  const sent = [
    // The second one finds the lane taken, unless the first has arrived by then.
    { kind: 'job', ticket: 0, bytes: large, again: large },
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
    for (const bytes of [first?.bytes, first?.again]) {
      expect(Buffer.compare(bytes as Uint8Array, large)).toBe(0);
    }
    expect(rest).toEqual(sent.slice(1));
  }
});

it('reads messages that arrive byte by byte', async () => {
  const [near, far] = await connect();
  const message = { kind: 'job', bytes: Uint8Array.of(1, 2, 3) };
  const written: Buffer[] = [];
  const [source, sink] = await connect();
  sink.on('data', (chunk: Buffer) => written.push(chunk));
  send(lineOf(source), message);
  source.end();
  await new Promise((resolve) => sink.once('end', resolve));
  const arrived = listen(lineOf(far), 1);
  near.setNoDelay(true);
  for (const byte of Buffer.concat(written)) {
    near.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await arrived).toEqual([message]);
});

it('hangs up on bytes that are no message', async () => {
  const [near, far] = await connect();
  receive(lineOf(far), () => {});
  far.on('error', () => {});
  const closed = new Promise((resolve) => far.once('close', resolve));
  near.write(Buffer.alloc(64, 255));
  await closed;
});
