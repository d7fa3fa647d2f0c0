/** libvips' own resize against the reference, in the pipeline that decodes. */
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { psnr } from '../../../../scripts/docs/psnr.ts';
import type { HostCarrier, LegSource } from '../../../../src/backends/leg.ts';
import { openCoders } from '../../../../src/coders/registry.ts';
import { createImage, type Image } from '../../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../../src/core/limits.ts';
import { WHITE } from '../../../../src/core/pixel.ts';
import type { FormatName } from '../../../../src/formats/format.ts';
import { readHeader } from '../../../../src/formats/registry.ts';
import type { StepInput } from '../../../../src/recipe/recipe.ts';
import {
  contextFor,
  legBetween,
  openSharpLegs,
  parsed,
  stretchFrom,
} from '../../../backends/sharp/stretches.ts';
import { runReference } from '../../../support/chains.ts';
import { random } from '../../../support/pictures.ts';

/** What libvips' result may be away from the reference, in decibels. */
const LEAST = 40;

const coders = await openCoders('auto');
let source: LegSource;
beforeAll(async () => {
  ({ source } = await openSharpLegs());
});

interface Wave {
  /** Cycles a pixel. */
  readonly x: number;
  readonly y: number;
  /** Radians at the origin. */
  readonly at: number;
  readonly strength: number;
}

type Turns = Readonly<Record<'sin' | 'cos', Float64Array>>;

function turns(length: number, angle: (at: number) => number): Turns {
  const angles = Float64Array.from({ length }, (_, at) => angle(at));
  return { sin: angles.map(Math.sin), cos: angles.map(Math.cos) };
}

/** Waves of many lengths, each as strong as it is long, as in photos, with an edge and a little noise. */
function scene(width: number, height: number, channels: 1 | 3, seed: number): Image {
  const image = createImage({ width, height, channels, type: 'u8' });
  const next = random(seed);
  const waves = Array.from({ length: 24 }, (_, index): Wave => {
    const cycles = 1.35 ** index / 400;
    const turn = next() * Math.PI;
    return {
      x: Math.cos(turn) * cycles,
      y: Math.sin(turn) * cycles,
      at: next() * 7,
      strength: 26 / (1 + 60 * cycles),
    };
  });
  // The sine of a sum, by the sines and cosines of its two parts.
  const columns = waves.map((wave) => turns(width, (x) => wave.at + 6.283 * wave.x * x));
  const rows = waves.map((wave) => turns(height, (y) => 6.283 * wave.y * y));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const base = x * 0.8 + y * 0.3 < width * 0.5 ? 90 : 150;
      let sum = base;
      for (let at = 0; at < waves.length; at++) {
        const [column, row] = [columns[at] as Turns, rows[at] as Turns];
        const sine = (column.sin[x] as number) * (row.cos[y] as number);
        sum += (waves[at] as Wave).strength * (sine + (column.cos[x] as number) * (row.sin[y] as number));
      }
      for (let channel = 0; channel < channels; channel++) {
        image.data[(y * width + x) * channels + channel] = Math.max(
          0,
          Math.min(255, sum + 9 * channel + 6 * next()),
        );
      }
    }
  }
  return image;
}

async function fileOf(
  image: Image,
  format: FormatName,
  orientation: number,
  options = {},
): Promise<Uint8Array> {
  const { width, height, channels, data } = image;
  const pipeline = sharp(data as Uint8Array, { raw: { width, height, channels } });
  if (channels === 1) pipeline.toColourspace('b-w');
  return pipeline.withMetadata({ orientation }).toFormat(format, options).toBuffer();
}

/** Decibels from the reference; undefined when libvips does not resize in this pipeline. */
async function quality(file: Uint8Array, step: StepInput): Promise<number | undefined> {
  const stretch = stretchFrom(file, parsed([step]));
  const leg = legBetween(source, stretch, 'source', 'host');
  if (!leg) return undefined;
  const got = (await leg.run(stretch.input, contextFor())) as HostCarrier | undefined;
  if (!got) throw new Error(`${JSON.stringify(step)} has another shape than planned`);
  const header = readHeader(file, DEFAULT_LIMITS);
  const decoded = await coders.decode(file, header, { limits: DEFAULT_LIMITS });
  const expected = runReference(stretch.plan, decoded.frames[0]);
  const scale = 255 / WHITE[expected.type];
  const levels = ({ data }: Image) => Float64Array.from(data, (sample) => sample * scale);
  return psnr(levels(got.picture.frames[0]), levels(expected));
}

