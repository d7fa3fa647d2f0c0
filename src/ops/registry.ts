import { autoOrient } from './autoOrient.ts';
import { brightness } from './brightness.ts';
import { cast } from './cast.ts';
import { clip } from './clip.ts';
import { contrast } from './contrast.ts';
import { curves } from './curves.ts';
import { dilate } from './dilate.ts';
import { duotone } from './duotone.ts';
import { ensureAlpha } from './ensureAlpha.ts';
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
import { levels } from './levels.ts';
import { linear } from './linear.ts';
import { modulate } from './modulate.ts';
import { negate } from './negate.ts';
import type { Op } from './op.ts';
import { opacity } from './opacity.ts';
import { recomb } from './recomb.ts';
import { removeAlpha } from './removeAlpha.ts';
import { resize } from './resize.ts';
import { rotate } from './rotate.ts';
import { saturation } from './saturation.ts';
import { sepia } from './sepia.ts';
import { shadows } from './shadows.ts';
import { temperature } from './temperature.ts';
import { threshold } from './threshold.ts';
import { tint } from './tint.ts';
import { toLinear } from './toLinear.ts';
import { toSrgb } from './toSrgb.ts';
import { unflatten } from './unflatten.ts';
import { vibrance } from './vibrance.ts';

/** Every operation. Types, grammar, validation, help, docs and tests are derived from this list. */
export const OPS = {
  autoOrient,
  brightness,
  cast,
  clip,
  contrast,
  curves,
  dilate,
  duotone,
  ensureAlpha,
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
  levels,
  linear,
  modulate,
  negate,
  opacity,
  recomb,
  removeAlpha,
  resize,
  rotate,
  saturation,
  sepia,
  shadows,
  temperature,
  threshold,
  tint,
  toLinear,
  toSrgb,
  unflatten,
  vibrance,
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
