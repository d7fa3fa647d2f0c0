// Outputs that keep metadata of their input: whatever format it comes from and goes to, and whoever codes it.
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { encodedOutputs } from '../../src/engine/encoded.ts';
import { expectDone, makeJob, sourceOf } from '../../src/engine/job.ts';
import { readOrientation } from '../../src/formats/exif.ts';
import type { FormatName } from '../../src/formats/format.ts';
import { DEFAULT_READING } from '../../src/formats/input.ts';
import { withJpegBlocks } from '../../src/formats/jpeg/metadata.ts';
import type { PngText } from '../../src/formats/metadata.ts';
import { withPngBlocks } from '../../src/formats/png/metadata.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { readTiffDirectories } from '../../src/formats/tiff/directory.ts';
import { readTiffBlocks, withTiffBlocks } from '../../src/formats/tiff/metadata.ts';
import { withWebpBlocks } from '../../src/formats/webp/metadata.ts';
import type { RecipeInput } from '../../src/recipe/recipe.ts';
import { animate, movingSquare } from '../support/animations.ts';
import { noise } from '../support/pictures.ts';
import { openRig, type Rig, recipe } from './files.ts';

const PLACE = 'a secret place';
const AUTHOR = 'the author';
const size = { width: 40, height: 24, channels: 3 } as const;
const { data } = noise({ ...size, type: 'u8' }, 5);

/** A photo in Display P3 that lies on its side, with a position and XMP. */
async function photo(format: 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif'): Promise<Buffer> {
  const lossless = format === 'webp' || format === 'avif' ? { lossless: true } : {};
  const xmp = `<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/" tiff:Orientation="6">${PLACE}</x:xmpmeta>`;
  return sharp(data as Uint8Array, { raw: size })
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Artist: AUTHOR },
      IFD2: { PixelXDimension: '40' },
      IFD3: { GPSMapDatum: PLACE },
    })
    .withXmp(xmp)
    .withIccProfile('p3', { attach: true })
    .toFormat(format, { quality: 100, ...lossless })
    .toBuffer();
}

const FORMATS = ['jpeg', 'png', 'webp', 'avif', 'tiff'] as const;
const OUTPUTS = [...FORMATS, 'gif'] as const;
const files = Object.fromEntries(
  await Promise.all(FORMATS.map(async (format) => [format, await photo(format)] as const)),
) as Record<(typeof FORMATS)[number], Buffer>;
// libvips neither writes nor reads EXIF in TIFF.
const { exif } = await sharp(files.jpeg).metadata();
files.tiff = Buffer.from(withTiffBlocks(files.tiff, { exif }));
files.tiff.set([6], orientationOf(files.tiff));

/** A file with densities, in pixels per inch, and without EXIF. */
async function dense(format: 'jpeg' | 'png' | 'tiff', across: number, down: number): Promise<Buffer> {
  const pipeline = sharp(data as Uint8Array, { raw: size });
  const [xres, yres] = [across / 25.4, down / 25.4];
  if (format === 'tiff') return pipeline.tiff({ xres, yres }).toBuffer();
  const file = await pipeline.toFormat(format).toBuffer();
  const density = across;
  return Buffer.from(format === 'png' ? withPngBlocks(file, { density }) : withJpegBlocks(file, { density }));
}

/** The horizontal density in EXIF of Noir's own form: a fraction of hundredths. */
function densityIn(exif: Buffer | undefined): number {
  const directory = readTiffDirectories((exif as Buffer).subarray(exif?.indexOf('II*')), DEFAULT_LIMITS)[0];
  return directory?.fractions(282, 1)?.[0] ?? 0;
}

/** The offset of the orientation's value. */
function orientationOf(tiff: Buffer): number {
  const directory = tiff.readUInt32LE(4);
  const tags = Array.from({ length: tiff.readUInt16LE(directory) }, (_, index) => directory + 2 + 12 * index);
  return 8 + (tags.find((at) => tiff.readUInt16LE(at) === 274) ?? Number.NaN);
}

/** What an independent reader finds in a file; EXIF of TIFF by our own. */
async function blocksOf(file: Uint8Array) {
  const { format, icc, exif, xmp, ...facts } = await sharp(file).metadata();
  if (format !== 'tiff') return { icc, exif, xmp, ...facts };
  const block = readTiffBlocks(file, DEFAULT_LIMITS, DEFAULT_READING).exif;
  return { icc, exif: block && Buffer.from(block), xmp, ...facts };
}

