import { expect, test } from 'vitest';
import { createApp } from '../../src/http/index.ts';
import { listOps } from '../../src/ops/registry.ts';
import { app, expectProblem, noir } from './support.ts';

test('health is short, and longer when asked', async () => {
  expect(await (await app.request('/health')).json()).toEqual({ status: 'ok' });
  expect(await (await app.request('/health?verbose')).json()).toEqual({
    status: 'ok',
    backends: noir.runner.status().backends.map(({ name }) => {
      return { name, description: expect.stringMatching(/./), paused: false };
    }),
    costs: expect.stringMatching(/^[0-9a-f]{8}$/),
    running: 0,
    waiting: 0,
    caches: [{ name: 'memory', hits: 0, misses: 0, failures: 0 }],
  });
});

test('probes take query parameters that they do not know', async () => {
  expect((await app.request('/livez?utm=1')).status).toBe(200);
});

test('readiness ends when the server goes down; liveness does not', async () => {
  const going = createApp(noir);
  expect((await going.request('/readyz')).status).toBe(200);
  going.drain();
  const response = await going.request('/readyz');
  expect(response.headers.get('Retry-After')).toBe('1');
  await expectProblem(response, 503, 'shutting-down');
  expect((await going.request('/livez')).status).toBe(200);
});

test('every operation is listed with its schema', async () => {
  const ops = (await (await app.request('/ops')).json()) as { name: string; schema: object }[];
  expect(ops.map(({ name }) => name)).toEqual(listOps().map(({ name }) => name));
  expect(ops.find(({ name }) => name === 'gamma')).toMatchObject({
    kind: 'point',
    summary: expect.stringMatching(/\.$/),
    positional: expect.arrayContaining(['gamma']),
    schema: { type: 'object', properties: { gamma: { type: 'number' } } },
  });
});

test('HEAD gives the headers of GET and no body', async () => {
  for (const path of ['/health', '/livez', '/readyz', '/ops', '/openapi.json']) {
    const response = await app.request(path, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('application/json');
    expect(await response.text()).toBe('');
  }
});
