import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cacheFolder, readCached, writeCached } from '../../../src/engine/costs/cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'noir-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema = z.strictObject({ number: z.number() });

describe('the cache folder', () => {
  it('is what NOIR_CACHE says, or the usual one of the system', () => {
    expect(cacheFolder({ NOIR_CACHE: '/there', XDG_CACHE_HOME: '/xdg' }, 'linux', '/home/me')).toBe('/there');
    expect(cacheFolder({ XDG_CACHE_HOME: '/xdg' }, 'linux', '/home/me')).toBe(join('/xdg', 'noir'));
    expect(cacheFolder({}, 'linux', '/home/me')).toBe(join('/home/me', '.cache', 'noir'));
    expect(cacheFolder({}, 'darwin', '/me')).toBe(join('/me', 'Library', 'Caches', 'noir'));
    expect(cacheFolder({ LOCALAPPDATA: 'C:/local' }, 'win32', 'C:/me')).toBe(join('C:/local', 'noir'));
  });

  it('gives back what was written, in a folder that was not there', async () => {
    const path = join(folder, 'deep', 'kept.json');
    expect(await readCached(path, schema)).toEqual({});
    expect(await writeCached(path, { number: 1 })).toBeUndefined();
    expect(await readCached(path, schema)).toEqual({ value: { number: 1 } });
  });

  it('ignores a damaged file with one line, until it is written anew', async () => {
    const path = join(folder, 'damaged.json');
    for (const text of ['{"number": 1', '{"number": "one"}', '', 'null']) {
      writeFileSync(path, text);
      const { value, line } = await readCached(path, schema);
      expect(value).toBeUndefined();
      expect(line).toMatch(/^[^\n]*damaged\.json is damaged[^\n]*$/);
    }
    await writeCached(path, { number: 2 });
    expect(await readCached(path, schema)).toEqual({ value: { number: 2 } });
  });

  it('says in one line that it cannot be written, and leaves nothing behind', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'no folder');
    const line = await writeCached(join(file, 'kept.json'), { number: 1 });
    expect(line).toMatch(/^[^\n]*cannot be written[^\n]*$/);
    expect(await readCached(join(file, 'kept.json'), schema)).toEqual({});
    expect(readFileSync(file, 'utf8')).toBe('no folder');
  });

  it('holds one whole file when many write at once', async () => {
    const path = join(folder, 'together', 'kept.json');
    await Promise.all(Array.from({ length: 20 }, (_, number) => writeCached(path, { number })));
    const { value } = await readCached(path, schema);
    expect(value?.number).toBeGreaterThanOrEqual(0);
    expect(readdirSync(join(folder, 'together'))).toEqual(['kept.json']);
  });
});
