import { cast } from './cast.ts';
import { clip } from './clip.ts';
import { dilate } from './dilate.ts';
import { erode } from './erode.ts';
import { gamma } from './gamma.ts';
import { greyscale } from './greyscale.ts';
import { linear } from './linear.ts';
import { negate } from './negate.ts';
import type { Op } from './op.ts';

/** Every operation. Types, grammar, validation, help, docs and tests are derived from this list. */
export const OPS = { cast, clip, dilate, erode, gamma, greyscale, linear, negate } as const;

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
