import { existsSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { exitOf, noir, startNoir, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const started: ReturnType<typeof startNoir>[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts a server on a free port and waits for the two lines that it prints. */
async function startServer(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const child = startNoir(['serve', '--port', '0', '--host', '127.0.0.1', ...args], env);
  started.push(child);
  const exit = exitOf(child);
  const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const first = (await lines.next()).value as string;
  const second = (await lines.next()).value as string;
  const url = /^noir: listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(first)?.[1] ?? first;
  return { child, exit, url, second };
}

describe('noir serve', () => {
  test('answers, gives the ops that the command line gives, and ends well on SIGTERM', async () => {
    const { child, exit, url, second } = await startServer(['--shutdown-delay', '0']);
    expect(second).toMatch(
      /^noir: runs on cpu \(.*\), sharp \(.*\); no gpu, see `noir doctor`; in \d+ worker process(es)?$/,
    );
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
    const listed = await noir(['ops', '--json']);
    expect(JSON.parse(listed.stdout.toString())).toEqual(await (await fetch(`${url}/ops`)).json());
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  test.skipIf(process.platform === 'win32')('ends at once on a second signal', async () => {
    const { child, exit, url } = await startServer();
    // A body that never ends keeps the first signal's drain waiting.
    const headers = { Expect: '100-continue' };
    const endless = request(`${url}/gray`, { method: 'POST', headers }).on('error', () => {});
    endless.write('the beginning');
    // The server says so when it has the head of the request.
    await new Promise((resolve) => endless.once('continue', resolve));
    child.kill('SIGINT');
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    child.kill('SIGINT');
    expect(await exit).toBe(130);
  });

  test('tells the probes on a port of their own of SIGTERM, and goes on serving', async () => {
    const { child, exit, url, second } = await startServer(['--probe-port', '0', '--shutdown-delay', '2']);
    const probes = /^noir: answering probes on (http:\S+)$/.exec(second)?.[1];
    expect((await fetch(`${probes}/readyz`)).status).toBe(200);
    expect((await fetch(`${probes}/ops`)).status).toBe(404);
    child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${probes}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/health`)).headers.get('Connection')).toBe('close');
    expect(await exit).toBe(0);
  });

  test('keeps what Dawn says of every software adapter to itself', async () => {
    const { second } = await startServer(['--workers', '1'], { NOIR_GPU: 'auto' });
    expect(second).toMatch(/^noir: runs on /);
  });

  test('says so when the port is in use', async () => {
    const other = createServer().listen(0);
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const taken = (flag: string) =>
      new RegExp(`^noir: cannot listen on port ${port}: .*; choose another with ${flag}\\n$`);
    const first = await noir(['serve'], { env: { PORT: String(port) } });
    const second = await noir(['serve', '--port', '0', '--probe-port', String(port)]);
    other.close();
    expect(first).toMatchObject({ code: 1, stderr: expect.stringMatching(taken('--port')) });
    expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(taken('--probe-port')) });
  });

  test('takes the file of the folder, and listens on a Unix socket', async () => {
    const socket = join(folder, 'noir.sock');
    const config = join(folder, 'noir.config.json');
    writeFileSync(config, JSON.stringify({ socket, shutdownDelay: 0 }));
    const child = startNoir(['serve', '--config', config]);
    started.push(child);
    const exit = exitOf(child);
    const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe(`noir: listening on unix:${socket}`);
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      request({ socketPath: socket, path: '/health' }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    expect(answer).toBe(200);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(existsSync(socket)).toBe(false);
  });

  test('says that imgproxy’s keys leave its own addresses open', async () => {
    const env = { IMGPROXY_KEY: 'aa,bb', IMGPROXY_SALT: '00,11' };
    const { second, url } = await startServer(['--adapter', 'imgproxy=/'], env);
    expect(second).toBe(
      'noir: addresses of imgproxy need signatures, but those below /image do not; set NOIR_SIGNING_KEYS',
    );
    expect((await fetch(`${url}/unsafe/w:9/plain/a.jpg`)).status).toBe(403);
  });

  test.each([
    [['--adapter', 'imgproxy=/', '--adapter', 'ipx=/'], {}, 'two adapters are at /'],
    [
      ['--adapter', 'imgproxy'],
      { IMGPROXY_KEY: 'aa,bb', IMGPROXY_SALT: '00' },
      'as many of one as of the other',
    ],
    [['--adapter', 'imgproxy'], { IMGPROXY_PRESETS: 'thumb' }, 'thumb=rs:fill:300:300, not thumb'],
    [['--adapter', 'imgproxy'], { IMGPROXY_PRESETS: 'a=b:1' }, 'IMGPROXY_PRESETS: a: There is no option b'],
  ])('refuses %j with %j', async (args, env, message) => {
    const { code, stderr } = await noir(['serve', ...args], { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('names every mistake in its settings', async () => {
    const env = { PORT: '-1', NOIR_BACKEND: 'cpu' };
    const args = ['serve', '--limit', 'side=x', '--deadline', 'soon'];
    const { code, stderr } = await noir(args, { env });
    expect([code, stderr.trimEnd().split('\n')]).toEqual([
      2,
      [
        'noir: NOIR_BACKEND is no setting; did you mean NOIR_BACKENDS?',
        'noir: PORT takes a whole number from 0 to 65535, not "-1"',
        'noir: --deadline takes a time from 1s to 24h, not "soon"',
        'noir: --limit side takes a whole number above 0, not "x"',
      ],
    ]);
  });
});

describe('noir serve without what it needs', () => {
  const file = join(folder, 'a-file');
  beforeAll(() => writeFileSync(file, ''));

  test('ends also where a Redis does not answer', async () => {
    const env = { NOIR_REDIS: 'redis://127.0.0.1:1' };
    const { code, stderr } = await noir(['serve', '--port', '0', '--preset', 'x=foo'], { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('noir: preset x: step 1: there is no op')]);
    expect(stderr).toContain('noir: Redis does not answer (connect ECONNREFUSED 127.0.0.1:1)');
  });

  test.concurrent.each<[args: string[], code: number, said: string]>([
    [['--source', file], 2, `sources: ${file} is a file; a source is a folder or an address`],
    [['--ops', join(folder, 'none.js')], 2, `ops: there is no file ${join(folder, 'none.js')}`],
    [
      ['--origin', 'example.com'],
      2,
      '--origin takes a list of origins, such as https://example.com, not "example.com"',
    ],
    [['--cache-dir', file], 2, `the folder of the cache, ${file}: there is a file of that name`],
    [['--config', folder], 2, `${folder}: it is a folder`],
    [['--preset', 'thumb=resiz_9'], 2, 'preset thumb: step 1: there is no op "resiz"; did you mean resize?'],
    [
      ['--host', '192.0.2.1'],
      1,
      'cannot listen on port 0: this machine does not have the address 192.0.2.1; --host takes an address of this machine',
    ],
    [['--socket', file], 1, `cannot listen on ${file}: it is a file, and no socket`],
    [['--socket', '/none/x'], 1, 'cannot listen on /none/x: there is no folder /none'],
    [
      ['--socket', `/${'x'.repeat(110)}`],
      1,
      `cannot listen on /${'x'.repeat(110)}: the path of a socket has at most`,
    ],
  ])('%j', async (args, status, said) => {
    const { code, stderr } = await noir(['serve', '--port', '0', '--isolation', 'none', ...args]);
    expect([code, stderr]).toEqual([status, expect.stringContaining(`noir: ${said}`)]);
  });
});

test('noir config prints the settings that noir serve would have', async () => {
  const env = { NOIR_API_KEYS: 'hush' };
  const { code, stdout } = await noir(['config', '--port', '3000', '--json'], { env });
  expect(code).toBe(0);
  expect(JSON.parse(stdout.toString())).toEqual(
    expect.arrayContaining([
      { key: 'port', value: '3000', from: '--port' },
      { key: 'gpu', value: 'off', from: 'NOIR_GPU' },
      { key: 'apiKeys', value: '(1, hidden)', from: 'NOIR_API_KEYS' },
    ]),
  );
});
