import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { exitOf, noir, startNoir } from '../command.ts';

const OPS = fileURLToPath(new URL('noisy-ops.js', import.meta.url));

const CANVAS = { width: 8, height: 8, channels: 3, background: 'teal' } as const;

interface Line {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly status?: number;
}

/** Every line of the log. Throws for one that is no JSON. */
const read = (log: string) =>
  log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test.skipIf(process.platform === 'win32')('every line of a log in JSON is an object', async () => {
  const args = ['--port', '0', '--host', '127.0.0.1', '--workers', '1', '--log', 'json', '--ops', OPS];
  const child = startNoir(['serve', ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = exitOf(child);
  const log = text(child.stderr as NodeJS.ReadableStream);
  let start = '';
  const url = await new Promise<string>((resolve) => {
    child.stderr?.on('data', (chunk) => {
      start += chunk;
      const found = /listening on (http:[^"]+)/.exec(start)?.[1];
      if (found) resolve(found);
    });
  });
  const body = new Uint8Array(await sharp({ create: CANVAS }).png().toBuffer());
  expect((await fetch(`${url}/process?ops=negate`, { method: 'POST', body })).status).toBe(200);
  // The front throws where nobody catches.
  child.kill('SIGUSR2');
  expect(await exit).toBe(1);
  const lines = read(await log);
  for (const line of lines) {
    const { time, level, message } = line;
    expect(line).toEqual(expect.objectContaining({ time, level, message }));
    expect(message).toBeTypeOf('string');
  }
  const saying = (message: unknown, level: string) => expect.objectContaining({ message, level });
  expect(lines).toEqual(
    expect.arrayContaining([
      saying(`listening on ${url}`, 'info'),
      saying('a worker said "this"', 'warn'),
      saying('in two lines', 'warn'),
      expect.objectContaining({ message: 'request', level: 'info', status: 200 }),
      saying('OldWarning: the front warns', 'warn'),
      saying(expect.stringMatching(/^Error: nobody catches this\n +at /), 'error'),
    ]),
  );
});

test('a server with a log in JSON also says in JSON why it does not start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await new Promise((resolve) => taken.once('listening', resolve));
  const port = String((taken.address() as AddressInfo).port);
  const args = ['--port', port, '--host', '127.0.0.1', '--isolation', 'none', '--log', 'json'];
  const { code, stderr } = await noir(['serve', ...args]);
  expect(code).toBe(1);
  expect(read(stderr).at(-1)).toMatchObject({ message: expect.stringContaining(`port ${port}`) });
});
