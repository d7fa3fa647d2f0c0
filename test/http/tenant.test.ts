import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { serve } from '../../src/http/index.ts';
import { tenantOf } from '../../src/http/tenant.ts';

const app = new Hono()
  .get('/proxied', (c) => c.text(tenantOf(c, true)))
  .get('/direct', (c) => c.text(tenantOf(c, false)));

const forwarded = { headers: { 'X-Forwarded-For': '198.51.100.1, 203.0.113.7' } };

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::2:3:4:5:6', '2001:db8:0:2::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['198.51.100.1, 203.0.113.7:50312', '203.0.113.7'],
  ['[2001:db8:1:2:3:4:5:6]:443', '2001:db8:1:2::/64'],
  ['[2001:db8::1]', '2001:db8:0:0::/64'],
  ['::1', ':0:0:0::/64'],
  ['', ''],
])('behind a proxy, %j is %j', async (header, tenant) => {
  const response = await app.request('/proxied', { headers: { 'X-Forwarded-For': header } });
  expect(await response.text()).toBe(tenant);
});

test('without a proxy, the header says nothing', async () => {
  const server = await serve(app, { port: 0, hostname: '127.0.0.1' });
  expect(await (await fetch(`${server.url}/direct`, forwarded)).text()).toBe('127.0.0.1');
  expect(await (await fetch(`${server.url}/proxied`, forwarded)).text()).toBe('203.0.113.7');
  await server.close();
});
