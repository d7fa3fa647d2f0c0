import { affine } from './affine.ts';
import { autoOrient } from './autoOrient.ts';
import { bandbool } from './bandbool.ts';
import { bilateral } from './bilateral.ts';
import { blur } from './blur.ts';
import { boolean } from './boolean.ts';
import { border } from './border.ts';
import { boxBlur } from './boxBlur.ts';
import { brightness } from './brightness.ts';
import { canny } from './canny.ts';
import { cast } from './cast.ts';
import { clahe } from './clahe.ts';
import { clip } from './clip.ts';
import { composite } from './composite.ts';
import { contrast } from './contrast.ts';
import { convolve } from './convolve.ts';
import { curves } from './curves.ts';
import { denoise } from './denoise.ts';
import { dilate } from './dilate.ts';
import { duotone } from './duotone.ts';
import { ensureAlpha } from './ensureAlpha.ts';
import { equalise } from './equalise.ts';
import { erode } from './erode.ts';
import { exposure } from './exposure.ts';
import { extend } from './extend.ts';
import { extract } from './extract.ts';
import { extractChannel } from './extractChannel.ts';
import { flatten } from './flatten.ts';
import { flip } from './flip.ts';
import { flop } from './flop.ts';
import { gamma } from './gamma.ts';
import { greyscale } from './greyscale.ts';
import { highlights } from './highlights.ts';
import { hue } from './hue.ts';
import { joinChannel } from './joinChannel.ts';
import { levels } from './levels.ts';
import { linear } from './linear.ts';
import { lut } from './lut.ts';
import { mask } from './mask.ts';
import { median } from './median.ts';
import { modulate } from './modulate.ts';
import { negate } from './negate.ts';
import { normalise } from './normalise.ts';
import type { Op } from './op.ts';
import { opacity } from './opacity.ts';
import { perspective } from './perspective.ts';
import { pixelate } from './pixelate.ts';
import { recomb } from './recomb.ts';
import { removeAlpha } from './removeAlpha.ts';
import { resize } from './resize.ts';
import { rotate } from './rotate.ts';
import { roundCorners } from './roundCorners.ts';
import { saturation } from './saturation.ts';
import { sepia } from './sepia.ts';
import { shadows } from './shadows.ts';
import { sharpen } from './sharpen.ts';
import { sobel } from './sobel.ts';
import { stats } from './stats.ts';
import { temperature } from './temperature.ts';
import { text } from './text.ts';
import { threshold } from './threshold.ts';
import { tint } from './tint.ts';
import { toLinear } from './toLinear.ts';
import { toSrgb } from './toSrgb.ts';
import { trim } from './trim.ts';
import { unflatten } from './unflatten.ts';
import { vibrance } from './vibrance.ts';
import { watermark } from './watermark.ts';

/** Every operation. Types, grammar, validation, help, docs and tests are derived from this list. */
export const OPS = {
  affine,
  autoOrient,
  bandbool,
  bilateral,
  blur,
  boolean,
  border,
  boxBlur,
  brightness,
  canny,
  cast,
  clahe,
  clip,
  composite,
  contrast,
  convolve,
  curves,
  denoise,
  dilate,
  duotone,
  ensureAlpha,
  equalise,
  erode,
  exposure,
  extend,
  extract,
  extractChannel,
  flatten,
  flip,
  flop,
  gamma,
  greyscale,
  highlights,
  hue,
  joinChannel,
  levels,
  linear,
  lut,
  mask,
  median,
  modulate,
  negate,
  normalise,
  opacity,
  perspective,
  pixelate,
  recomb,
  removeAlpha,
  resize,
  rotate,
  roundCorners,
  saturation,
  sepia,
  shadows,
  sharpen,
  sobel,
  stats,
  temperature,
  text,
  threshold,
  tint,
  toLinear,
  toSrgb,
  trim,
  unflatten,
  vibrance,
  watermark,
} as const;

export type OpName = keyof typeof OPS;

const byName = new Map<string, Op>();
for (const op of Object.values(OPS)) {
  for (const name of [op.name, ...op.aliases]) byName.set(name.toLowerCase(), op as Op);
}

/** Finds an op by name or alias, in any letter case. */
export function findOp(name: string): Op | undefined {
  return byName.get(name.toLowerCase());
}

export function listOps(): readonly Op[] {
  return Object.values(OPS) as readonly Op[];
}
