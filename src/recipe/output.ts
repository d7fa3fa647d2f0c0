/** Chooses the output's format and options that a recipe leaves open, once the input is known. */
import { type Extent, hasAlpha, type Shape } from '../core/image.ts';
import type { FormatName, Output } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { DEFAULT_LOOK, qualityFor } from './quality.ts';
import type { RecipeOutput } from './recipe.ts';

/** Default format for samples. PNG keeps integers unchanged. */
const FOR_SAMPLES: FormatName = 'png';

/**
 * Formats whose files are smaller than those that every client shows, and whose encoders take longer: the expected
 * milliseconds of encoding up to which `auto` chooses one, for all outputs of a job. Decision 23 says why.
 */
export const ENCODING_TIME: Readonly<Partial<Record<FormatName, number>>> = { avif: 125, webp: 700 };

/**
 * AVIFs that are made when nobody waits for them: expected milliseconds at most, so that somebody who waits for the only
 * place that heavy jobs have is still answered within 10 s; and pixels, for each of which the encoder takes some 35 bytes
 * of memory.
 */
export const LATER_AVIF = { time: 4000, pixels: 12_000_000 };

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

/** Options of encoders where `auto` chose the format. Recipes give none then. */
export const OWN_OPTIONS: Readonly<Partial<Record<FormatName, RecipeOutput['options']>>> = {
  // A seventh of the time of effort 4 for files that are 3 to 8 % larger at the same look.
  avif: { effort: 2 },
};

interface Choice {
  /** Formats that the client accepts, best first. */
  readonly accepted: readonly FormatName[];
  readonly needs: Needs;
  /** Expected milliseconds of encoding a frame, as a share of what all outputs of the job may take. */
  timeOf(output: Output): number;
}

const NO_CHOICE: Choice = {
  accepted: [],
  needs: { frames: 1, alpha: false, extent: { width: 1, height: 1 }, fewColors: false },
  timeOf: () => 0,
};

/**
 * Chooses the format: the one asked for; for `auto`, the best of `accepted`; else `own`, the input's format, which is
 * undefined for samples. Fills in the encoder's defaults. Where `auto` chose, a quality means the same look in each
 * format; a named format has a scale of its own.
 */
export function settleOutput(
  { format, quality, options }: RecipeOutput,
  own: FormatName | undefined,
  choice: Choice = NO_CHOICE,
): Output {
  const { needs } = choice;
  if (format === 'auto') {
    const outputOf = (name: FormatName, ours = OWN_OPTIONS) => {
      return encoding(name, qualityFor(name, quality ?? DEFAULT_LOOK), ours[name] ?? options);
    };
    const output = best(choice, own, outputOf) ?? outputOf(own ?? FOR_SAMPLES);
    return rounding(output, needs);
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
 * The best of the accepted formats that can hold the picture: the first that loses neither frames nor alpha. If each one
 * loses frames or alpha, frames count for more. A format of small files that takes too long makes way for the next one.
 * If all of them do, the quickest is taken. PNG takes the place of JPEG for pictures of few colours, and of GIF, which would
 * lose colours, for still pictures of others.
 */
function best(
  { accepted, needs, timeOf }: Choice,
  own: FormatName | undefined,
  outputOf: (name: FormatName, ours?: typeof OWN_OPTIONS) => Output,
): Output | undefined {
  const able = accepted.filter((name) => holds(name, needs.extent));
  const fit = fitting(able.length > 0 ? able : accepted, needs, own);
  if (fit.length === 0) return undefined;
  const timed = untilUsual(fit).map((name) => {
    const output = outputOf(name);
    return { name, output, time: timeOf(output) * (FORMATS[name].animated ? needs.frames : 1) };
  });
  const [first] = timed;
  const quickest = timed.reduce((a, b) => (b.time < a.time ? b : a));
  const found = timed.find(({ name, time }) => time <= (ENCODING_TIME[name] ?? 0)) ?? quickest;
  const losesColors = found.name === 'gif' && needs.frames === 1 && own !== 'gif';
  const isPng = (found.name === 'jpeg' && needs.fewColors) || losesColors;
  const output = isPng && able.includes('png') ? outputOf('png') : found.output;
  if (!first || found === first) return output;
  return { ...output, heldBack: { format: first.name, time: first.time } };
}

/**
 * The formats of small files that come first, and the first one behind them. GIF is none such: it is quick, but several
 * times as large as WebP.
 */
function untilUsual(formats: readonly FormatName[]): readonly FormatName[] {
  const usual = formats.findIndex((name) => ENCODING_TIME[name] === undefined);
  if (usual < 0) return formats;
  return formats.slice(0, formats[usual] === 'gif' && usual > 0 ? usual : usual + 1);
}

/** Those of the formats that lose nothing of the picture, or as little as any of them. */
function fitting(
  formats: readonly FormatName[],
  needs: Needs,
  own: FormatName | undefined,
): readonly FormatName[] {
  const enough = own && FORMATS[own].alpha === 'mask' ? ['mask', 'full'] : ['full'];
  const keepsFrames = (name: FormatName) => needs.frames === 1 || FORMATS[name].animated;
  const keepsAlpha = (name: FormatName) => !needs.alpha || enough.includes(FORMATS[name].alpha);
  const kept = [
    formats.filter((name) => keepsFrames(name) && keepsAlpha(name)),
    formats.filter(keepsFrames),
    formats.filter(keepsAlpha),
  ];
  return kept.find(({ length }) => length > 0) ?? formats;
}

/** Whether the format can hold a picture of this extent. */
function holds(name: FormatName, { width, height }: Extent): boolean {
  return Math.max(width, height) <= (FORMATS[name].maxSide ?? Number.POSITIVE_INFINITY);
}