describe.each([[['cpu'] as const], [['cpu', 'sharp'] as const]])('on %o', (backends) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig({ backends: [...backends] });
  });
  afterAll(() => rig.close());

  const run = async (input: Uint8Array, written: RecipeInput) => {
    const job = makeJob({ input: sourceOf(input), recipe: recipe(written) });
    return encodedOutputs(expectDone(await rig.engine.run(job)));
  };
  const make = async (input: Uint8Array, format: FormatName, keep?: 'icc' | 'exif' | 'all') => {
    const written: RecipeInput = {
      steps: [{ op: 'resize', width: 12 }],
      output: { format, ...(keep && { keep }) },
    };
    const [made] = await run(input, written);
    return { notes: made?.notes, file: Buffer.from(made?.data as Uint8Array) };
  };

  it.each(FORMATS.flatMap((from) => OUTPUTS.map((to) => [from, to] as const)))(
    'from %s to %s',
    async (from, to) => {
      const input = files[from];
      const own = await sharp(input).metadata();
      const none = await blocksOf((await make(input, to)).file);
      expect([none.icc, none.exif, none.xmp]).toEqual([undefined, undefined, undefined]);
      const all = await make(input, to, 'all');
      const exif = await make(input, to, 'exif');
      const [told, plain] = [await blocksOf(all.file), await blocksOf(exif.file)];
      if (to === 'gif') {
        expect([told.icc, told.exif, told.xmp]).toEqual([undefined, undefined, undefined]);
        expect(all.notes?.join()).toMatch(/profile was not kept.*no EXIF.*no XMP/);
        return;
      }
      expect(told.icc).toEqual(own.icc);
      expect(told.exif?.includes(PLACE)).toBe(true);
      expect(told.xmp?.toString()).toContain(PLACE);
      expect(told.xmp?.toString()).toContain('tiff:Orientation="1"');
      expect([plain.icc, plain.xmp]).toEqual([undefined, undefined]);
      expect(plain.exif?.includes(AUTHOR)).toBe(true);
      expect(exif.file.includes(PLACE)).toBe(false);
      for (const { orientation = 1, width, height, exif = Buffer.alloc(0) } of [told, plain]) {
        expect([orientation, readOrientation(exif), width, height]).toEqual([1, 1, 12, 20]);
      }
      // The pixels can be read, and are those of the same job without metadata where they are converted.
      const pixels = (file: Buffer) => sharp(file).raw().toBuffer();
      expect(await pixels(exif.file)).toEqual(await pixels((await make(input, to)).file));
      expect((await sharp(all.file).raw().toBuffer()).length).toBe(12 * 20 * 3);
    },
  );

  it('a kept profile leaves samples as they are stored, and another output converts them', async () => {
    const stored = await sharp(files.png, { ignoreIcc: true }).rotate(90).raw().toBuffer();
    const pixels = async (keep?: 'icc') => {
      const [made] = await run(files.png, { output: { format: 'png', ...(keep && { keep }) } });
      return sharp(made?.data, { ignoreIcc: true }).raw().toBuffer();
    };
    expect(await pixels('icc')).toEqual(stored);
    expect(await pixels()).not.toEqual(stored);
    // A gray picture cannot have a profile for RGB, so it is that of the converted samples.
    const gray = async (keep?: 'icc') => {
      const steps: RecipeInput['steps'] = [{ op: 'greyscale' }];
      return (await run(files.png, { steps, output: { format: 'png', ...(keep && { keep }) } }))[0]?.data;
    };
    expect(await gray('icc')).toEqual(await gray());
  });

  it.each(['jpeg', 'png', 'tiff'] as const)('the density of a %s without EXIF', async (from) => {
    const input = await dense(from, 300, 300);
    expect(Math.round((await sharp(input).metadata()).density ?? 0)).toBe(300);
    for (const to of FORMATS) {
      for (const keep of ['exif', 'all'] as const) {
        const [made] = await run(input, { output: { format: to, keep } });
        // libvips does not read EXIF of AVIF for a density.
        const { density, exif } = await sharp(made?.data).metadata();
        const found = to === 'avif' || to === 'webp' ? densityIn(exif) : Math.round(density ?? 0);
        expect([to, keep, found]).toEqual([to, keep, 300]);
      }
      const [bare] = await run(input, { output: { format: to } });
      const { density = 72 } = await sharp(bare?.data).metadata();
      expect(Math.round(density)).toBe(72);
    }
    // Interlaced PNGs are libvips' own, and have a density already.
    const progressive = { format: 'png', keep: 'exif', progressive: true } as const;
    const [made] = await run(input, { output: progressive });
    const file = Buffer.from(made?.data as Uint8Array);
    expect(file.toString('latin1').split('pHYs').length).toBe(2);
    expect(Math.round((await sharp(file).metadata()).density ?? 0)).toBe(300);
  });

  it('the texts of a PNG', async () => {
    const text = (type: PngText['type'], data: string) => ({ type, data: Buffer.from(data, 'latin1') });
    const kept = [text('tEXt', 'parameters\0a cat, 20 steps'), text('iTXt', 'Title\0\0\0de\0Titel\0A cat')];
    const exif = text('zTXt', 'Raw profile type exif\0\0x');
    const still = await sharp(data as Uint8Array, { raw: size })
      .png()
      .toBuffer();
    const input = withPngBlocks(still, { texts: [...kept, exif] });
    const textsOf = async (written: NonNullable<RecipeInput['output']>) => {
      const [made] = await run(input, { steps: [{ op: 'flip' }], output: written });
      const { comments } = await sharp(made?.data).metadata();
      return [comments, made?.notes?.join()];
    };
    const told = [
      { keyword: 'parameters', text: 'a cat, 20 steps' },
      { keyword: 'Title', text: 'A cat' },
    ];
    expect(await textsOf({ format: 'png', keep: 'all' })).toEqual([told, '']);
    expect(await textsOf({ format: 'png', keep: 'exif' })).toEqual([undefined, '']);
    expect(await textsOf({ format: 'png' })).toEqual([undefined, '']);
    expect(await textsOf({ format: 'webp', keep: 'all' })).toEqual([undefined, 'webp holds no texts of PNG']);
  });

  it('a density of pixels that are not square is left out', async () => {
    const [made] = await run(await dense('tiff', 204, 98), { output: { format: 'jpeg', keep: 'all' } });
    expect((await sharp(made?.data).metadata()).density).toBe(72);
  });

  it('several outputs keep what each of them says', async () => {
    const outputs = [
      { output: { format: 'webp', keep: 'icc' } },
      { output: { format: 'jpeg', keep: ['exif', 'icc'] } },
    ] as const;
    const [webp, jpeg] = await run(files.jpeg, { outputs });
    const [first, second] = [await sharp(webp?.data).metadata(), await sharp(jpeg?.data).metadata()];
    expect([first.hasProfile, first.exif]).toEqual([true, undefined]);
    expect([second.hasProfile, second.exif?.includes(AUTHOR)]).toEqual([true, true]);
  });

  it('several outputs and jobs of one big-endian photo keep the same, and it is read the same', async () => {
    // Orientation 6, and a density of 240 in inches, as cameras write them.
    const block = Buffer.from(
      '4d4d002a00000008000301120003000000010006000001 1a0005000000010000003201280003000000010002000000000000000000f000000001'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    );
    const input = Buffer.from(withJpegBlocks(files.jpeg, { exif: block }));
    const written = { output: { format: 'jpeg', keep: 'exif' } } as const;
    const before = Buffer.from(input);
    const [one, other] = await run(input, { outputs: [written, written] });
    const [again] = await run(input, written);
    expect(input).toEqual(before);
    expect(Buffer.from(other?.data as Uint8Array)).toEqual(Buffer.from(one?.data as Uint8Array));
    expect(Buffer.from(again?.data as Uint8Array)).toEqual(Buffer.from(one?.data as Uint8Array));
    expect(densityIn((await sharp(again?.data).metadata()).exif)).toBe(240);
  });

  it('alpha stays beside metadata', async () => {
    const input = await sharp(files.png).ensureAlpha(0.5).keepMetadata().png().toBuffer();
    for (const format of ['png', 'webp', 'avif', 'tiff'] as const) {
      const { file } = await make(input, format, 'all');
      const { icc, hasAlpha, xmp } = await sharp(file).metadata();
      expect([format, hasAlpha, icc?.length, xmp?.includes(PLACE)]).toEqual([
        format,
        true,
        (await sharp(input).metadata()).icc?.length,
        true,
      ]);
      const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      expect([info.channels, Math.abs((data[3] as number) - 128) < 3]).toEqual([4, true]);
    }
  });

  it('animations stay what they are', async () => {
    const frames = await animate('webp', movingSquare(3), { delays: [50, 60, 70], loop: 2 });
    const input = withWebpBlocks(Buffer.from(frames), { exif }, DEFAULT_LIMITS);
    for (const format of ['webp', 'png', 'tiff'] as const) {
      const [made] = await run(input, { output: { format, keep: 'all' } });
      expect(made?.frames ?? { sent: 3 }).toMatchObject({ sent: 3 });
      const file = Buffer.from(made?.data as Uint8Array);
      expect(file.includes(AUTHOR)).toBe(true);
      expect(readHeader(file, DEFAULT_LIMITS).frames?.count).toBe(3);
      if (format !== 'png') expect((await sharp(file, { animated: true }).metadata()).pages).toBe(3);
    }
  });

  it('IPTC goes from JPEG and TIFF into both', async () => {
    // The record of a caption: 2:120, and its length.
    const iptc = Buffer.concat([Buffer.from([0x1c, 2, 120, 0, PLACE.length]), Buffer.from(PLACE)]);
    const inputs = [withJpegBlocks(files.jpeg, { iptc }), withTiffBlocks(files.tiff, { iptc })];
    for (const input of inputs) {
      // libvips gives the whole segment of a JPEG.
      expect((await sharp(input).metadata()).iptc?.includes(iptc)).toBe(true);
      for (const format of ['jpeg', 'tiff'] as const) {
        const iptcOf = async (keep: 'exif' | 'all') =>
          (await sharp((await make(input, format, keep)).file).metadata()).iptc;
        expect([(await iptcOf('all'))?.includes(iptc), await iptcOf('exif')]).toEqual([true, undefined]);
      }
    }
  });
});
