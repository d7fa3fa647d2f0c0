import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { expect, test } from 'vitest';
import { fromApp } from '../../../src/service/sources/from-app.ts';

const app = new Hono();
app.get('/static/a b.png', (c) => c.body('picture'));
app.get('/static/tagged.png', etag(), (c) => c.body('picture'));
app.get('/static/mine.png', (c) => c.body(`for ${c.req.header('Cookie')}`));
app.get('/static/moved.png', (c) => c.redirect('/secret.png'));
app.get('/static/fails.png', () => {
  throw new Error('on purpose');
});
app.onError((_, c) => c.text('no', 500));
app.get('/secret.png', (c) => c.body('secret'));

const request = { limit: 100, signal: new AbortController().signal };
const source = fromApp(app, { below: '/static/' });
const textOf = async (key: string, from = source, more = {}) => {
  const file = await from.get(key, { ...request, ...more });
  return file.kind === 'file' ? Buffer.from(file.bytes).toString() : file.kind;
};

test('the app is asked below its folder', async () => {
  expect(await textOf('a b.png')).toBe('picture');
  await expect(textOf('../secret.png')).rejects.toMatchObject({ code: 'source-forbidden' });
  await expect(textOf('missing.png')).rejects.toMatchObject({ code: 'not-found' });
  await expect(textOf('fails.png')).rejects.toMatchObject({ code: 'bad-source' });
  await expect(textOf('moved.png')).rejects.toMatchObject({ code: 'bad-source' });
  await expect(textOf('a b.png', source, { limit: 3 })).rejects.toMatchObject({ code: 'source-limit' });
});

test('it is asked conditionally, and with listed headers alone', async () => {
  const file = await source.get('tagged.png', request);
  if (file.kind !== 'file') throw new Error('expected a file');
  expect(await textOf('tagged.png', source, { known: file.validator })).toBe('unchanged');
  const headers = new Headers({ Cookie: 'name=me' });
  expect(await textOf('mine.png', source, { headers })).toBe('for undefined');
  const personal = fromApp(app, { below: '/static/', forward: ['Cookie'] });
  expect(await textOf('mine.png', personal, { headers })).toBe('for name=me');
  expect((await personal.get('mine.png', { ...request, headers })).freshness?.scope).toBe('private');
});
