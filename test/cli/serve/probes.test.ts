import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { Hono } from 'hono';
import { afterEach, expect, test } from 'vitest';
import { openProbes } from '../../../src/cli/serve/probes/open.ts';
import type { Listening } from '../../../src/http/serve.ts';

let ready = 'yes';
const app = new Hono()
  .get('/readyz', (c) => c.json({ ready }))
  .get('/metrics', (c) => c.text(`noir_questions{q="${c.req.query('q')}"} 1`));

let probes: Listening | undefined;
afterEach(() => probes?.close());

const open = async (patience?: number): Promise<Listening> => {
  probes = await openProbes(app, { port: 0, hostname: '127.0.0.1', ...(patience && { patience }) });
  return probes;
};

/** The status and the text of an answer, asked by another process while this one waits and does nothing else. */
function askWhileBusy(url: string): string[] {
  const script = `fetch(${JSON.stringify(url)}).then(async (r) => console.log(r.status + '\\n' + await r.text()))`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  return stdout.trim().split('\n');
}

test('answers while the main thread is busy', async () => {
  const { url } = await open();
  expect(askWhileBusy(`${url}/livez`)).toEqual(['200', '{"status":"ok"}']);
  expect(askWhileBusy(`${url}/readyz`)).toEqual(['200', '{"ready":"yes"}']);
});

test('says so when the main thread is stuck, and takes it back', async () => {
  const { url } = await open(1000);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  for (const path of ['/livez', '/readyz']) {
    const [status, body = ''] = askWhileBusy(url + path);
    expect(status).toBe('503');
    expect(JSON.parse(body)).toEqual({ status: 'stuck', seconds: expect.any(Number) });
  }
  await expect.poll(async () => (await fetch(`${url}/livez`)).status).toBe(200);
});

test('asks the main thread for everything else, and learns of a change', async () => {
  const { url } = await open();
  expect(await (await fetch(`${url}/metrics?q=a%26b`)).text()).toBe('noir_questions{q="a&b"} 1');
  expect((await fetch(`${url}/nothing`)).status).toBe(404);
  ready = 'no';
  await expect.poll(async () => (await fetch(`${url}/readyz`)).json()).toEqual({ ready: 'no' });
});

test('has nothing for other methods, and goes on', async () => {
  const { url } = await open();
  for (const method of ['TRACE', 'POST', 'OPTIONS', 'PROPFIND']) {
    const status = await new Promise((resolve, reject) => {
      const asking = request(`${url}/metrics`, { method }, (answer) => resolve(answer.resume().statusCode));
      asking.on('error', reject).end();
    });
    expect(status, method).toBe(404);
  }
  expect((await fetch(`${url}/metrics`, { method: 'HEAD' })).status).toBe(200);
});

test('says which port it cannot have', async () => {
  const { port } = await open();
  const taken = openProbes(app, { port, hostname: '127.0.0.1' });
  await expect(taken).rejects.toThrow(`cannot listen on port ${port}: another program listens there`);
});
