// Compares the extents of `resize` with sharp's over random sizes, fits and options, from raw pixels, JPEG, PNG and WebP:
// `npm run check:extents [rounds]`. sharp takes the extent of a JPEG or WebP from the picture that its loader shrank, so
// it is also asked without that: it does not shrink what is cut first. For people; it fails when that differs.
import sharp, { type ResizeOptions, type Sharp } from 'sharp';
import type { Shape } from '../src/core/image.ts';
import { RESAMPLING_FILTERS } from '../src/math/resampling-filters.ts';
import { makePlan } from '../src/plan/plan.ts';
import { parseRecipe } from '../src/recipe/recipe.ts';
import { NO_LIMITS } from './bench/limits.ts';

const FITS = ['cover', 'contain', 'fill', 'inside', 'outside'] as const;
const KINDS = ['raw', 'jpeg', 'png', 'webp'] as const;
/** Sides of pictures, in pixels. libvips works on every pixel of the result, so other proportions take long. */
const [SHORTEST, LONGEST] = [25, 700];

let state = 1;
/** Numbers from 0 up to 1, the same in each run (Park and Miller's generator). */
function random(): number {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
}

function upTo(limit: number): number {
  return 1 + Math.floor(random() * limit);
}

function side(): number {
  return SHORTEST + upTo(LONGEST - SHORTEST);
}

function randomOptions(): ResizeOptions {
  const sides = [{ width: upTo(300) }, { height: upTo(300) }, { width: upTo(300), height: upTo(300) }];
  return {
    ...sides[upTo(sides.length) - 1],
    fit: FITS[upTo(FITS.length) - 1] as (typeof FITS)[number],
    kernel: RESAMPLING_FILTERS[upTo(RESAMPLING_FILTERS.length) - 1] as NonNullable<ResizeOptions['kernel']>,
    withoutEnlargement: random() < 0.25,
    withoutReduction: random() < 0.1,
    fastShrinkOnLoad: random() < 0.75,
  };
}

async function extentOf(pipeline: Sharp, options: ResizeOptions): Promise<string> {
  const { info } = await pipeline.resize(options).raw().toBuffer({ resolveWithObject: true });
  return `${info.width}x${info.height}`;
}

function ourExtent({ width, height }: { width: number; height: number }, options: ResizeOptions): string {
  const shape: Shape = { width, height, channels: 1, type: 'u8' };
  const { steps } = parseRecipe({ steps: [{ op: 'resize', ...options }] });
  const { output } = makePlan(steps, shape, NO_LIMITS);
  return `${output.width}x${output.height}`;
}

const rounds = Number(process.argv[2] ?? 4000);
const loaded = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
let wrong = 0;
for (let round = 0; round < rounds; round++) {
  const [width, height] = [side(), side()];
  const kind = KINDS[round % KINDS.length] as (typeof KINDS)[number];
  const raw = { width, height, channels: 1 } as const;
  const pixels = sharp(new Uint8Array(width * height), { raw });
  const file = kind === 'raw' ? undefined : await pixels.clone().toFormat(kind).toBuffer();
  const open = () => (file ? sharp(file) : pixels.clone());
  const options = randomOptions();
  const ours = ourExtent({ width, height }, options);
  const unshrunk = await extentOf(open().extract({ left: 0, top: 0, width, height }), options);
  if (ours !== (await extentOf(open(), options))) loaded[kind] = (loaded[kind] ?? 0) + 1;
  if (ours === unshrunk) continue;
  wrong++;
  console.log(`${kind} ${width}x${height} ${JSON.stringify(options)}: ${ours}, sharp ${unshrunk}`);
}
console.log(`${rounds} resizes: ${wrong} extents differ from sharp's without its loader's shrinking.`);
console.log(`With it, by kind: ${JSON.stringify(loaded)}.`);
process.exitCode = wrong > 0 ? 1 : 0;
