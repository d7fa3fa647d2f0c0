/** TIFFs whose last band is no alpha, from file to file: the steps work on it by itself, and nothing is lost in silence. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCoders } from '../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { DEFAULT_READING } from '../../src/formats/input.ts';
import { readHeader } from '../../src/formats/registry.ts';
import type { RecipeInput } from '../../src/recipe/recipe.ts';
import { forgePage, forgePages } from '../formats/tiff/forge.ts';
import { openRig, type Rig, recipe } from './files.ts';

const WIDTH = 24;
const HEIGHT = 16;
const limits = DEFAULT_LIMITS;
const coders = await openCoders('auto');

function band(number: number): number[] {
  return Array.from({ length: WIDTH * HEIGHT }, (_, at) => (at * (37 + 11 * number) + 91 * number) % 256);
}

/** The bands side by side. Two or four, the last of which is no alpha. */
function fileOf(bands: readonly number[][], extra?: number[]): Uint8Array {
  const samples = Array.from({ length: WIDTH * HEIGHT }, (_, at) => bands.map((one) => one[at] ?? 0)).flat();
  return forgePage({ width: WIDTH, height: HEIGHT, count: bands.length, samples, ...(extra && { extra }) });
}

async function read(file: Uint8Array) {
  const { frames } = await coders.decode(file, readHeader(file, limits), { limits });
  return frames[0];
}

describe('a band that is no alpha', () => {
  let engine: Rig;
  beforeAll(async () => {
    engine = await openRig();
  });
  afterAll(() => engine.close());

  const run = (file: Uint8Array, wanted: RecipeInput) => engine.run(file, recipe(wanted));
  const output = { format: 'tiff' } as const;

  it.each([
    ['nothing', []],
    ['a blur', [{ op: 'blur', sigma: 1.5 }]],
    ['a resize', [{ op: 'resize', width: 10 }]],
    [
      'a median and a turn',
      [
        { op: 'median', size: 3 },
        { op: 'rotate', angle: 90 },
      ],
    ],
    ['a trim', [{ op: 'extend', top: 3, left: 2, background: '#000' }, { op: 'trim' }]],
    [
      'floats',
      [
        { op: 'cast', type: 'f32' },
        { op: 'linear', a: 0.25 },
      ],
    ],
  ] as [string, RecipeInput['steps']][])('is filtered by itself: %s', async (_, steps) => {
    const bands = [0, 1, 2, 3].map(band);
    // Zeros, which would blacken the colours if they were alpha.
    bands[3]?.fill(0, 0, 200);
    const { data, notes } = await run(fileOf(bands, [0]), { ...(steps && { steps }), output });
    const all = await read(data);
    const colors = await read(
      (await run(fileOf(bands.slice(0, 3)), { ...(steps && { steps }), output })).data,
    );
    expect(notes.join()).toContain('fourth band');
    expect([...all.data]).toEqual([...colors.data]);
    if (steps?.some(({ op }) => op === 'trim')) return;
    const alone = await read(
      (await run(fileOf([bands[3] as number[]]), { ...(steps && { steps }), output })).data,
    );
    expect([...(all.extra?.data ?? [])]).toEqual([...alone.data]);
  });

  it('is left out of other formats, with a note', async () => {
    const { data, notes, shape } = await run(fileOf([0, 1].map(band), [0]), {
      steps: [{ op: 'negate' }],
      output: { format: 'png' },
    });
    expect(shape.channels).toBe(1);
    expect(readHeader(data, limits).channels).toBe(1);
    expect(notes.join()).toContain('second band');
  });

  it('is left out by steps that do not work on it, with a note', async () => {
    const bands = [0, 1, 2, 3].map(band);
    const { data, notes } = await run(fileOf(bands, [0]), { steps: [{ op: 'ensureAlpha' }], output });
    expect(readHeader(data, limits)).toMatchObject({ channels: 4 });
    expect((await read(data)).extra).toBeUndefined();
    expect(notes.join()).toContain('left out: the steps');
  });

  it('is filtered by itself by libvips too', async () => {
    const sharp = await openRig({ backends: ['sharp'] });
    const bands = [0, 1, 2, 3].map(band);
    const steps = [{ op: 'median', size: 3 }] as const;
    const { data, backend } = await sharp.run(fileOf(bands, [0]), recipe({ steps, output }));
    const expected = await read((await run(fileOf(bands, [0]), { steps, output })).data);
    const { extra, data: colors } = await read(data);
    expect(backend).toBe('sharp');
    expect([...colors]).toEqual([...expected.data]);
    expect([...(extra?.data ?? [])]).toEqual([...(expected.extra?.data ?? [])]);
    await sharp.close();
  });

  it('stays with each page of a stack', async () => {
    const samples = [0, 1].map((page) =>
      Array.from({ length: WIDTH * HEIGHT * 4 }, (_, at) => (at * (53 + page)) % 256),
    );
    const common = { width: WIDTH, height: HEIGHT, count: 4, extra: [0] };
    const stack = forgePages(samples.map((one) => ({ ...common, samples: one })));
    const { data } = await run(stack, { steps: [{ op: 'median', size: 3 }], output });
    for (const [page, one] of samples.entries()) {
      const single = await run(forgePage({ ...common, samples: one }), {
        steps: [{ op: 'median', size: 3 }],
        output,
      });
      const expected = await read(single.data);
      const reading = { ...DEFAULT_READING, page };
      const header = readHeader(data, limits, reading);
      const [found] = (await coders.decode(data, header, { limits, reading })).frames;
      expect([...found.data]).toEqual([...expected.data]);
      expect([...(found.extra?.data ?? [])]).toEqual([...(expected.extra?.data ?? [])]);
    }
  });

  it('is alpha when the recipe says so', async () => {
    const input = { alpha: 'unassociated' } as const;
    const { data, notes } = await run(fileOf([0, 1, 2, 3].map(band), [0]), { input, output });
    expect(readHeader(data, limits)).toMatchObject({ channels: 4 });
    expect(notes).toEqual([]);
  });

  it('of many is chosen by its number', async () => {
    const bands = [0, 1, 2, 3, 4, 5].map(band);
    const file = fileOf(bands, [0, 0, 0]);
    await expect(run(file, { output })).rejects.toMatchObject({ code: 'unsupported-depth' });
    const { data } = await run(file, { input: { bands: [5] }, output });
    expect([...(await read(data)).data]).toEqual(bands[5]);
  });

  it('numbers go out as they came in', async () => {
    const samples = Array.from({ length: 64 }, (_, at) => at * 1000 - 32000);
    const file = forgePage({ width: 8, height: 8, bits: 16, format: 'int', samples });
    const { data, notes } = await run(file, { output: { format: 'tiff', sampleFormat: 'int16' } });
    expect(notes.join()).toContain('int16 became f32');
    expect([...(await read(data)).data]).toEqual(samples);
  });
});
