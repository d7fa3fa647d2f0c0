/**
 * Measures which qualities of WebP and AVIF look like a quality of JPEG: those whose structural similarity (SSIM) with
 * the picture is the same, as the median over photos. The options are those that `auto` gives. `src/recipe/quality.ts`
 * holds the result.
 */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { OWN_OPTIONS } from '../../src/recipe/output.ts';
import { lumaOf, similarity } from './similarity.ts';

/** Longer side of the pictures that are compared, in pixels. */
const SIDE = 800;

const JPEG = [10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 100];

/** Every quality in steps of 4, up to 100. */
const QUALITIES = Array.from({ length: 25 }, (_, index) => 4 + 4 * index);

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
    similarity(
      original,
      await lumaOf(
        await sharp(photo)
          .toFormat(format, { ...OWN_OPTIONS[format], quality })
          .toBuffer(),
      ),
    );
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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
