/** Finds the palette of a frame, and packs the frame as indices into it. */
import { type Extent, type Image, pixelCount } from '../../core/image.ts';
import { Simd } from '../../kernels/simd/simd.ts';
import type { InPieces } from '../pauses.ts';
import { Palette } from '../png/palette.ts';
import { type Bands, findPalette, paletteBytes } from './find-palette.ts';
import { codeSizeOf, type PackedIndices, Packer } from './packer.ts';

/** Options of the encoder, with sharp's meaning. */
export interface GifOptions {
  /** Most colours of a palette, 2 to 256. A transparent one counts. */
  readonly colours?: number | undefined;
  /** Effort for finding a good palette, 1 to 10. */
  readonly effort?: number | undefined;
  /** Strength of the dithering, 0 to 1. */
  readonly dither?: number | undefined;
  /** Whether to name a transparent colour, where there is room, even if no pixel has it. So the picture keeps its alpha. */
  readonly masked?: boolean | undefined;
}

/** A frame as indices, packed. */
export interface PackedFrame extends PackedIndices {
  /** Red, green and blue of each colour, the transparent one among them. */
  readonly palette: Uint8Array;
  /** Index of the transparent colour. */
  readonly transparent: number | undefined;
}

/** The defaults of the format's options. */
const [COLORS, EFFORT, DITHER] = [256, 7, 1];

/** Strength of the error diffusion at `dither: 1`. At 1 the noise costs more likeness than it gains. */
const STRENGTH = 0.8;

/** Pixels that the search for a palette looks at, at most. */
const COUNTED = 2 ** 20;

/** Pixels between two yields. */
const PIECE = 2 ** 15;

/** Bytes of the cache of near colours (`assembly/dither.ts`). */
const CACHE = 4 << 18;

/**
 * Packs a frame of red, green, blue and alpha, as `maskedPixels` gives them. Few colours stay exact; more are reduced to the
 * palette with the smallest squared error that the effort finds, and dithered.
 */
export function* packFrame(pixels: Uint8Array, extent: Extent, options: GifOptions): InPieces<PackedFrame> {
  const image = imageOf(pixels, extent);
  return (yield* packFew(image, options)) ?? (yield* packMany(image, options));
}

/**
 * The same for what changes in a frame: pixels of `marked` that stay as they are on the screen are 0. Where their index is one
 * too many for the palette to stay exact, `pixels` are packed.
 */
export function* packChange(
  marked: Uint8Array,
  pixels: Uint8Array,
  extent: Extent,
  options: GifOptions,
): InPieces<PackedFrame> {
  const image = imageOf(marked, extent);
  return (
    (yield* packFew(image, options)) ??
    (yield* packFew(imageOf(pixels, extent), options)) ??
    (yield* packMany(image, options))
  );
}

function imageOf(pixels: Uint8Array, { width, height }: Extent): Image {
  return { width, height, channels: 4, type: 'u8', data: pixels, space: 'srgb' };
}

/** Undefined where the palette does not hold the colours. */
function* packFew(image: Image, options: GifOptions): InPieces<PackedFrame | undefined> {
  const { colours = COLORS, masked } = options;
  const palette = yield* Palette.find(image);
  if (!palette || palette.colors.length > colours) return undefined;
  const packed = yield* packExactly(image, palette);
  const { length } = palette.colors;
  if (!masked || packed.transparent !== undefined || length === colours) return packed;
  return { ...packed, palette: Uint8Array.from([...packed.palette, 0, 0, 0]), transparent: length };
}

function* packExactly(image: Image, palette: Palette): InPieces<PackedFrame> {
  const { colors } = palette;
  const { width, height } = image;
  const rows = Math.max(1, Math.floor(PIECE / width));
  const indices = new Uint8Array(rows * width);
  return yield* Simd.lend(function* (simd) {
    const packer = new Packer(simd, codeSizeOf(colors.length), indices.length);
    for (let y = 0; y < height; y += rows) {
      const count = width * Math.min(rows, height - y);
      palette.number(image, y * width, y * width + count, indices);
      simd.bytes.set(indices.subarray(0, count), packer.indices);
      packer.add(count);
      yield;
    }
    const transparent = (colors[0] as number) >>> 24 === 0 ? 0 : undefined;
    const bytes = Uint8Array.from(
      colors.flatMap((color) => [color & 255, (color >> 8) & 255, (color >> 16) & 255]),
    );
    return { palette: bytes, transparent, ...packer.end() };
  });
}

function packMany(image: Image, options: GifOptions): InPieces<PackedFrame> {
  return Simd.lend((simd) => packReduced(simd, image, options));
}

function* packReduced(simd: Simd, image: Image, options: GifOptions): InPieces<PackedFrame> {
  const { width, height } = image;
  const pixels = image.data as Uint8Array;
  const { colours = COLORS, effort = EFFORT, dither = DITHER } = options;
  const holes = options.masked || hasHoles(pixels);
  const rows = Math.max(1, Math.floor(PIECE / width));
  const band = simd.take(4 * rows * width);
  const load = (y: number) => {
    const count = width * Math.min(rows, height - y);
    simd.bytes.set(pixels.subarray(4 * y * width, 4 * (y * width + count)), band);
    return { place: band, count };
  };
  const bands: Bands = function* () {
    for (let y = 0; y < height; y += rows) yield load(y);
  };
  const step = Math.ceil(pixelCount(image) / COUNTED);
  const found = yield* findPalette(simd, bands, { step, most: colours - (holes ? 1 : 0), effort });
  const transparent = holes ? found.count : undefined;
  const packer = new Packer(simd, codeSizeOf(found.count + (holes ? 1 : 0)), rows * width);
  const cache = simd.take(CACHE);
  simd.bytes.fill(0, cache, cache + CACHE);
  const length = 16 * (width + 2);
  let [here, below] = [simd.take(length), simd.take(length)];
  simd.bytes.fill(0, here, here + length);
  simd.bytes.fill(0, below, below + length);
  for (let y = 0; y < height; y += rows) {
    const { count } = load(y);
    for (let row = 0; row * width < count; row++) {
      const [from, to] = [band + 4 * row * width, packer.indices + row * width];
      const back = (y + row) % 2;
      const { palette, bytes } = found;
      simd.code.ditherRow(
        from,
        width,
        back,
        here,
        below,
        palette,
        bytes,
        cache,
        STRENGTH * dither,
        transparent ?? 0,
        to,
      );
      [here, below] = [below, here];
      simd.bytes.fill(0, below, below + length);
    }
    packer.add(count);
    yield;
  }
  return { palette: paletteBytes(simd, found, holes), transparent, ...packer.end() };
}

function hasHoles(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] === 0) return true;
  return false;
}
