import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { createApp, type Listening, serve } from '../../src/http/index.ts';
import { createNoir } from '../../src/noir.ts';
import { exchange, open, parseResponse, readAll, readResponse } from './sockets.ts';
import { app, jpeg, noir, reported } from './support.ts';

const short = { headersTimeout: 300, rateWindow: 300, connectionsCheckingInterval: 50 };
const server = await serve(app, { port: 0 });
const hasty = await serve(app, { port: 0, ...short });
afterAll(() => Promise.all([server.close(), hasty.close()]));
afterEach(() => expect(reported.splice(0)).toEqual([]));

const post = (path: string, headers: string) => `POST ${path} HTTP/1.1\r\nHost: noir\r\n${headers}\r\n\r\n`;
const good = Buffer.concat([Buffer.from(post('/gray', `Content-Length: ${jpeg.length}`)), jpeg]);

async function expectGood({ url }: Listening): Promise<void> {
  const body = new Uint8Array(jpeg);
  expect((await fetch(`${url}/gray`, { method: 'POST', body })).status).toBe(200);
}

/** A problem on a connection that the server closes afterwards. */
async function expectRefusal(text: string, status: number, code: string): Promise<void> {
  const response = parseResponse(text);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(JSON.parse(response.body)).toMatchObject({ status, code, type: `urn:noir:problem:${code}` });
  await expectGood(server);
}

