/**
 * Measures which qualities of WebP and AVIF look like a quality of JPEG: those whose structural similarity (SSIM) with
 * the picture is the same, as the median over photos. `src/recipe/quality.ts` holds the result.
 */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';

/** Longer side of the pictures that are compared, in pixels. */
const SIDE = 800;

const JPEG = [10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 100];

/** Every quality in steps of 4, up to 100. */
const QUALITIES = Array.from({ length: 25 }, (_, index) => 4 + 4 * index);

interface Picture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Prints a row for each quality of JPEG. `files` are photos. */
export async function benchLook(files: readonly string[]): Promise<void> {
  const found: Awaited<ReturnType<typeof alike>>[] = [];
  for (const file of files) found.push(await alike(file));
  console.log(`\nqualities with the same SSIM, medians of ${files.length} photos at ${SIDE} pixels\n`);
  console.log('| jpeg | webp | avif |\n|---:|---:|---:|');
  for (const [at, quality] of JPEG.entries()) {
    const [webp, avif] = (['webp', 'avif'] as const).map((name) =>
      median(found.map((photo) => photo[at]?.[name] ?? Number.NaN)),
    );
    console.log(`| ${quality} | ${webp} | ${avif} |`);
  }
}

/** For each quality of JPEG, the least quality of the others that is as near to the photo. */
async function alike(file: string) {
  const photo = await sharp(readFileSync(file))
    .autoOrient()
    .resize({ width: SIDE, height: SIDE, fit: 'inside' })
    .removeAlpha()
    .toColourspace('srgb')
    .png()
    .toBuffer();
  const original = await lumaOf(photo);
  const similarityOf = async (format: 'jpeg' | 'webp' | 'avif', quality: number) =>
    similarity(original, await lumaOf(await sharp(photo).toFormat(format, { quality }).toBuffer()));
  const curve = async (format: 'webp' | 'avif') => {
    const curve: [quality: number, similarity: number][] = [];
    for (const quality of QUALITIES) curve.push([quality, await similarityOf(format, quality)]);
    return curve;
  };
  const [webp, avif] = [await curve('webp'), await curve('avif')];
  const rows: { webp: number; avif: number }[] = [];
  for (const quality of JPEG) {
    const wanted = await similarityOf('jpeg', quality);
    rows.push({ webp: reach(webp, wanted), avif: reach(avif, wanted) });
  }
  return rows;
}

/** The quality at which a curve reaches a similarity, on straight lines between its points. */
function reach(curve: readonly [number, number][], wanted: number): number {
  const at = curve.findIndex(([, similarity]) => similarity >= wanted);
  if (at < 0) return 100;
  const [to, above] = curve[at] as [number, number];
  const before = curve[at - 1];
  if (!before) return to;
  const [from, below] = before;
  return Math.round(from + ((to - from) * (wanted - below)) / (above - below));
}

async function lumaOf(file: Buffer): Promise<Picture> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixels = info.width * info.height;
  const luma = Buffer.alloc(pixels);
  for (let at = 0; at < pixels; at++) {
    const [red, green, blue] = data.subarray(
      at * info.channels,
      at * info.channels + 3,
    ) as unknown as number[];
    luma[at] = Math.round(0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0));
  }
  return { data: luma, width: info.width, height: info.height };
}

/** Sides of the windows in pixels, and the step from one to the next. */
const WINDOW = 8;
const STEP = 4;

/** Mean SSIM of luma (Wang et al. 2004), over windows of 8 x 8 pixels with equal weights. */
function similarity(one: Picture, other: Picture): number {
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  let [sum, windows] = [0, 0];
  for (let top = 0; top + WINDOW <= one.height; top += STEP) {
    for (let left = 0; left + WINDOW <= one.width; left += STEP) {
      let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
      for (let y = top; y < top + WINDOW; y++) {
        for (let x = left; x < left + WINDOW; x++) {
          const [p, q] = [one.data[y * one.width + x] as number, other.data[y * one.width + x] as number];
          [a, b, aa, bb, ab] = [a + p, b + q, aa + p * p, bb + q * q, ab + p * q];
        }
      }
      const count = WINDOW ** 2;
      const [meanA, meanB] = [a / count, b / count];
      const [varA, varB] = [aa / count - meanA ** 2, bb / count - meanB ** 2];
      const both = ab / count - meanA * meanB;
      sum +=
        ((2 * meanA * meanB + c1) * (2 * both + c2)) / ((meanA ** 2 + meanB ** 2 + c1) * (varA + varB + c2));
      windows++;
    }
  }
  return sum / windows;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
