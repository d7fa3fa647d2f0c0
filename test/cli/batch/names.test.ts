import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Input } from '../../../src/cli/batch/inputs.ts';
import { NameTemplate } from '../../../src/cli/batch/names.ts';
import { planBatch } from '../../../src/cli/batch/plan.ts';
import { describeProgress } from '../../../src/cli/batch/progress.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';
import { temporaryFolder } from '../command.ts';

const input = (path: string, folder = ''): Input => {
  const now = new Date();
  return { path, folder, length: 1, accessed: now, changed: now };
};

describe('names of results', () => {
  it.each([
    ['{dir}/{name}.{ext}', 'a/b/c.d.JPG', 'b', 'jpeg', 'b/c.d.JPG'],
    ['{dir}/{name}.{ext}', 'c.JPG', '', 'webp', 'c.webp'],
    ['{dir}/{name}.{ext}', 'c', '', 'tiff', 'c.tif'],
    ['{name}-{width}x{height}.{ext}', 'c.png', 'b', 'png', 'c-4x3.png'],
    ['{name}/{dir}.{ext}', 'c.png', 'b', 'json', 'c/b.json'],
    ['{dir}/{file}.{ext}', 'b/c.JPG', 'b', 'webp', 'b/c.JPG.webp'],
    // Kubernetes mounts files below such folders.
    ['{dir}/{name}.{ext}', '..2026/c.png', '..2026', 'png', '..2026/c.png'],
  ] as const)('%s of %s', (template, path, folder, format, expected) => {
    const result = { format, extent: { width: 4, height: 3 } };
    expect(new NameTemplate(template, false).pathOf(input(path, folder), result)).toBe(expected);
  });

  it('stay in their folder', () => {
    const template = new NameTemplate('../{name}', false);
    expect(() => template.pathOf(input('a.png'), { format: 'png' })).toThrow('leads out of');
    expect(() => new NameTemplate('/tmp/{name}.{ext}', false)).toThrow('leave out the / in front');
    expect(() => new NameTemplate('{name}/', false)).toThrow('missing behind the last /');
  });

  it('have no ending of another format', () => {
    const template = new NameTemplate('{name}.png', false);
    expect(template.pathOf(input('a.jpg'), { format: 'png' })).toBe('a.png');
    expect(() => template.pathOf(input('a.jpg'), { format: 'jpeg' })).toThrow(
      'the ending of a.png says png, but the result is jpeg; write .{ext} for it, or give --format png',
    );
    expect(new NameTemplate('{name}.txt', false).pathOf(input('a.jpg'), { format: 'json' })).toBe('a.txt');
  });
});

describe('a plan', () => {
  const out = temporaryFolder();
  const recipe = parseRecipe({ steps: [], output: { format: 'webp' } });
  const plan = (paths: readonly string[], name = '{dir}/{name}.{ext}', more = {}) =>
    planBatch(
      paths.map((path) => input(path)),
      { recipe, out, template: new NameTemplate(name, false), ...more },
    );

  it('refuses two results of one name, also where only the case differs', async () => {
    await expect(plan(['a.jpg', 'b/A.png'])).rejects.toThrow(
      'a.jpg and b/A.png would become a.webp and A.webp, which many disks take for one name',
    );
    await expect(plan(['a.jpg', 'a.png'])).rejects.toThrow(
      "a.jpg and a.png would both become a.webp; {file} keeps their endings: --name '{dir}/{file}.{ext}'",
    );
    expect((await plan(['a.jpg', 'a.png'], '{dir}/{file}.{ext}')).tasks).toHaveLength(2);
    await expect(plan(['a.jpg', 'b/a.jpg'])).rejects.toThrow(
      'would both become a.webp; name the folder above both in place of each',
    );
    await expect(plan(['a.jpg', 'b/a.jpg'], '{name}.{ext}')).rejects.toThrow('{dir} in --name keeps their');
    await expect(plan(['a.jpg', 'A.jpg'])).rejects.toThrow('; rename one');
  });

  it('finds results that are there, also those with numbers in their names', async () => {
    mkdirSync(join(out, 'sub'));
    for (const name of ['a-10x7.webp', 'ab-10x7.webp', 'sub/a.webp']) writeFileSync(join(out, name), '');
    const name = '{name}-{width}x{height}.{ext}';
    await expect(plan(['a.jpg', 'b.jpg'], name)).rejects.toThrow('there already');
    const { tasks, skipped } = await plan(['a.jpg', 'b.jpg'], name, { resume: true });
    expect([skipped, tasks.map((task) => task.input.path)]).toEqual([1, ['b.jpg']]);
    expect((await plan(['a.jpg'], 'sub/{name}.{ext}', { resume: true })).skipped).toBe(1);
    // A star in the name of a file stands for itself.
    writeFileSync(join(out, 'star*.webp'), '');
    expect((await plan(['star*.jpg'], '{name}.{ext}', { resume: true })).skipped).toBe(1);
    expect((await plan(['a.jpg'], name, { force: true })).tasks).toHaveLength(1);
  });

  it('finds results behind links of folders, also where a number is in the name of the folder', async () => {
    mkdirSync(join(out, 'real', '40'), { recursive: true });
    for (const name of ['a.webp', '40/a.webp']) writeFileSync(join(out, 'real', name), '');
    symlinkSync('real', join(out, 'link'));
    expect((await plan(['a.jpg'], 'link/{name}.{ext}', { resume: true })).skipped).toBe(1);
    expect((await plan(['a.jpg'], 'link/{width}/{name}.{ext}', { resume: true })).skipped).toBe(1);
    expect((await plan(['a.jpg'], 'link/{width}-{height}/{name}.{ext}', { resume: true })).skipped).toBe(0);
  });

  it('finds results whose names begin with a number', async () => {
    for (const name of ['12-a.webp', '7-ba.webp', '12-x-a.webp', '3-b.webp'])
      writeFileSync(join(out, name), '');
    const { tasks } = await plan(['a.jpg', 'c.jpg', 'ba.jpg'], '{width}-{name}.{ext}', { resume: true });
    expect(tasks.map((task) => task.input.path)).toEqual(['c.jpg']);
  });

  it('takes no result of an earlier run for an input when it is resumed', async () => {
    const paths = ['c.jpg', 'c-10x7.webp', 'c-new.webp'].map((name) => join(out, name));
    const { tasks } = await plan(paths, '{name}-{width}x{height}.{ext}', { resume: true });
    expect(tasks.map((task) => task.input.path)).toEqual([paths[0], paths[2]]);
  });
});

describe('the bar', () => {
  it.each([
    [{ done: 0, failed: 0, total: 8 }, 0, '[........................] 0/8, 0.0/s'],
    [{ done: 3, failed: 1, total: 8 }, 2, '[############............] 4/8, 2.0/s, 0:02 left, 1 failed'],
    [{ done: 10, failed: 0, total: 72_010 }, 1, '[........................] 10/72010, 10/s, 2:00:00 left'],
  ])('after %j and %i s', (counts, seconds, expected) => {
    expect(describeProgress(counts, seconds)).toBe(expected);
  });

  it.each([
    [40, '[########.......] 4/8, 2.0/s, 0:02 left'],
    [24, '4/8, 2.0/s, 0:02 left'],
    [10, '4/8, 2.0/'],
    [1, ''],
  ])('leaves room for the counts in %i columns', (columns, expected) => {
    const line = describeProgress({ done: 4, failed: 0, total: 8 }, 2, columns);
    expect(line).toBe(expected);
    expect(line.length).toBeLessThan(columns);
  });
});
