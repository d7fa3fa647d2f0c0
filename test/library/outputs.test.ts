import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { Pipeline } from '../../src/library/pipeline.ts';
import type { Result } from '../../src/library/result.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { pngOf } from '../engine/files.ts';
import { noise } from '../support/pictures.ts';

describe.each(['none', 'process'] as const)('outputs with isolation %s', (isolation) => {
  let noir: Noir;
  let png: Buffer;
  beforeAll(async () => {
    noir = await createNoir({ backends: ['cpu'], isolation });
    png = await pngOf(noise({ width: 60, height: 40, channels: 3, type: 'u8' }));
  });
  afterAll(() => noir.close());

  it('are a list of results in the order of the functions', async () => {
    const results = await noir(png)
      .resize(50)
      .outputs([(p) => p.resize(30).webp(), (p) => p.greyscale(), (p) => p.stats()]);
    expectTypeOf(results).toEqualTypeOf<[Result, Result, Result]>();
    expect(results.map(({ name, format, shape }) => [name, format, shape.width, shape.channels])).toEqual([
      ['1', 'webp', 30, 3],
      ['2', 'png', 50, 1],
      ['3', 'json', 50, 3],
    ]);
    expect(await sharp(results[0].data).metadata()).toMatchObject({ format: 'webp', width: 30 });
  });

  it('are results by name for an object', async () => {
    const { large, small } = await noir(png).outputs({ large: (p) => p.jpeg(), small: (p) => p.resize(8) });
    expectTypeOf(large).toEqualTypeOf<Result>();
    expect([large.format, small.format, small.name, small.shape.width]).toEqual(['jpeg', 'png', 'small', 8]);
  });

  it('take as many functions as there are', async () => {
    const widths = [40, 30, 20, 10];
    const results = await noir(png).outputs(widths.map((width) => (p: Pipeline) => p.resize(width)));
    expect(results.map(({ shape }) => shape.width)).toEqual(widths);
  });

  it('tell the files in code of different outputs apart', async () => {
    const plain = async (color: string) =>
      new Blob([
        new Uint8Array(
          await sharp({ create: { width: 60, height: 40, channels: 3, background: color } })
            .png()
            .toBuffer(),
        ),
      ]);
    const [red, blue] = [await plain('#f00'), await plain('#00f')];
    const results = await noir(png)
      .composite(await plain('#0f0'))
      .outputs([(p) => p.composite(red), (p) => p, (p) => p.composite(blue)]);
    const first = async ({ data }: Result) => [...(await sharp(data).raw().toBuffer()).subarray(0, 3)];
    expect(await Promise.all(results.map(first))).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]);
  });

  it('say which of them fails', async () => {
    const failing = noir(png).outputs([(p) => p, (p) => p.flip().extract(0, 0, 100, 100)]);
    await expect(failing).rejects.toMatchObject({
      code: 'invalid-parameter',
      errors: [{ pointer: '/outputs/1/steps/1/width' }, { pointer: '/outputs/1/steps/1/height' }],
    });
    const unread = noir(png).outputs([(p) => p, (p) => p.composite(5 as never)]);
    await expect(unread).rejects.toMatchObject({ errors: [{ pointer: '/outputs/1/steps/0/image' }] });
  });

  it('refuse what is no branch of the pipeline', async () => {
    const other = noir(png);
    const refused = { code: 'invalid-parameter', errors: [{ pointer: '/outputs/0' }] };
    await expect(other.outputs([() => other.flip()])).rejects.toMatchObject(refused);
    await expect(other.outputs([() => noir(png).flip()])).rejects.toMatchObject(refused);
    await expect(other.outputs([(p) => p.raw()])).rejects.toMatchObject(refused);
    await expect(other.outputs([undefined as never])).rejects.toMatchObject(refused);
    for (const wrong of [null, 5, 'avif']) {
      await expect(other.outputs(wrong as never)).rejects.toMatchObject({
        errors: [{ pointer: '/outputs' }],
      });
    }
    await expect(other.outputs([])).rejects.toMatchObject({ errors: [{ pointer: '/outputs' }] });
    await expect(other.outputs({ 'a b': (p) => p })).rejects.toMatchObject({
      errors: [{ pointer: '/outputs/0/name' }],
    });
    await expect(other.webp().outputs([(p) => p])).rejects.toMatchObject({
      errors: [{ pointer: '/output' }],
    });
    await expect(other.stats().outputs([(p) => p])).rejects.toMatchObject({
      errors: [{ pointer: '/steps/0' }],
    });
  });
});