const FITS = ['cover', 'contain', 'fill', 'inside', 'outside'] as const;
const KERNELS = ['lanczos3', 'lanczos2', 'cubic', 'mitchell', 'linear', 'mks2013', 'mks2021'] as const;
const POSITIONS = ['centre', 'top', 'right bottom', 'left'] as const;

describe.each(['jpeg', 'png', 'webp', 'tiff', 'gif'] as const)('libvips resizes a %s', (format) => {
  it(`to within ${LEAST} dB of the reference, at any size, fit, kernel and orientation`, async () => {
    const next = random(format.length * 1000 + format.charCodeAt(0));
    const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T;
    const found: { db: number; what: string }[] = [];
    for (let run = 0; run < 30; run++) {
      const [width, height] = [64 + Math.floor(next() * 260), 64 + Math.floor(next() * 200)];
      const image = scene(width, height, next() < 0.2 ? 1 : 3, run);
      const options =
        format === 'jpeg' ? { chromaSubsampling: pick(['4:2:0', '4:4:4']), progressive: next() < 0.5 } : {};
      const orientation = next() < 0.4 ? 1 + Math.floor(next() * 8) : 1;
      const file = await fileOf(image, format, orientation, options);
      const fit = pick(FITS);
      const side = (length: number) => Math.max(8, Math.round(length * next()));
      const step: StepInput = {
        op: 'resize',
        width: side(width),
        ...(next() < 0.6 && { height: side(height) }),
        ...((fit === 'cover' || fit === 'contain') && { position: pick(POSITIONS) }),
        fit,
        kernel: pick(KERNELS),
      };
      const db = await quality(file, step);
      if (db !== undefined)
        found.push({ db, what: `${width}x${height} turned by ${orientation}: ${JSON.stringify(step)}` });
    }
    expect(found.length).toBeGreaterThan(10);
    const [worst] = found.sort((a, b) => a.db - b.db);
    console.log(`${format}: ${found.length} resized, the worst ${worst?.db.toFixed(1)} dB: ${worst?.what}`);
    expect(worst?.db, worst?.what).toBeGreaterThan(LEAST);
  }, 120_000);
});

describe('libvips shrinks a JPEG on load', () => {
  // As many columns as the decoder's blocks divide, and as they do not.
  it.each([
    [512, 384],
    [509, 381],
  ])('or not, and stays in place: %i x %i', async (width, height) => {
    const file = await fileOf(scene(width, height, 3, 9), 'jpeg', 1);
    for (const wanted of [250, 170, 128, 120, 101, 64, 60, 51, 32]) {
      const db = await quality(file, { op: 'resize', width: wanted });
      if (db !== undefined) expect(db, `${wanted} columns`).toBeGreaterThan(LEAST);
    }
  });
});

it('libvips resizes pictures of 16 bits as well', async () => {
  const { data } = scene(300, 200, 3, 5);
  const deep = Uint16Array.from(data, (level) => level * 257);
  const file = await sharp(deep, { raw: { width: 300, height: 200, channels: 3 } })
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  for (const width of [250, 150, 75, 30]) {
    const db = await quality(file, { op: 'resize', width });
    expect(db, `${width} columns`).toBeGreaterThan(LEAST);
  }
});

describe('libvips leaves to others', () => {
  it.each<[string, StepInput]>([
    ['what becomes larger', { op: 'resize', width: 200 }],
    ['what becomes larger along one side', { op: 'resize', width: 20, height: 90, fit: 'fill' }],
    ['linear light', { op: 'resize', width: 20, light: 'linear' }],
    ['the nearest pixel', { op: 'resize', width: 20, kernel: 'nearest' }],
    ['what is to be exact', { op: 'resize', width: 20, fastShrinkOnLoad: false }],
    [
      'a background that shines through',
      { op: 'resize', width: 20, height: 40, fit: 'contain', background: 'ff000080' },
    ],
  ])('%s', async (_, step) => {
    const file = await fileOf(scene(64, 64, 3, 1), 'png', 1);
    expect(await quality(file, step)).toBeUndefined();
  });

  it('pictures with alpha', async () => {
    const file = await sharp(await fileOf(scene(64, 64, 3, 1), 'png', 1))
      .ensureAlpha(0.5)
      .png()
      .toBuffer();
    expect(await quality(file, { op: 'resize', width: 20 })).toBeUndefined();
  });
});
