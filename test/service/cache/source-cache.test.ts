/** What is remembered of a source's files, as its `Cache-Control` says. */
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { SourceCache } from '../../../src/service/cache/source-cache.ts';
import { fromApp } from '../../../src/service/sources/from-app.ts';

const request = { limit: 1000, signal: new AbortController().signal };

/** A source that answers with each of the `Cache-Control`s in turn, and then with the last one. */
function sourceOf(controls: readonly string[]) {
  const asked: (string | undefined)[] = [];
  const app = new Hono();
  app.get('/a.jpg', (c) => {
    const headers = { 'Cache-Control': controls[asked.length] ?? controls.at(-1) ?? '', ETag: '"a"' };
    const known = c.req.header('If-None-Match');
    asked.push(known);
    return known === '"a"' ? c.body(null, 304, headers) : c.body('picture', 200, headers);
  });
  return { asked, files: new SourceCache({ '': fromApp(app) }, { maxBytes: 1e6 }) };
}

test('a file is asked for on condition that it has changed, and kept meanwhile', async () => {
  const { asked, files } = sourceOf(['max-age=0', 'max-age=100']);
  await files.look('a.jpg', request);
  await files.look('a.jpg', request);
  const looked = await files.look('a.jpg', request);
  expect(asked).toEqual([undefined, '"a"']);
  const { bytes } = await files.readBytes('a.jpg', looked, request);
  expect(Buffer.from(bytes).toString()).toBe('picture');
});

test.each(['private, max-age=100', 'no-store'])(
  'nothing is kept once its source says %s',
  async (control) => {
    const { asked, files } = sourceOf(['max-age=0', control]);
    await files.look('a.jpg', request);
    const looked = await files.look('a.jpg', request);
    expect(looked.file.freshness?.scope).toBeDefined();
    const { bytes } = await files.readBytes('a.jpg', looked, request);
    expect(Buffer.from(bytes).toString()).toBe('picture');
    await files.look('a.jpg', request);
    // The second answer has said that the file is the same, but must not be sent to others.
    expect(asked).toEqual([undefined, '"a"', undefined, undefined]);
  },
);

test.each(['a.jpg', 'cats'])('what was asked before a purge of %s is not kept', async (tag) => {
  let content = 'old';
  let release = () => {};
  const waits = new Promise<void>((resolve) => {
    release = resolve;
  });
  const asked: string[] = [];
  const app = new Hono();
  app.get('/a.jpg', async (c) => {
    const answer = content;
    asked.push(answer);
    if (answer === 'old') await waits;
    return c.body(answer, 200, { 'Cache-Control': 'max-age=100', 'Cache-Tag': 'cats' });
  });
  const files = new SourceCache({ '': fromApp(app) }, { maxBytes: 1e6 });
  const look = async () => {
    const { bytes } = await files.readBytes('a.jpg', await files.look('a.jpg', request), request);
    return Buffer.from(bytes).toString();
  };
  const before = look();
  await expect.poll(() => asked).toEqual(['old']);
  content = 'new';
  files.purge('dogs');
  files.purge(tag);
  expect(await look()).toBe('new');
  release();
  expect(await before).toBe('old');
  expect(await look()).toBe('new');
  expect(asked).toEqual(['old', 'new']);
});
