import { expect, test } from 'vitest';
import { PROBLEMS } from '../../src/core/errors.ts';
import { formatNames } from '../../src/formats/registry.ts';
import { createApp } from '../../src/http/index.ts';
import { listOps } from '../../src/ops/registry.ts';
import { app, jpeg, noir } from './support.ts';

const api = (await (await app.request('/openapi.json')).json()) as {
  openapi: string;
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, { properties?: Record<string, { enum?: string[] }> }> };
};

test('it describes every route of the app, and no other', () => {
  // The page of `/docs` loads its script.
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && path !== '/docs/explorer.js');
  const described = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // Hono has no name for the rest of a path.
  const pathOf = (path: string) =>
    path
      .replace('/image/*', '/image/{ops}/{source}')
      .replace('/srcset/*', '/srcset/{ops}/{source}')
      .replace('/info/*', '/info/{source}');
  expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${pathOf(path)}`).sort());
  expect(api.openapi).toBe('3.1.0');
});

test('every reference leads somewhere', () => {
  const references = JSON.stringify(api).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  const names = [...references].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(Object.keys(api.components.schemas)).toContain(name);
});

test('operations, formats and problem codes come from the registries', () => {
  const { schemas } = api.components;
  for (const { name, aliases } of listOps()) {
    expect(schemas[`Step.${name}`]?.properties?.op?.enum).toEqual([name, ...aliases]);
  }
  expect(schemas.Problem?.properties?.code?.enum).toEqual(Object.keys(PROBLEMS));
  for (const name of formatNames) expect(JSON.stringify(schemas.Output)).toContain(`"${name}"`);
});

test('it describes every header of a picture that is Noir’s own, and pages may read all of them', async () => {
  const answer = await createApp(noir, { origins: ['*'] }).request('/gray', {
    method: 'POST',
    body: new Uint8Array(jpeg),
  });
  const own = [...answer.headers.keys()].filter((name) =>
    /^(x-noir|noir|server-timing|x-request)/.test(name),
  );
  const gray = api.paths['/gray']?.post as { responses: Record<string, { headers: object }> } | undefined;
  const described = Object.keys(gray?.responses[200]?.headers ?? {}).map((name) => name.toLowerCase());
  const exposed = (answer.headers.get('Access-Control-Expose-Headers') ?? '').toLowerCase().split(',');
  expect(own.length).toBeGreaterThan(3);
  for (const name of own) expect([described.includes(name), exposed.includes(name)]).toEqual([true, true]);
});

test('operations whose answers have an ETag may answer 304', () => {
  for (const path of ['/image/{ops}/{source}', '/image/info/{source}']) {
    expect(api.paths[path]?.get).toMatchObject({ responses: { 304: { description: expect.any(String) } } });
  }
});
