import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { serve } from '../../src/http/index.ts';
import { app, jpeg } from './support.ts';

const present = spawnSync('curl', ['--version']).status === 0;
const run = promisify(execFile);

describe.skipIf(!present)('curl', async () => {
  const server = await serve(app, { port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'noir-curl-'));
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name));
  });

  async function curl(path: string, ...options: string[]): Promise<string[]> {
    await writeFile(join(folder, 'photo.jpg'), jpeg);
    await writeFile(join(folder, '照片.jpg'), jpeg);
    await run('curl', ['-sS', '--fail', '--max-time', '10', '-OJ', ...options, server.url + path], {
      cwd: folder,
    });
    return (await readdir(folder)).filter((name) => !['photo.jpg', '照片.jpg'].includes(name));
  }

  test('saves a form under the name that the server gives', async () => {
    expect(await curl('/gray', '-F', 'image=@photo.jpg')).toEqual(['photo-o.jpg']);
    const saved = await readFile(join(folder, 'photo-o.jpg'));
    expect(await sharp(saved).metadata()).toMatchObject({ format: 'png', channels: 1 });
  });

  test.each([
    ['raw data', ['--data-binary', '@photo.jpg'], 'image-o.png'],
    ['a Chinese name', ['-F', 'image=@照片.jpg'], '__-o.jpg'],
    ['quotes', ['-F', 'image=@photo.jpg;filename="a\\"b.jpg"'], 'a_b-o.jpg'],
    ['a path', ['-F', 'image=@photo.jpg;filename=../../x.jpg'], 'x-o.jpg'],
    [
      'a recorded name',
      ['--data-binary', '@photo.jpg', '-H', 'Content-Disposition: attachment; filename=y.jpg'],
      'y-o.jpg',
    ],
    ['chunks', ['-F', 'image=@photo.jpg', '-H', 'Transfer-Encoding: chunked'], 'photo-o.jpg'],
  ])('%s', async (_, options, expected) => {
    expect(await curl('/gray', ...options)).toEqual([expected]);
  });

  test('runs a recipe', async () => {
    const recipe = 'recipe={"steps":[{"op":"negate"}],"output":{"format":"webp"}}';
    expect(await curl('/process', '-F', 'image=@photo.jpg', '-F', recipe)).toEqual(['photo.webp']);
  });
});
