import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Device, openDevice } from '../../../src/backends/gpu/device.ts';
import { validated } from '../../../src/backends/gpu/error-scope.ts';
import { PngFilter } from '../../../src/backends/gpu/png/filter.ts';
import { type FilteredPicture, filteredBytes } from '../../../src/coders/png/filtered.ts';
import { createImage, type Image, type Shape } from '../../../src/core/image.ts';
import { WHITE } from '../../../src/core/pixel.ts';
import { LAYOUTS, noise, random } from '../../support/pictures.ts';
import { chunkSums, filterPicture, keptSamples } from '../../support/png-filter.ts';
import { describeGpu, slowDriver } from '../../support/vulkan.ts';

/** Fractions of white by place and channel. */
const DRAWINGS: Readonly<Record<string, (x: number, y: number, channel: number) => number>> = {
  flat: () => 0.4,
  gradient: (x, y, channel) => ((x * 3 + y * 2 + channel * 40) % 256) / 255,
  photo: (x, y, channel) => 0.5 + 0.4 * Math.sin(x / 17 + channel) * Math.cos(y / 11) + 0.04 * next(),
  // Bands of rows that each suit another filter: near black, stripes across and down, grain, and blocks.
  mixed: (x, y) =>
    [
      () => 0.02 * next(),
      () => (y % 5) / 5,
      () => (x % 7) / 7,
      () => 0.5 + 0.2 * Math.sin(x / 9 + y / 5) + 0.2 * next(),
      () => ((Math.floor(x / 5) * 37 + Math.floor(y / 2) * 91) % 200) / 255,
    ][(y >> 2) % 5]?.() ?? 0,
};

const next = random(3);

function draw(kind: string, shape: Shape): Image {
  const at = DRAWINGS[kind];
  if (!at) return noise(shape, shape.width);
  const image = createImage(shape);
  image.data.forEach((_, index) => {
    const pixel = Math.floor(index / shape.channels);
    const value = at(pixel % shape.width, Math.floor(pixel / shape.width), index % shape.channels);
    image.data[index] = Math.round(value * WHITE[shape.type]);
  });
  return image;
}

/** The two that use every filter; of colors in bytes all of them, where the driver is not slow. */
const kindsFor = ({ type, channels }: Pick<Shape, 'type' | 'channels'>) =>
  slowDriver || type !== 'u8' || channels !== 3 ? ['noise', 'mixed'] : ['noise', ...Object.keys(DRAWINGS)];

const EXTENTS = [
  [1, 1],
  [1, 300],
  [700, 1],
  [2, 5],
  [3, 67],
  [67, 35],
  [257, 9],
  // Chunks of 16 KiB and of bands that begin in the middle of words.
  [211, 131],
] as const;

describeGpu('the row filters of PNG', () => {
  let opened: Device;
  let filter: PngFilter;

  beforeAll(async () => {
    opened = (await openDevice('software')) as Device;
    filter = new PngFilter(opened);
    await filter.warm();
  });

  afterAll(() => opened.device.destroy());

  /** Filters a picture that lies in a buffer between bytes of no meaning. */
  async function run(image: Image): Promise<FilteredPicture & { release(): void }> {
    const { device } = opened;
    const { byteLength, byteOffset, buffer: memory } = image.data;
    const whole = new Uint8Array(4 * Math.ceil(byteLength / 4) + 64).fill(0xa5);
    whole.set(new Uint8Array(memory as ArrayBuffer, byteOffset, byteLength));
    const { STORAGE, COPY_DST, COPY_SRC } = GPUBufferUsage;
    const buffer = device.createBuffer({ size: whole.length, usage: STORAGE | COPY_DST | COPY_SRC });
    device.queue.writeBuffer(buffer, 0, whole);
    let filtering: ReturnType<PngFilter['record']> | undefined;
    const valid = validated(device, () => {
      const encoder = device.createCommandEncoder();
      filtering = filter.record(encoder, { buffer, shape: image });
      device.queue.submit([encoder.finish()]);
    });
    try {
      const done = await filtering?.read(valid);
      return { ...(done?.rows as FilteredPicture), release: () => done?.release() };
    } finally {
      buffer.destroy();
    }
  }

  async function expectFiltered(image: Image, what: string): Promise<void> {
    const { bytes, sums, samples, release } = await run(image);
    const expected = filterPicture(image);
    const wrong = expected.findIndex((byte, at) => byte !== bytes[at]);
    expect([bytes.length, wrong], `${what}: length, and the first byte that differs`).toEqual([
      expected.length,
      -1,
    ]);
    expect([...sums], what).toEqual([...chunkSums(expected)]);
    expect(
      samples.map((some) => Buffer.from(some)),
      what,
    ).toEqual(keptSamples(image).map((some) => Buffer.from(some)));
    release();
  }

  describe.each(LAYOUTS.filter(({ type }) => type !== 'f32'))(
    'of $type with $channels channels',
    (layout) => {
      it.each(kindsFor(layout))('are those of the definition for %s', async (kind) => {
        for (const [width, height] of EXTENTS) {
          await expectFiltered(draw(kind, { width, height, ...layout }), `${kind} of ${width}x${height}`);
        }
      });
    },
  );

  it('use every type', async () => {
    const image = draw('mixed', { width: 300, height: 200, channels: 1, type: 'u8' });
    const { bytes, release } = await run(image);
    release();
    const types = new Set(Array.from({ length: 200 }, (_, y) => bytes[y * 301]));
    expect([...types].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('are right where many workgroups write, and rows are wider than one reads', async () => {
    const image = draw('photo', { width: 5003, height: 20, channels: 3, type: 'u8' });
    await expectFiltered(image, 'a wide picture');
  });

  it('are not for floats, for nothing, and for what no binding holds', () => {
    const shape = { width: 10, height: 10, channels: 3, type: 'u8' } as const;
    expect(filter.supports(shape)).toBe(true);
    expect(filter.supports({ ...shape, type: 'f32' })).toBe(false);
    expect(filter.supports({ ...shape, height: 0 })).toBe(false);
    const { maxStorageBufferBindingSize } = opened.device.limits;
    const height = Math.ceil(maxStorageBufferBindingSize / filteredBytes({ ...shape, height: 1 }));
    expect(filter.supports({ ...shape, height })).toBe(false);
  });

  it('fail when the GPU is lost or the submission is not valid, and keep nothing', async () => {
    const other = (await openDevice('software')) as Device;
    const { device } = other;
    const lost = new PngFilter(other);
    const shape = { width: 40, height: 30, channels: 3, type: 'u8' } as const;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size: 3600, usage });
    const record = () => lost.record(device.createCommandEncoder(), { buffer, shape });
    expect(record).toThrow('not compiled');
    await lost.warm();
    await expect(record().read(Promise.reject(new Error('not valid')))).rejects.toThrow('not valid');
    const filtering = record();
    device.destroy();
    await expect(filtering.read(Promise.resolve())).rejects.toThrow();
    expect(lost.stats().leased).toBe(0);
  });

  it('give their buffers back', async () => {
    (await run(draw('photo', { width: 90, height: 80, channels: 4, type: 'u16' }))).release();
    expect(filter.stats().leased).toBe(0);
  });
});
