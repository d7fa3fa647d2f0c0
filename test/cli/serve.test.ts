import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { exitOf, noir, startNoir } from './command.ts';

const started: ReturnType<typeof startNoir>[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts a server on a free port and waits for the two lines that it prints. */
async function startServer(args: readonly string[] = []) {
  const child = startNoir(['serve', '--port', '0', '--host', '127.0.0.1', ...args]);
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
    expect(second).toMatch(/^noir: runs on cpu \(.*\), sharp \(.*\); no gpu, see `noir doctor`; in \d+ worker process(es)?$/);
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

  test('says so when the port is in use', async () => {
    const other = createServer().listen(0);
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await noir(['serve'], { env: { PORT: String(port) } });
    other.close();
    expect(stderr).toMatch(
      new RegExp(`^noir: cannot listen on port ${port}: .*; choose another with --port\\n$`),
    );
    expect(code).toBe(1);
  });

  test.concurrent.each([
    [['--port', '80x'], {}, 'noir: --port takes a number from 0 to 65535, not "80x"\n'],
    [['--port', '65536'], {}, 'noir: --port takes a number from 0 to 65535, not "65536"\n'],
    [
      ['--limit', 'side=x'],
      {},
      'noir: --limit side=x: side takes a whole number above 0, such as side=100000\n',
    ],
    [
      ['--time', 'write=3'],
      {},
      'noir: --time takes a name (headers, rate, linger, drain) and seconds up to 86400, such as headers=5, not write=3\n',
    ],
    [[], { PORT: '-1' }, 'noir: PORT takes a number from 0 to 65535, not "-1"\n'],
  ])('refuses %j with %j', async (args, env, said) => {
    const { code, stderr } = await noir(['serve', ...args], { env });
    expect([code, stderr]).toEqual([2, said]);
  });
});
