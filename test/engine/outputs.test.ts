import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodedOutputs } from '../../src/engine/encoded.ts';
import { expectDone, makeJob, sourceOf } from '../../src/engine/job.ts';
import type { Progress } from '../../src/engine/progress.ts';
import type { RecipeInput } from '../../src/recipe/recipe.ts';
import { animate, movingSquare, readFrames } from '../support/animations.ts';
import { noise } from '../support/pictures.ts';
import { openRig, type Rig, recipe } from './files.ts';

const delays = [100, 50, 200, 70];
const WIDTHS = [300, 200, 120, 80, 40];

/** Five widths in two formats. */
const srcset: RecipeInput['outputs'] = WIDTHS.flatMap((width) =>
  (['webp', 'png'] as const).map((format) => ({
    name: `${width}.${format}`,
    steps: [{ op: 'resize', width } as const],
    output: { format },
  })),
);

describe.each([[['cpu'] as const], [['cpu', 'sharp'] as const]])('several outputs on %o', (backends) => {
  let rig: Rig;
  let photo: Buffer;
  beforeAll(async () => {
    rig = await openRig({ backends: [...backends] });
    const { width, height, channels, data } = noise({ width: 640, height: 480, channels: 3, type: 'u8' });
    photo = await sharp(data, { raw: { width, height, channels } }).jpeg({ quality: 95 }).toBuffer();
  });
  afterAll(() => rig.close());

  const make = async (input: Uint8Array, written: RecipeInput) => {
    const job = makeJob({ input: sourceOf(input), recipe: recipe(written) });
    return encodedOutputs(expectDone(await rig.engine.run(job)));
  };

  it('decode the input and run the common steps once', async () => {
    const steps: RecipeInput['steps'] = [{ op: 'negate' }, { op: 'resize', width: 320 }];
    const job = makeJob({ input: sourceOf(photo), recipe: recipe({ steps, outputs: srcset }) });
    const { answer, stretches } = await rig.engine.explain(job);
    expect(expectDone(answer).outputs.map(({ name }) => name)).toEqual(srcset.map(({ name }) => name));
    const does = stretches.flatMap(({ ways, taken }) =>
      (ways.find(({ way }) => way === taken)?.legs ?? []).flatMap((leg) => leg.does),
    );
    const times = (part: string) => does.filter((each) => each === part).length;
    expect({ decode: times('decode'), negate: times('negate') }).toEqual({ decode: 1, negate: 1 });
    // One resize of the trunk, one for each width.
    expect({ resize: times('resize'), encode: times('encode') }).toEqual({ resize: 6, encode: 10 });
  });

  it('share the time in which auto may encode', async () => {
    const formats = async (count: number) => {
      const outputs = Array.from({ length: count }, (_, at) => ({
        name: `${at}`,
        output: { format: 'auto' } as const,
      }));
      const accepted = ['avif', 'webp', 'jpeg'] as const;
      const job = makeJob({ input: sourceOf(photo), recipe: recipe({ outputs }), accepted });
      return new Set(encodedOutputs(expectDone(await rig.engine.run(job))).map(({ format }) => format));
    };
    expect([await formats(1), await formats(5)]).toEqual([new Set(['avif']), new Set(['webp'])]);
  });

  it('are what the same steps give for a recipe of one output', async () => {
    const steps: RecipeInput['steps'] = [
      { op: 'resize', width: 320 },
      { op: 'blur', sigma: 1 },
    ];
    const outputs = await make(photo, { steps, outputs: srcset });
    for (const [index, { name, steps: own = [], output }] of srcset.entries()) {
      const single = recipe({ steps: [...steps, ...own], ...(output && { output }) });
      const [one, other] = [outputs[index]?.data as Uint8Array, (await rig.run(photo, single)).data];
      // sharp may do all steps of a single recipe in one pipeline, from file to file.
      if (!backends.some((backend) => backend === 'sharp')) {
        expect(Buffer.compare(one, other), name).toBe(0);
      } else {
        const [a, b] = [await sharp(one).raw().toBuffer(), await sharp(other).raw().toBuffer()];
        expect(a.length, name).toBe(b.length);
        const apart = a.reduce((most, level, at) => Math.max(most, Math.abs(level - (b[at] as number))), 0);
        expect(apart, name).toBeLessThan(3);
      }
    }
  });

  it('share steps but neither casts nor frames', async () => {
    const deep = noise({ width: 60, height: 40, channels: 3, type: 'u16' });
    const steps: RecipeInput['steps'] = [{ op: 'blur', sigma: 1 }];
    const outputs: RecipeInput['outputs'] = [
      { steps, output: { format: 'png' } },
      { steps: [{ op: 'negate' }], output: { format: 'png' } },
      { steps, output: { format: 'jpeg' } },
      { steps: [...steps, { op: 'stats' }] },
    ];
    const job = makeJob({ input: sourceOf(deep), recipe: recipe({ outputs }) });
    const done = expectDone(await rig.engine.run(job));
    expect(done.codec).toBe('none, png-cpu, jpeg-cpu');
    expect((await sharp(encodedOutputs(done)[0]?.data).metadata()).depth).toBe('ushort');
    for (const [index, output] of outputs.entries()) {
      const alone = expectDone(
        await rig.engine.run(makeJob({ input: sourceOf(deep), recipe: recipe({ outputs: [output] }) })),
      );
      expect(Buffer.from(done.outputs[index]?.data as Uint8Array)).toEqual(
        Buffer.from(alone.outputs[0].data as Uint8Array),
      );
    }
    const file = await animate('gif', movingSquare(3), { delays: [100, 50, 200], loop: 3 });
    const animated = await make(file, {
      outputs: (['gif', 'jpeg', 'webp'] as const).map((format) => ({
        steps: [{ op: 'flop' }],
        output: { format },
      })),
    });
    expect(animated.map(({ frames }) => frames?.sent)).toEqual([3, 1, 3]);
  });

  it('end a job with the place of the output that fails', async () => {
    const extract = { op: 'extract', left: 0, top: 0, width: 30, height: 30 } as const;
    const outputs: RecipeInput['outputs'] = [{}, { steps: [{ op: 'resize', width: 20 }, extract] }];
    await expect(make(photo, { steps: [{ op: 'resize', width: 100 }], outputs })).rejects.toMatchObject({
      code: 'invalid-parameter',
      errors: [{ pointer: '/outputs/1/steps/1/width' }, { pointer: '/outputs/1/steps/1/height' }],
    });
    const overlay: RecipeInput['outputs'] = [{}, { steps: [{ op: 'composite', image: 'gone' }] }];
    await expect(make(photo, { outputs: overlay })).rejects.toMatchObject({
      errors: [{ pointer: '/outputs/1/steps/0/image' }],
    });
    const large: RecipeInput['outputs'] = [{}, { name: 'large', steps: [{ op: 'resize', width: 16_000 }] }];
    await expect(make(photo, { outputs: large })).rejects.toThrow('output 2, step 1: ');
  });

  it('may be reports, and are settled by the picture in each branch', async () => {
    const outputs = await make(photo, {
      steps: [{ op: 'normalise' }],
      outputs: [
        { steps: [{ op: 'stats' }] },
        { steps: [{ op: 'trim' }, { op: 'negate' }], output: { format: 'png' } },
      ],
    });
    expect(outputs.map(({ name, format }) => [name, format])).toEqual([
      ['1', 'json'],
      ['2', 'png'],
    ]);
    expect(JSON.parse(new TextDecoder().decode(outputs[0]?.data))).toMatchObject({ width: 640 });
  });

  it('keep all frames where their format holds them', async () => {
    const file = await animate('webp', movingSquare(4), { delays, loop: 3 });
    const outputs = await make(file, {
      steps: [{ op: 'flop' }],
      outputs: [
        { output: { format: 'jpeg' } },
        { steps: [{ op: 'resize', width: 20 }], output: { format: 'webp', lossless: true } },
        { output: { format: 'webp', lossless: true } },
      ],
    });
    expect(outputs.map(({ frames }) => frames)).toEqual([
      { sent: 1, of: 4 },
      { sent: 4, of: 4 },
      { sent: 4, of: 4 },
    ]);
    const alone = await rig.run(
      file,
      recipe({
        steps: [{ op: 'flop' }, { op: 'resize', width: 20 }],
        output: { format: 'webp', lossless: true },
      }),
    );
    const found = await readFrames(outputs[1]?.data as Uint8Array);
    expect(found).toEqual(await readFrames(alone.data));
    expect(found).toMatchObject({ delays, loop: 3 });
    expect((await readFrames(outputs[2]?.data as Uint8Array)).frames).toHaveLength(4);
  });

  it('take the first frame alone when no output holds more', async () => {
    const file = await animate('gif', movingSquare(4), { delays, loop: 3 });
    const outputs = await make(file, {
      outputs: [{ output: { format: 'jpeg' } }, { steps: [{ op: 'stats' }] }],
    });
    expect(outputs.map(({ frames }) => frames)).toEqual([
      { sent: 1, of: 4 },
      { sent: 1, of: 4 },
    ]);
  });

  it('leave the picture that the caller gave as it is', async () => {
    const image = noise({ width: 40, height: 30, channels: 3, type: 'u8' });
    const before = image.data.slice();
    const outputs: RecipeInput['outputs'] = [
      { steps: [{ op: 'negate' }], output: { format: 'png' } },
      { output: { format: 'png' } },
    ];
    const job = makeJob({ input: sourceOf(image), recipe: recipe({ outputs }) });
    const done = encodedOutputs(expectDone(await rig.engine.run(job)));
    expect(image.data).toEqual(before);
    expect(await sharp(done[1]?.data).raw().toBuffer()).toEqual(Buffer.from(before as Uint8Array));
  });

  it('are refused when they are too large together', async () => {
    const outputs = Array.from({ length: 10 }, () => ({ steps: [{ op: 'resize', width: 6000 } as const] }));
    await expect(make(photo, { outputs })).rejects.toMatchObject({ code: 'pixel-limit', limit: 250e6 });
  });

  it('report their progress without going back', async () => {
    const told: Progress[] = [];
    const outputs = [{}, { steps: [{ op: 'negate' } as const] }, {}];
    const job = makeJob({ input: sourceOf(photo), recipe: recipe({ outputs }) });
    expectDone(await rig.engine.run(job, undefined, (progress) => told.push(progress)));
    const shares = told.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const encoded = told.filter(({ part }) => part.includes('encode')).map(({ done }) => done);
    expect(new Set(encoded).size).toBe(3);
  });
});
