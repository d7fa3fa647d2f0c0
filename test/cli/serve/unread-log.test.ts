import { createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dropUnread, isReadWithin } from '../../../src/cli/serve/unread-log.ts';
import { temporaryFolder } from '../command.ts';

const folder = temporaryFolder();

/** A stream into a socket whose other side reads nothing until it is resumed. */
async function openPipe() {
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\noir-${process.pid}` : join(folder, 'log');
  const server = createServer({ pauseOnConnect: true }).listen(path);
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const writer = new Socket().connect(path);
  const reader = await accepted;
  onTestFinished(() => {
    for (const each of [writer, reader]) each.destroy();
    server.close();
  });
  return { writer, reader };
}

test('lines that nobody reads are dropped and counted, and the others arrive', async () => {
  const { writer, reader } = await openPipe();
  const most = 2 ** 20;
  let said: (count: number) => void = () => {};
  const dropped = new Promise<number>((resolve) => {
    said = resolve;
  });
  dropUnread(writer, said, most);
  const line = `${'x'.repeat(1023)}\n`;
  const count = 4096;
  for (let nth = 0; nth < count; nth++) writer.write(line);
  expect(writer.writableLength).toBeLessThan(most + line.length);
  expect(await isReadWithin(writer, 20)).toBe(false);
  let read = 0;
  reader.on('data', (chunk) => {
    read += chunk.length;
  });
  reader.resume();
  const lost = await dropped;
  expect(lost).toBeGreaterThan(0);
  writer.end();
  await new Promise((resolve) => reader.once('end', resolve));
  expect(read).toBe((count - lost) * line.length);
  expect(await isReadWithin(writer, 0)).toBe(true);
});
