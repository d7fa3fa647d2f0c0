import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { NoirError, toProblem } from '../../src/core/errors.ts';
import type { Runner } from '../../src/engine/job.ts';
import { createApp } from '../../src/http/index.ts';
import type { Noir } from '../../src/noir.ts';
import { app, expectProblem, jpeg, noir, png, post, reported } from './support.ts';

afterEach(() => expect(reported.splice(0)).toEqual([]));

describe('bodies', () => {
  test.each([
    ['empty', Buffer.of(), 400, 'empty-body'],
    ['HTML', Buffer.from('<!doctype html><title>photo.jpg</title>'), 415, 'unsupported-format'],
    ['zeros', Buffer.alloc(1024), 415, 'unsupported-format'],
    ['one byte', Buffer.of(0x89), 415, 'unsupported-format'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'svg-refused'],
    ['half a JPEG', jpeg.subarray(0, 200), 422, 'truncated-image'],
    ['half a PNG', png.subarray(0, 60), 422, 'truncated-image'],
  ] as const)('%s is refused', async (_, body, status, code) => {
    await expectProblem(await post('/gray', new Uint8Array(body)), status, code);
    await expectProblem(await post('/process?ops=f_auto', new Uint8Array(body)), status, code);
  });

  test('a picture that claims too many pixels is told the limit', async () => {
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(50_000, 16);
    bomb.writeUInt32BE(50_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    const problem = await expectProblem(await post('/gray', bomb), 422, 'pixel-limit');
    expect(problem).toMatchObject({ limit: 50e6, actual: 2.5e9 });
  });

  test.each(['gzip', 'GZIP', 'br', 'deflate, identity', 'zstd'])(
    'Content-Encoding %s is refused',
    async (coding) => {
      const response = await post('/gray', undefined, { 'Content-Encoding': coding });
      expect(response.headers.get('Accept-Encoding')).toBe('identity');
      await expectProblem(response, 415, 'unsupported-encoding');
    },
  );

  test('Content-Encoding identity changes nothing', async () => {
    expect((await post('/gray', undefined, { 'Content-Encoding': 'identity' })).status).toBe(200);
  });

  test('a declared length over the limit is refused before the body is read', async () => {
    const headers = { 'Content-Length': '33554433' };
    for (const path of ['/gray', '/process', '/nope', '/health']) {
      const problem = await expectProblem(await post(path, new Uint8Array(1), headers), 413, 'body-limit');
      expect(problem).toMatchObject({ limit: 33554432, actual: 33554433 });
    }
  });

  test('a stream is counted, also on a route that does not read it, whatever length it declares', async () => {
    const chunk = new Uint8Array(1 << 20);
    for (const path of ['/gray', '/livez', '/nope']) {
      let sent = 0;
      const body = new ReadableStream({
        pull(controller) {
          if (sent++ < 40) controller.enqueue(chunk);
          else controller.close();
        },
      });
      const headers = { 'Transfer-Encoding': 'chunked', 'Content-Length': '5' };
      const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;
      const problem = await expectProblem(await app.request(path, init), 413, 'body-limit');
      expect(problem.limit).toBe(33554432);
      expect(sent).toBeLessThan(40);
    }
  });
});

describe('addresses', () => {
  test.each(['/nope', '/gray/', '/GRAY', '/gray/x', '//gray', '/%67ray%2f', '/..%2f..%2fetc%2fpasswd'])(
    '%s is nowhere',
    async (path) => {
      await expectProblem(await post(path), 404, 'not-found');
    },
  );

  test.each([
    ['PUT', '/gray', 'POST'],
    ['GET', '/gray', 'POST'],
    ['HEAD', '/gray', 'POST'],
    ['OPTIONS', '/process', 'POST'],
    ['DELETE', '/health', 'GET, HEAD'],
    ['POST', '/ops', 'GET, HEAD'],
    ['BREW', '/gray', 'POST'],
  ])('%s %s is answered with what is allowed', async (method, path, allow) => {
    const response = await app.request(path, { method });
    expect(response.headers.get('Allow')).toBe(allow);
    if (method === 'HEAD') expect(response.status).toBe(405);
    else await expectProblem(response, 405, 'method-not-allowed');
  });
});

describe('faults inside', () => {
  /** A Noir whose Runner does every job with that error, as another process might. */
  function noirThatAnswers(error: unknown): Noir {
    const runner: Runner = {
      run: async () => ({ kind: 'problem', problem: toProblem(error) }),
      status: () => noir.runner.status(),
      close: async () => {},
    };
    return { runner, recipes: noir.recipes } as Noir;
  }

  function failing(error: unknown) {
    const onError = vi.fn();
    return { onError, app: createApp(noirThatAnswers(error), { onError }) };
  }

  const request = { method: 'POST', body: new Uint8Array(jpeg) };

  test('an unknown error gives nothing away, and is reported', async () => {
    const error = new TypeError('cannot read /etc/secret of undefined');
    const { app: broken, onError } = failing(error);
    const response = await broken.request('/gray', request);
    const problem = await expectProblem(response, 500, 'internal-error');
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(problem.detail).toBe(problem.title);
    const where = { requestId: problem.requestId, method: 'POST', path: '/gray' };
    const told = expect.objectContaining({
      code: 'internal-error',
      cause: expect.stringMatching(/^TypeError: cannot read .etc.secret of undefined\n +at /),
    });
    expect(onError).toHaveBeenCalledExactlyOnceWith(told, where);
  });

  test.each([
    ['backend-failed', 1],
    ['busy', 0],
    ['shutting-down', 0],
  ] as const)('%s asks the client to come again', async (code, reports) => {
    const { app: broken, onError } = failing(new NoirError(code, 'at /dev/dri/card0'));
    const response = await broken.request('/gray', request);
    expect(response.headers.get('Retry-After')).toBe('1');
    const problem = await expectProblem(response, 503, code);
    expect(problem.detail).toBe(`${problem.title}; try again in a second`);
    expect(onError).toHaveBeenCalledTimes(reports);
  });

  test('by default one line of JSON on stderr tells of it', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const error = new Error('outer\nline', { cause: new Error('inner') });
    await createApp(noirThatAnswers(error)).request('/gray', request);
    const [[line]] = write.mock.calls as unknown as [[string]];
    write.mockRestore();
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      method: 'POST',
      path: '/gray',
      cause: { error: expect.stringMatching(/^Error: outer\nline\n[\s\S]*\ncaused by: Error: inner\n/) },
    });
  });
});