describe('limits', () => {
  test('a declared length over the limit is answered before the body', async () => {
    const socket = open(server.port);
    socket.write(post('/gray', 'Content-Length: 33554433'));
    const response = parseResponse(await readResponse(socket));
    expect(response.status).toBe(413);
    expect(JSON.parse(response.body)).toMatchObject({
      code: 'body-limit',
      limit: 33554432,
      actual: 33554433,
    });
    socket.destroy();
    await expectGood(server);
  });

  test.each(['/gray', '/livez'])('40 MB in chunks to %s are cut off', async (path) => {
    const socket = open(server.port);
    const answer = readResponse(socket);
    socket.write(post(path, 'Transfer-Encoding: chunked'));
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(1 << 20), Buffer.from('\r\n')]);
    for (let sent = 0; sent < 40 && !socket.destroyed; sent++) socket.write(chunk);
    socket.write('0\r\n\r\n');
    expect(parseResponse(await answer).status).toBe(413);
    socket.destroy();
    await expectGood(server);
  });

  test('slow headers and a slow body are given up', async () => {
    const drips = [['POST /gray HTTP/1.1\r\n'], [post('/gray', 'Content-Length: 1000'), 'x']];
    for (const drip of drips) {
      await expectRefusal(await exchange(hasty.port, ...drip), 408, 'request-timeout');
    }
  });

  test('a body that takes long, but keeps the least rate, is taken', async () => {
    const socket = open(hasty.port);
    const answer = readResponse(socket);
    const body = Buffer.concat([jpeg, Buffer.alloc(2 ** 17)]);
    socket.write(post('/gray', `Content-Length: ${body.length}`));
    // 8 KiB every 50 ms are ten times the least rate, and take longer than the window.
    for (let at = 0; at < body.length; at += 2 ** 13) {
      socket.write(body.subarray(at, at + 2 ** 13));
      await pause(50);
    }
    expect(parseResponse(await answer).status).toBe(200);
    socket.destroy();
  });

  test('bodies that do not fit beside the others are refused before they are read, and probes are not', async () => {
    const tight = await createNoir({ gpu: 'off', limits: { trafficBytes: 3_000_000 } });
    const crowded = await serve(createApp(tight), { port: 0 });
    const first = open(crowded.port);
    const taken = readResponse(first);
    const large = Buffer.concat([jpeg, Buffer.alloc(2_000_000)]);
    first.write(
      Buffer.concat([Buffer.from(post('/gray', `Content-Length: ${large.length}`)), large.subarray(1)]),
    );
    await expect
      .poll(() => fetch(`${crowded.url}/gray`, { method: 'POST', body: large }))
      .toMatchObject({ status: 503 });
    for (const headers of [
      `Content-Length: ${large.length}`,
      'Transfer-Encoding: chunked',
      `Content-Length: ${large.length}\r\nExpect: 100-continue`,
    ]) {
      const socket = open(crowded.port);
      const answer = readResponse(socket);
      socket.write(post('/gray', headers));
      if (headers.startsWith('T')) socket.write(`${(2e6).toString(16)}\r\n${'x'.repeat(2e6)}\r\n`);
      const { status, headers: said } = parseResponse(await answer);
      expect([status, said.get('retry-after'), said.get('connection')]).toEqual([503, '1', 'close']);
      socket.destroy();
    }
    expect((await fetch(`${crowded.url}/readyz`)).status).toBe(200);
    first.write(large.subarray(0, 1));
    expect(parseResponse(await taken).status).toBe(415);
    await expectGood(crowded);
    first.destroy();
    await crowded.close();
    await tight.close();
  });

  test.each([
    ['a header of 17 KB', `X-Long: ${'x'.repeat(17_000)}`],
    ['many headers', 'X-Many: 1234567890\r\n'.repeat(1900).trim()],
  ])('%s is too large', async (_, headers) => {
    await expectRefusal(await exchange(server.port, post('/gray', headers)), 431, 'header-limit');
  });

  test('an address of 20 KB is too large', async () => {
    const text = await exchange(server.port, post(`/${'x'.repeat(20_000)}`, 'X: 1'));
    await expectRefusal(text, 431, 'header-limit');
  });

  test.each([
    ['both framings', post('/gray', 'Content-Length: 5\r\nTransfer-Encoding: chunked')],
    ['two lengths', post('/gray', 'Content-Length: 5\r\nContent-Length: 6')],
    ['no such length', post('/gray', 'Content-Length: -1')],
    ['a bare line feed', 'POST /gray HTTP/1.1\nHost: noir\n\n\0'],
    ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['a bad chunk', `${post('/gray', 'Transfer-Encoding: chunked')}zz\r\n`],
    ['a header with NUL', post('/gray', 'X: a\0b')],
  ])('%s is not HTTP', async (_, text) => {
    await expectRefusal(await exchange(server.port, text), 400, 'invalid-request');
  });

  test.each([
    ['a bad Host', 'GET /health HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n'],
    ['a bad address', 'GET http://[ HTTP/1.1\r\nHost: noir\r\nConnection: close\r\n\r\n'],
  ])('%s is refused', async (_, text) => {
    await expectRefusal(await exchange(server.port, text), 400, 'invalid-request');
  });

  test('HTTP/1.0 needs no Host', async () => {
    expect(parseResponse(await exchange(server.port, 'GET /health HTTP/1.0\r\n\r\n')).status).toBe(200);
  });

  test.each(['TRACE', 'PUT', 'LOCK'])('%s is not allowed', async (method) => {
    const text = await exchange(
      server.port,
      `${method} /gray HTTP/1.1\r\nHost: noir\r\nConnection: close\r\n\r\n`,
    );
    await expectRefusal(text, 405, 'method-not-allowed');
    expect(parseResponse(text).headers.get('allow')).toBe('POST');
  });
});

