import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lookUp } from '../../src/core/look-up.ts';
import {
  type AnsweredRequest,
  createApp,
  directory,
  imgproxy,
  Metrics,
  type PictureSource,
} from '../../src/http/index.ts';
import { INSTRUMENTS } from '../../src/service/metrics/instruments.ts';
import { jpeg, noir } from './support.ts';

const metrics = await Metrics.open();
const requests: AnsweredRequest[] = [];
/** What the source was asked with. */
const asked: (Readonly<Record<string, string>> | undefined)[] = [];
const source: PictureSource = {
  description: 'one picture',
  async get(_key, { trace }) {
    asked.push(trace);
    return { kind: 'file', bytes: new Uint8Array(jpeg), validator: 'v', freshness: { maxAge: 60 } };
  },
};
const app = createApp(noir, {
  ...{ metrics, traces: true, sources: { '': source, '*': { ...source, takesUrls: true } } },
  adapters: { '/old': imgproxy() },
  onRequest: (request) => requests.push(request),
});

/** The value of a line of the metrics; undefined when there is none. */
async function lineOf(line: string, from = app.probes): Promise<number | undefined> {
  const text = await (await from.request('/metrics')).text();
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
}

const body = () => ({ method: 'POST', body: new Uint8Array(jpeg) });

test('requests, jobs, fetches, pictures and caches are counted', async () => {
  expect((await app.request('/gray', body())).status).toBe(200);
  expect((await app.request('/gray', { method: 'POST', body: 'no picture' })).status).toBe(415);
  expect((await app.request('/nowhere')).status).toBe(404);
  for (let turn = 0; turn < 2; turn++) {
    expect((await app.request('/image/w_20/a.jpg')).status).toBe(200);
  }
  const count = (method: string, route: string, status: number) =>
    `http_server_request_duration_seconds_count{http_request_method="${method}",http_route="${route}",http_response_status_code="${status}"}`;
  expect(await lineOf(count('POST', '/gray', 200))).toBe(1);
  expect(await lineOf(count('POST', '/gray', 415))).toBe(1);
  expect(await lineOf(count('GET', '', 404))).toBe(1);
  expect(await lineOf(count('GET', '/image/*', 200))).toBe(2);
  expect(await lineOf('http_server_active_requests')).toBe(0);
  expect(await lineOf('noir_job_problems_total{code="unsupported-format"}')).toBe(1);
  expect(await lineOf('noir_job_part_duration_seconds_count{part="turn"}')).toBe(2);
  expect(await lineOf('noir_fetch_duration_seconds_count{outcome="file"}')).toBe(1);
  expect(await lineOf('noir_pictures_total{how="made"}')).toBe(1);
  expect(await lineOf('noir_pictures_total{how="hit"}')).toBe(1);
  expect(await lineOf('noir_cache_requests_total{store="memory",result="hit"}')).toBe(1);
  // Figures that only grow are set anew each time.
  expect(await lineOf('noir_cache_requests_total{store="memory",result="hit"}')).toBe(1);
  expect(await lineOf('noir_jobs_waiting')).toBe(0);
  expect(await lineOf('noir_breaker_open{backend="cpu"}')).toBe(0);
  expect(await lineOf('process_resident_memory_bytes')).toBeGreaterThan(1e6);
});

test('files of folders count as those of other sources', async () => {
  const counted = await Metrics.open();
  const near = createApp(noir, { metrics: counted, sources: { '': directory('test/fixtures') } });
  expect((await near.request('/image/info/jpeg/samsung-with-eoi.jpg')).status).toBe(200);
  const text = await (await near.request('/metrics')).text();
  expect(text).toContain('noir_fetch_duration_seconds_count{outcome="file"} 1');
});

test('a request is told of with its route, its status and its trace, which the source gets too', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  requests.length = 0;
  asked.length = 0;
  const response = await app.request('/image/w_21/b.jpg?secret', { headers: { traceparent } });
  await response.arrayBuffer();
  const [request] = requests;
  expect(request).toMatchObject({
    ...{ method: 'GET', path: '/image/w_21/b.jpg', route: '/image/*', status: 200 },
    requestId: response.headers.get('X-Request-Id'),
    ...{ backend: expect.any(String), cache: expect.stringContaining('stored') },
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  });
  expect(asked).toEqual([{ traceparent: `00-4bf92f3577b34da6a3ce929d0e0e4736-${request?.spanId}-01` }]);
});

test('metrics are on the private port alone when the app is told so, and nowhere unless asked for', async () => {
  expect((await app.request('/metrics')).status).toBe(200);
  const closed = createApp(noir, { metrics: await Metrics.open(), publicMetrics: false });
  expect((await closed.request('/metrics')).status).toBe(404);
  const response = await closed.probes.request('/metrics');
  expect([response.status, response.headers.get('Content-Type')]).toEqual([
    200,
    expect.stringMatching(/^text\/plain; version=0\.0\.4/),
  ]);
  expect((await createApp(noir).probes.request('/metrics')).status).toBe(404);
});

test('every metric of the dashboard is one that the server has, and the dashboard shows them all', async () => {
  const text = await (await app.request('/metrics')).text();
  const served = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name));
  expect([...served].sort()).toEqual(Object.keys(INSTRUMENTS).sort());
  const dashboard = JSON.parse(readFileSync('deploy/grafana.json', 'utf8'));
  const shown = JSON.stringify(dashboard).match(/\b(noir|http|process|nodejs)_\w+/g) ?? [];
  const labels = Object.values(INSTRUMENTS).flatMap((one) => ('labels' in one ? one.labels : []) as string[]);
  const names = shown
    .map((name) => name.replace(/_(bucket|sum|count)$/, ''))
    .filter((name) => !labels.includes(name));
  expect([...new Set(names)].sort()).toEqual([...served].sort());
});

test('the alerts in the documentation ask for metrics and labels that the server has', () => {
  const alerts = readFileSync('docs/deploying.md', 'utf8').match(/^\| `[^|]*(noir|http)_.*$/gm) ?? [];
  expect(alerts.length).toBeGreaterThan(3);
  for (const [, name = '', filter = ''] of alerts
    .join()
    .matchAll(/\b((?:noir|http_server)_\w+)(?:\{(\w+))?/g)) {
    const instrument = lookUp<object>(INSTRUMENTS, name.replace(/_count$/, ''));
    expect([name, instrument]).toEqual([name, expect.any(Object)]);
    if (filter !== '') expect(instrument).toHaveProperty('labels', expect.arrayContaining([filter]));
  }
});

test('the log holds no signature and no password of an address in the path', async () => {
  for (const [path, logged] of [
    ['/image/w_20/https://s3.example/a.jpg%3FX-Amz-Signature=abc', '/image/w_20/https://s3.example/a.jpg'],
    [
      '/image/w_20/https%3A%2F%2Fme%3Apass%40s3.example%2Fa.jpg',
      '/image/w_20/https%3A%2F%2Fs3.example%2Fa.jpg',
    ],
    ['/image/w_20/https:/me:pass@s3.example/a@2x.jpg', '/image/w_20/https:/s3.example/a@2x.jpg'],
    ['/image/w_20/a@2x.jpg?sig=abc', '/image/w_20/a@2x.jpg'],
    ['/old/c2lnbmF0dXJl/w:20/plain/a.jpg', '/old/-/w:20/plain/a.jpg'],
    ['/old/c2lnbmF0dXJl', '/old/-'],
  ] as const) {
    await app.request(path);
    expect(requests.at(-1)?.path).toBe(logged);
  }
});
