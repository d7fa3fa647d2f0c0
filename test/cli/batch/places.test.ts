/** What a batch does in unusual places and with unusual pictures. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { runBatch } from '../../../src/cli/batch/command.ts';
import { exitOf, listed, noir, startNoir, temporaryFolder } from '../command.ts';

const folder = temporaryFolder();
const from = join(folder, 'in');

/** Root may read everything, so its commands run as somebody else, who needs to read the sources. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const mayBeNobody =
  process.platform !== 'win32' &&
  spawnSync(process.execPath, ['--version'], { cwd: import.meta.dirname, ...nobody }).status === 0;

beforeAll(async () => {
  mkdirSync(from);
  const picture = sharp({ create: { width: 40, height: 20, channels: 3, background: '#864' } });
  await picture.png().toFile(join(from, 'two.png'));
  writeFileSync(join(from, 'notes.txt'), 'no picture');
});

describe('noir batch', () => {
  it.each(['process', 'none'])(
    'says nothing of many pictures at a time (isolation %s)',
    async (isolation) => {
      const crowd = join(folder, 'crowd');
      mkdirSync(crowd, { recursive: true });
      for (let number = 0; number < 24; number++)
        copyFileSync(join(from, 'two.png'), join(crowd, `${number}.png`));
      const args = [
        'batch',
        crowd,
        'flip',
        '--out',
        join(folder, `crowd-${isolation}`),
        '--concurrency',
        '24',
      ];
      const { stderr } = await noir([...args, '--isolation', isolation]);
      expect(stderr).toMatch(/^noir: 24 done in .*\n$/);
    },
  );

  it('prints stacks for NOIR_DEBUG', async () => {
    const args = ['batch', join(from, 'notes.txt'), 'flip', '--out', join(folder, 'debug')];
    expect((await noir(args)).stderr).not.toContain('    at ');
    expect((await noir(args, { env: { NOIR_DEBUG: '1' } })).stderr).toMatch(/^NoirError: .*\n {4}at /);
  });

  it('gives up a picture at its deadline', async () => {
    const slow = join(folder, 'slow.png');
    const picture = sharp({ create: { width: 4000, height: 4000, channels: 3, background: '#864' } });
    await picture.png().toFile(slow);
    // Minutes of work.
    const steps = Array(30).fill('denoise').join(',');
    const args = ['batch', slow, steps, '--out', join(folder, 'slow-out'), '--json'];
    const { code, stdout } = await noir([...args, '--deadline', '1s']);
    expect([code, JSON.parse(stdout.toString()).failures]).toEqual([
      1,
      [{ input: slow, code: 'deadline', message: expect.stringContaining(`${slow}: The work took longer`) }],
    ]);
    const wrong = await noir([...args, '--deadline', 'soon']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('expected a time from 1s on')]);
  });

  it.skipIf(!mayBeNobody)('writes beside a folder that it may not read', async () => {
    const out = join(folder, 'disk');
    // The root of most file systems on Linux has one.
    mkdirSync(join(out, 'lost+found'), { recursive: true });
    chmodSync(folder, 0o755);
    chmodSync(out, 0o777);
    chmodSync(join(out, 'lost+found'), 0);
    const child = startNoir(['batch', join(from, 'two.png'), 'flip', '--out', out], {}, nobody);
    expect([await exitOf(child), existsSync(join(out, 'two.png'))]).toEqual([0, true]);
    chmodSync(join(out, 'lost+found'), 0o755);
  });

  it.skipIf(process.platform === 'win32')('leaves out its own results also behind links', async () => {
    const [own, elsewhere] = [join(folder, 'own-2'), join(folder, 'elsewhere')];
    mkdirSync(own);
    copyFileSync(join(from, 'two.png'), join(own, 'two.png'));
    symlinkSync(own, join(folder, 'own-link'));
    symlinkSync(elsewhere, join(own, 'more'));
    const run = (out: string) =>
      runBatch([own, 'resize_10'], { out, isolation: 'none', resume: true, quiet: true });
    for (let time = 0; time < 2; time++) await run(elsewhere);
    expect(listed(elsewhere)).toEqual(['two.png']);
    rmSync(join(own, 'more'));
    for (let time = 0; time < 2; time++) await run(join(folder, 'own-link', 'small'));
    expect(listed(own)).toEqual(['two.png', 'two.png']);
    // A base below the folder of results is no result.
    for (let time = 0; time < 2; time++) await run(folder);
    expect(existsSync(join(folder, 'two.png'))).toBe(true);
  });

  it('takes a recipe from stdin', async () => {
    const args = ['batch', join(from, 'two.png'), '--recipe', '-', '--out', join(folder, 'piped'), '--quiet'];
    const wrong = await noir(args, { input: Buffer.from('{"steps": [\n  1,\n]}') });
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      'noir: stdin is not JSON: line 3, column 1: expected a value, found ]\n',
    ]);
    const recipe = Buffer.from(JSON.stringify({ steps: [{ op: 'resize', width: 6 }] }));
    expect(await noir(args, { input: recipe })).toMatchObject({ code: 0, stderr: '' });
    expect((await sharp(readFileSync(join(folder, 'piped', 'two.png'))).metadata()).width).toBe(6);
  });
});