describe('connections', () => {
  test('one stays usable after an error', async () => {
    const socket = open(server.port);
    for (const status of [415, 200, 415, 200]) {
      socket.write(status === 200 ? good : `${post('/gray', 'Content-Length: 4')}junk`);
      expect(parseResponse(await readResponse(socket)).status).toBe(status);
    }
    socket.destroy();
  });

  test('requests sent ahead are answered in order', async () => {
    const last = 'GET /health HTTP/1.1\r\nHost: noir\r\nConnection: close\r\n\r\n';
    const text = await exchange(server.port, Buffer.concat([good, good, Buffer.from(last)]));
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    expect(text).toMatch(/{"status":"ok"}$/);
  });

  test('clients that leave at any moment harm nobody', async () => {
    for (let cut = 10; cut <= good.length; cut += Math.ceil(good.length / 40)) {
      const socket = open(server.port);
      socket.write(good.subarray(0, cut));
      await pause(cut % 7);
      if (cut % 2) socket.destroy();
      else socket.resetAndDestroy();
    }
    await pause(50);
    await expectGood(server);
  });

  test('a client that does not read its answer is cut off', async () => {
    const large = new Hono().get('/', (c) => c.body(new Uint8Array(64 << 20)));
    const listening = await serve(large, { port: 0, rateWindow: 200 });
    const socket = open(listening.port);
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: noir\r\n\r\n');
    await pause(1000);
    const text = await readAll(socket.resume());
    expect(text.length).toBeLessThan(64 << 20);
    await listening.close();
  });

  test('a body is asked for when somebody reads it', async () => {
    const socket = open(server.port);
    const asked = new Promise((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
    socket.write(post('/gray', `Content-Length: ${jpeg.length}\r\nExpect: 100-continue`));
    expect(await asked).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write(jpeg);
    expect(parseResponse(await readResponse(socket)).status).toBe(200);
    socket.destroy();
    const text = await exchange(
      server.port,
      post('/gray', 'Content-Length: 33554433\r\nExpect: 100-continue\r\nConnection: close'),
    );
    expect(text).toMatch(/^HTTP\/1.1 413 /);
  });
});

describe('going down', () => {
  test('requests finish, silent connections do not hold it up, and nothing new is taken', async () => {
    const going = createApp(noir);
    let arrived = () => {};
    const underWay = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    going.get('/slow', async (c) => {
      arrived();
      await pause(300);
      return c.text('done');
    });
    // With a time limit that outlasts the test, only connections that are closed because they are idle let it end.
    const listening = await serve(going, { port: 0, drainTimeout: 1e9 });
    const [silent, half] = [open(listening.port), open(listening.port)];
    half.write('GET /health HTTP/1.1\r\n');
    const hungUp = Promise.all([readAll(silent), readAll(half)]);
    const slow = fetch(`${listening.url}/slow`);
    await underWay;
    const closed = listening.close();
    expect(listening.close()).toBe(closed);
    expect((await going.request('/readyz')).status).toBe(503);
    // It goes on listening for up to half a second until a moment is quiet.
    await vi.waitFor(() => expect(fetch(`${listening.url}/health`)).rejects.toThrow(), { timeout: 5000 });
    const response = await slow;
    expect(response.headers.get('Connection')).toBe('close');
    expect(await response.text()).toBe('done');
    await closed;
    expect(await hungUp).toEqual(['', '']);
  });

  test('serving goes on for the delay, and each answer closes its connection', async () => {
    const going = createApp(noir);
    const listening = await serve(going, { port: 0 });
    const closed = listening.close(2000);
    const ready = await fetch(`${listening.url}/readyz`);
    expect([ready.status, ready.headers.get('Connection')]).toEqual([503, 'close']);
    await expectGood(listening);
    await closed;
    await expect(fetch(`${listening.url}/livez`)).rejects.toThrow();
  });

  test('what does not finish in time is cut off', async () => {
    const stuck = new Hono().get('/', () => new Promise<Response>(() => {}));
    const listening = await serve(stuck, { port: 0, drainTimeout: 100 });
    const never = fetch(listening.url).catch(() => 'cut off');
    await pause(50);
    await listening.close();
    expect(await never).toBe('cut off');
  });
});

test('a port that is taken is named', async () => {
  await expect(serve(app, { port: server.port })).rejects.toThrow(
    `cannot listen on port ${server.port}: another program listens there`,
  );
});

test('an address of IPv6 makes a URL that works', async () => {
  const listening = await serve(app, { port: 0, hostname: '::1' }).catch(() => undefined);
  if (!listening) return; // Machines without IPv6 exist.
  expect(listening.url).toBe(`http://[::1]:${listening.port}`);
  await expectGood(listening);
  await listening.close();
});
