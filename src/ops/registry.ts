/** The list of all operations. Types, grammar, validation, help, docs and tests are derived from it. */
import { blur } from './blur/blur.ts';
import { boxBlur } from './blur/boxBlur.ts';
import { sharpen } from './blur/sharpen.ts';
import { bandbool } from './channels/bandbool.ts';
import { boolean } from './channels/boolean.ts';
import { cast } from './channels/cast.ts';
import { ensureAlpha } from './channels/ensureAlpha.ts';
import { extractChannel } from './channels/extractChannel.ts';
import { flatten } from './channels/flatten.ts';
import { joinChannel } from './channels/joinChannel.ts';
import { opacity } from './channels/opacity.ts';
import { removeAlpha } from './channels/removeAlpha.ts';
import { unflatten } from './channels/unflatten.ts';
import { duotone } from './color/duotone.ts';
import { greyscale } from './color/greyscale.ts';
import { hue } from './color/hue.ts';
import { lut } from './color/lut.ts';
import { modulate } from './color/modulate.ts';
import { recomb } from './color/recomb.ts';
import { saturation } from './color/saturation.ts';
import { sepia } from './color/sepia.ts';
import { temperature } from './color/temperature.ts';
import { tint } from './color/tint.ts';
import { vibrance } from './color/vibrance.ts';
import { canny } from './convolve/canny.ts';
import { convolve } from './convolve/convolve.ts';
import { sobel } from './convolve/sobel.ts';
import { autoOrient } from './geometry/autoOrient.ts';
import { extend } from './geometry/extend.ts';
import { extract } from './geometry/extract.ts';
import { flip } from './geometry/flip.ts';
import { flop } from './geometry/flop.ts';
import { trim } from './geometry/trim.ts';
import { border } from './layers/border.ts';
import { composite } from './layers/composite.ts';
import { mask } from './layers/mask.ts';
import { roundCorners } from './layers/roundCorners.ts';
import { text } from './layers/text.ts';
import { watermark } from './layers/watermark.ts';
import type { Op } from './op.ts';
import { dilate } from './rank/dilate.ts';
import { erode } from './rank/erode.ts';
import { median } from './rank/median.ts';
import { pixelate } from './resize/pixelate.ts';
import { resize } from './resize/resize.ts';
import { bilateral } from './similar/bilateral.ts';
import { denoise } from './similar/denoise.ts';
import { stats } from './statistics/stats.ts';
import { brightness } from './tone/brightness.ts';
import { clahe } from './tone/clahe.ts';
import { clip } from './tone/clip.ts';
import { contrast } from './tone/contrast.ts';
import { curves } from './tone/curves.ts';
import { equalise } from './tone/equalise.ts';
import { exposure } from './tone/exposure.ts';
import { gamma } from './tone/gamma.ts';
import { highlights } from './tone/highlights.ts';
import { levels } from './tone/levels.ts';
import { linear } from './tone/linear.ts';
import { negate } from './tone/negate.ts';
import { normalise } from './tone/normalise.ts';
import { shadows } from './tone/shadows.ts';
import { stretch } from './tone/stretch.ts';
import { threshold } from './tone/threshold.ts';
import { toLinear } from './tone/toLinear.ts';
import { toSrgb } from './tone/toSrgb.ts';
import { affine } from './warp/affine.ts';
import { perspective } from './warp/perspective.ts';
import { rotate } from './warp/rotate.ts';

/** Every operation by its name. */
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
  stretch,
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

/** The name of an op that comes with Noir. */
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
