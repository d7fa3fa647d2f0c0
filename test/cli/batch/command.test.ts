import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { runBatch } from '../../../src/cli/batch/command.ts';
import { exitOf, listed, noir, signalGroup, startNoir, temporaryFolder } from '../command.ts';

const folder = temporaryFolder();
const from = join(folder, 'in');
const pattern = join(from, '**/*.{jpg,png}');

async function makePicture(path: string, width: number): Promise<void> {
  const picture = sharp({ create: { width, height: 20, channels: 3, background: '#864' } });
  writeFileSync(path, await picture.toFormat(path.endsWith('png') ? 'png' : 'jpeg').toBuffer());
}

/** Read anew: sharp remembers files by their paths. */
const widthOf = async (path: string) => (await sharp(readFileSync(path)).metadata()).width;

beforeAll(async () => {
  mkdirSync(join(from, 'deep er'), { recursive: true });
  await makePicture(join(from, 'one.jpg'), 30);
  await makePicture(join(from, 'two.png'), 40);
  await makePicture(join(from, 'deep er', 'three.jpg'), 50);
  writeFileSync(join(from, 'notes.txt'), 'no picture');
});

describe('noir batch', () => {
  it('keeps folders and times, and goes on after a failure', async () => {
    const out = join(folder, 'first');
    const broken = join(from, 'broken.jpg');
    writeFileSync(broken, 'no picture either');
    utimesSync(join(from, 'one.jpg'), 1_000_000_000, 1_000_000_000);
    const first = await noir(['batch', pattern, 'resize_10', '--out', out, '--format', 'webp', '--json']);
    expect(first.code).toBe(1);
    expect(listed(out)).toEqual(['one.webp', 'three.webp', 'two.webp']);
    expect(existsSync(join(out, 'deep er', 'three.webp'))).toBe(true);
    expect(statSync(join(out, 'one.webp')).mtimeMs).toBe(1e12);
    expect(await widthOf(join(out, 'two.webp'))).toBe(10);
    const summary = JSON.parse(first.stdout.toString());
    expect(summary).toMatchObject({ done: 3, skipped: 0, interrupted: false });
    expect(summary.failures).toEqual([
      { input: broken, code: 'unsupported-format', message: expect.stringContaining(broken) },
    ]);
    expect(first.stderr).toContain('3 done, 1 failed');

    const again = ['batch', pattern, 'resize_12', '--out', out, '--format', 'webp'];
    const refused = await noir(again);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--resume')]);
    const resumed = await noir([...again, '--resume']);
    expect([resumed.code, resumed.stderr]).toEqual([
      1,
      expect.stringContaining('0 done, 3 there already, 1 failed'),
    ]);
    await noir([...again, '--force', '--quiet']);
    expect(await widthOf(join(out, 'two.webp'))).toBe(12);
  });

  it('says what it would write, and writes nothing', async () => {
    const out = join(folder, 'dry');
    const args = ['batch', join(from, 'two.png'), 'flip', '--out', out, '--dry-run'];
    const { code, stdout } = await noir(args);
    expect([code, stdout.toString()]).toEqual([0, `${join(from, 'two.png')} -> ${out}/two.png\n`]);
    expect(existsSync(out)).toBe(false);
    const missing = runBatch([from, 'composite_none.png'], { out, dryRun: true, isolation: 'none' });
    await expect(missing).rejects.toThrow('There is no file none.png');
  });

  it.skipIf(process.platform === 'win32')(
    'names what it cannot read, in a dry run as in a real one',
    async () => {
      const [odd, out] = [join(folder, 'odd'), join(folder, 'odd-out')];
      mkdirSync(join(odd, 'folder.png'), { recursive: true });
      copyFileSync(join(from, 'two.png'), join(odd, 'two.png'));
      copyFileSync(join(from, 'two.png'), join(odd, 'denied.png'));
      chmodSync(join(odd, 'denied.png'), 0);
      writeFileSync(join(odd, 'empty.png'), '');
      writeFileSync(join(odd, 'huge.png'), '');
      // It takes no place on the disk.
      truncateSync(join(odd, 'huge.png'), 2 ** 32 + 1);
      symlinkSync('nowhere.png', join(odd, 'broken.png'));
      symlinkSync('circle.png', join(odd, 'circle.png'));
      symlinkSync('.', join(odd, 'again'));
      const pipe = join(folder, 'pipe');
      execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
      // Root may read everything.
      const denied = process.getuid?.() === 0 ? [] : ['denied.png'];
      const done = ['denied.png', 'two.png'].filter((name) => !denied.includes(name));
      const args = ['batch', odd, pipe, 'flip', '--out', out, '--json'];
      const dry = await noir([...args, '--dry-run']);
      const plan = JSON.parse(dry.stdout.toString());
      const messages = [
        `${join(odd, 'broken.png')} is a link to a file that is not there`,
        `cannot read ${join(odd, 'circle.png')}: its links lead in a circle`,
        ...denied.map((name) => `cannot read ${join(odd, name)}: permission denied`),
        `${join(odd, 'empty.png')} is empty`,
        `cannot read ${join(odd, 'huge.png')}: it has more than 4 GiB`,
        `cannot read ${pipe}: it is a pipe or a device; noir run reads those`,
      ];
      expect(plan.failures.map((failure: { message: string }) => failure.message)).toEqual(messages);
      expect(plan.toDo).toEqual(done.map((name) => ({ input: join(odd, name), outputs: [join(out, name)] })));
      expect([dry.code, dry.stderr]).toEqual([1, expect.stringContaining(`${messages[0]}\n`)]);
      const real = await noir(args);
      expect([real.code, listed(out)]).toEqual([1, done]);
      expect(JSON.parse(real.stdout.toString()).failures).toEqual(plan.failures);
    },
  );

  it('knows formats by what is in the files, for names that it has to find again', async () => {
    const [misnamed, out] = [join(folder, 'misnamed'), join(folder, 'misnamed-out')];
    mkdirSync(misnamed);
    copyFileSync(join(from, 'one.jpg'), join(misnamed, 'photo.png'));
    copyFileSync(join(from, 'two.png'), join(misnamed, 'bare'));
    const run = (resume: boolean) =>
      noir(['batch', join(misnamed, '*'), 'flip', '--out', out, ...(resume ? ['--resume'] : [])]);
    expect((await run(false)).stderr).toMatch(/^noir: 2 done in /);
    expect(listed(out)).toEqual(['bare.png', 'photo.jpg']);
    expect((await run(false)).stderr).toMatch(/^noir: 2 results, such as .* are there already/);
    expect((await run(true)).stderr).toMatch(/^noir: 0 done, 2 there already/);
  });

  // Root may write everywhere but there.
  it.skipIf(process.platform !== 'linux')('sees before it begins that it may not write', async () => {
    const out = '/sys/kernel/out';
    const { code, stderr } = await noir(['batch', pattern, 'flip', '--out', out]);
    expect([code, stderr]).toEqual([
      2,
      // Only then does the system say no to root.
      expect.stringMatching(
        /^noir: --out \/sys\/kernel\/out: (cannot write into|the folder cannot be made).*\n$/,
      ),
    ]);
  });

  it('leaves out its own results, wherever it begins', async () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    copyFileSync(join(from, 'two.png'), join(own, 'two.png'));
    const run = (out: string, name = '{dir}/{name}.{ext}') =>
      runBatch([own, 'resize_10'], { out, name, isolation: 'none', resume: true, quiet: true });
    for (let time = 0; time < 2; time++) await run(join(own, 'small'));
    for (let time = 0; time < 2; time++) await run(own, '{dir}/{name}-s.{ext}');
    // The second pair of runs has the folder of the first one among its inputs.
    expect(listed(own)).toEqual(['two-s.png', 'two-s.png', 'two.png', 'two.png']);
  });

  it('makes several outputs of each picture', async () => {
    const [out, recipe] = [join(folder, 'several'), join(folder, 'recipe.json')];
    const outputs = [
      { name: 'small', steps: [{ op: 'resize', width: 5 }] },
      { name: 'gray', steps: [{ op: 'greyscale' }], output: { format: 'png' } },
    ];
    writeFileSync(recipe, JSON.stringify({ outputs }));
    const { code } = await noir(['batch', join(from, 'one.jpg'), '--recipe', recipe, '--out', out]);
    expect([code, listed(out)]).toEqual([0, ['one-gray.png', 'one-small.jpg']]);
  });

  it.skipIf(process.platform !== 'linux')(
    'goes on beside a name that is not UTF-8 and an empty file',
    async () => {
      const [mixed, out] = [join(folder, 'mixed'), join(folder, 'mixed-out')];
      mkdirSync(mixed);
      writeFileSync(Buffer.concat([Buffer.from(`${mixed}/`), Buffer.of(0xff), Buffer.from('.png')]), 'any');
      mkdirSync(Buffer.concat([Buffer.from(`${mixed}/`), Buffer.of(0xfe), Buffer.from('folder')]));
      writeFileSync(join(mixed, 'empty.png'), '');
      copyFileSync(join(from, 'two.png'), join(mixed, 'two.png'));
      const inFolder = await noir(['batch', mixed, 'resize_10', '--out', out, '--dry-run']);
      expect(inFolder.stderr).toContain(
        `there is no file ${mixed}/\uFFFDfolder; Noir can open only names in`,
      );
      const { code, stderr } = await noir(['batch', `${mixed}/*`, 'resize_10', '--out', out]);
      expect([code, listed(out)]).toEqual([1, ['two.png']]);
      expect(stderr).toContain(
        `noir: there is no file ${mixed}/\uFFFD.png; Noir can open only names in UTF-8`,
      );
      expect(stderr).toContain(`noir: ${join(mixed, 'empty.png')} is empty\n`);
    },
  );

  it('asks for a folder', async () => {
    const { code, stderr } = await noir(['batch', pattern, 'resize_10']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--out')]);
  });

  it.each([
    [['resize_10'], {}, 'are ops'],
    [['w_10,f_webp'], {}, 'are ops'],
    [['f_webp'], {}, 'are ops'],
    [[pattern], {}, 'say what to do'],
    [[pattern, 'flipp,f_webp'], {}, 'there is no op flipp; did you mean flip?'],
    [[pattern, 'crop_1_1'], {}, 'there is no op crop; extract'],
    [[pattern, 'resize', '800'], {}, '800 is no op; did you mean resize_800?'],
    [['flip,f_png', 'docs'], {}, 'the ops come last: noir batch docs flip,f_png'],
    [[pattern, 'resize_800', 'flip'], {}, 'no file resize_800; the ops are the last argument, with commas'],
    [[pattern], { recipe: 'LICENSE' }, 'LICENSE is not JSON: '],
    [['nothing/*.jpg', 'flip'], {}, 'no picture matches'],
    [['nothing/*.jpg', 'flip'], { out: 'docs' }, 'no picture matches'],
    [['missing.jpg', 'flip'], {}, 'there is no file missing.jpg'],
    [[pattern, 'flip'], { name: 'same.{ext}' }, '{name} is missing'],
    [[pattern, 'flip'], { name: '{nam}' }, 'there is no field {nam}'],
    [[pattern, 'flip,f_png'], { format: 'jpeg' }, 'the recipe says png'],
    [[pattern], { recipe: 'none.json' }, 'none.json'],
    [[pattern, 'flip'], { out: '' }, '--out is empty'],
    [['', 'flip'], {}, 'an argument is empty'],
  ])('%j with %j is a mistake', async (words, options, message) => {
    await expect(runBatch(words, { out: 'x', isolation: 'none', ...options })).rejects.toThrow(message);
  });

  it.skipIf(process.platform === 'win32').each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing half and no worker on %s, and ends with %i', async (signal, status) => {
    const [many, out] = [join(folder, `many-${signal}`), join(folder, `ended-${signal}`)];
    mkdirSync(many);
    const large = await sharp(readFileSync(join(from, 'two.png')))
      .resize(1500, 1000, { fit: 'fill' })
      .png()
      .toBuffer();
    for (let index = 0; index < 40; index++) writeFileSync(join(many, `${index}.png`), large);
    const words = ['batch', many, 'median_9,median_9', '--out', out, '--concurrency', '1'];
    const child = startNoir(words, {}, { detached: true });
    const ended = exitOf(child);
    while (!existsSync(out) || listed(out).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
    signalGroup(child, signal);
    expect(await ended).toBe(status);
    await expect.poll(() => signalGroup(child, 0)).toBe(false);
    const results = listed(out);
    expect(results.length).toBeLessThan(40);
    for (const name of results) {
      expect(name).toMatch(/^\d+\.png$/);
      expect((await sharp(join(out, name)).stats()).channels.length).toBe(3);
    }
  });
});
