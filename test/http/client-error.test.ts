// Requests that Node would answer by itself, without a body, are problems like all others.
import { afterAll, expect, test } from 'vitest';
import { serve } from '../../src/http/index.ts';
import { exchange, parseResponse } from './sockets.ts';
import { app } from './support.ts';

const server = await serve(app, { port: 0 });
afterAll(() => server.close());

test.each([
  ['no Host', 'GET /health HTTP/1.1\r\n', 400, 'invalid-request'],
  ['a second Host', 'GET /health HTTP/1.1\r\nHost: a\r\nhost: a\r\n', 400, 'invalid-request'],
  ['a tunnel', 'CONNECT noir:443 HTTP/1.1\r\nHost: noir:443\r\n', 400, 'invalid-request'],
  ['an unknown expectation', 'POST /gray HTTP/1.1\r\nHost: a\r\nExpect: x\r\n', 400, 'empty-body'],
  ['letters that are not ASCII', 'GET /ä.jpg HTTP/1.1\r\nHost: a\r\n', 400, 'invalid-request'],
  ['a blank', 'GET /a b.jpg HTTP/1.1\r\nHost: a\r\n', 400, 'invalid-request'],
])('%s', async (name, head, status, code) => {
  const text = await exchange(server.port, Buffer.from(`${head}Connection: close\r\n\r\n`));
  const response = parseResponse(text);
  const problem = JSON.parse(response.body);
  expect([response.status, problem.code]).toEqual([status, code]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': problem.requestId,
  });
  if (/letters|blank/.test(name)) expect(problem.detail).toContain('percent-encode');
});
