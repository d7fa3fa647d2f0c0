/** Chooses the output's format and options that a recipe leaves open, once the input is known. */
import { type Extent, hasAlpha, type Shape } from '../core/image.ts';
import type { FormatName, Output } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { DEFAULT_LOOK, qualityFor } from './quality.ts';
import type { RecipeOutput } from './recipe.ts';

/** Default format for samples. PNG keeps integers unchanged. */
const FOR_SAMPLES: FormatName = 'png';

/** Pixels up to which `auto` may choose AVIF. Its encoder takes about ten times as long as that of WebP. */
export const AVIF_PIXELS = 2_000_000;

/** Pixels up to which AVIF is made when nobody waits for it. Its encoder takes some 35 bytes of memory for each. */
export const LATER_AVIF_PIXELS = 12_000_000;

/** The picture that the format must be able to hold. */
interface Needs {
  /** Number of frames, 1 for a still picture. */
  readonly frames: number;
  readonly alpha: boolean;
  /** The extent of a frame. */
  readonly extent: Extent;
  /** Whether the input's file has at most 256 colours. */
  readonly fewColors: boolean;
  /** Bytes of such a file, if the picture was changed and has no more pixels than it. */
  readonly changedFile?: number | undefined;
}

/** What a picture of that shape needs. */
export function needsOf(
  { width, height, channels }: Shape,
  frames: number,
  fewColors: boolean,
  changedFile?: number,
): Needs {
  return { frames, alpha: hasAlpha(channels), extent: { width, height }, fewColors, changedFile };
}

interface Choice {
  /** Formats that the client accepts, best first. */
  readonly accepted: readonly FormatName[];
  readonly needs: Needs;
}

const NO_CHOICE: Choice = {
  accepted: [],
  needs: { frames: 1, alpha: false, extent: { width: 1, height: 1 }, fewColors: false },
};

/**
 * Chooses the format: the one asked for; for `auto`, the best of `accepted`; else `own`, the input's format, which is
 * undefined for samples. Fills in the encoder's defaults. Where `auto` chose, a quality means the same look in each
 * format; a named format has a scale of its own.
 */
export function settleOutput(
  { format, quality, options }: RecipeOutput,
  own: FormatName | undefined,
  { accepted, needs }: Choice = NO_CHOICE,
): Output {
  if (format === 'auto') {
    const name = best(accepted, needs, own) ?? own ?? FOR_SAMPLES;
    return rounding(encoding(name, qualityFor(name, quality ?? DEFAULT_LOOK), options), needs);
  }
  if (format !== undefined) return encoding(format, quality, options);
  return rounding(encoding(own ?? FOR_SAMPLES, quality, options), needs);
}

/** A file with a palette, whose format nobody named, shall not grow when its picture is changed. */
function rounding(output: Output, { changedFile }: Needs): Output {
  const { palette, colours, progressive } = output.options;
  const isFree = palette === undefined && colours === undefined && progressive !== true;
  if (output.format !== 'png' || changedFile === undefined || !isFree) return output;
  return { ...output, roundsAbove: changedFile };
}

/** Encodings by the options of a recipe, which do not change. */
const encodings = new WeakMap<RecipeOutput['options'], Map<string, Output>>();

function encoding(format: FormatName, quality: number | undefined, options: RecipeOutput['options']): Output {
  const known = encodings.get(options) ?? new Map<string, Output>();
  const key = `${format} ${quality}`;
  const output = known.get(key) ?? checkEncoding(format, quality, options);
  encodings.set(options, known.set(key, output));
  return output;
}

function checkEncoding(
  format: FormatName,
  quality: number | undefined,
  options: RecipeOutput['options'],
): Output {
  const schema = FORMATS[format].options;
  // Formats without a quality setting ignore it, so that one URL fits whatever format is negotiated.
  const withQuality = schema.safeParse({ ...options, ...(quality !== undefined && { quality }) });
  const parsed = withQuality.success ? withQuality.data : schema.parse(options);
  return { format, options: parsed as Output['options'] };
}

/**
 * The best of the accepted formats that can hold the picture: the first that loses neither frames nor alpha. PNG takes
 * the place of JPEG for pictures of few colours. If each one loses frames or alpha, frames count for more.
 */
function best(
  accepted: readonly FormatName[],
  needs: Needs,
  own: FormatName | undefined,
): FormatName | undefined {
  const enough = own && FORMATS[own].alpha === 'mask' ? ['mask', 'full'] : ['full'];
  const keepsFrames = (name: FormatName) => needs.frames === 1 || FORMATS[name].animated;
  const keepsAlpha = (name: FormatName) => !needs.alpha || enough.includes(FORMATS[name].alpha);
  const able = accepted.filter((name) => fits(name, needs));
  const found =
    able.find((name) => keepsFrames(name) && keepsAlpha(name)) ??
    able.find(keepsFrames) ??
    able.find(keepsAlpha) ??
    able[0] ??
    accepted[0];
  return found === 'jpeg' && needs.fewColors && able.includes('png') ? 'png' : found;
}

/** Whether the format's encoder takes a picture of this extent, in a time that suits a choice of ours. */
function fits(name: FormatName, { extent }: Needs): boolean {
  return holds(name, extent) && (name !== 'avif' || extent.width * extent.height <= AVIF_PIXELS);
}

/** Whether the format can hold a picture of this extent. */
function holds(name: FormatName, { width, height }: Extent): boolean {
  return Math.max(width, height) <= (FORMATS[name].maxSide ?? Number.POSITIVE_INFINITY);
}

/** Whether AVIF can hold the picture, but takes too long for somebody who waits. */
export function isForLaterAvif(extent: Extent): boolean {
  const pixels = extent.width * extent.height;
  return holds('avif', extent) && pixels > AVIF_PIXELS && pixels <= LATER_AVIF_PIXELS;
}
