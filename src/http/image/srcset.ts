/** `GET /image/srcset/{ops}/{source}?widths=…`: the attributes of an `<img>`, with the widths that its pictures have. */
import { NoirError } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import { uprightExtent } from '../../formats/orientation.ts';
import { readHeader } from '../../formats/registry.ts';
import { makePlan } from '../../plan/plan.ts';
import type { Recipes } from '../../recipe/recipes.ts';
import { badParameter } from '../problem.ts';
import { readOps } from './address.ts';

/** Widths when the client names none: those of common screens and their halves. */
const WIDTHS = [320, 640, 960, 1280, 1920, 2560];

/** Widths in one call at most. */
const MOST = 32;

interface Candidate extends Extent {
  readonly url: string;
}

/** The attributes of an `<img>`. `src`, `width` and `height` are those of the largest picture. */
export interface Srcset extends Extent {
  readonly src: string;
  readonly srcset: string;
  readonly candidates: readonly Candidate[];
}

/** Reads `320,640,960`. Throws `invalid-parameter`. */
export function readWidths(text: string | undefined): readonly number[] {
  if (text === undefined) return WIDTHS;
  const widths = text.split(',').map((each) => (/^\d{1,5}$/.test(each) ? Number(each) : 0));
  if (widths.length <= MOST && widths.every((width) => width > 0)) return widths;
  throw badParameter('/widths', `expected 1 to ${MOST} whole numbers with commas between them`);
}

interface Wanted {
  /** The recipe, as it stands in the address. */
  readonly ops: string;
  readonly widths: readonly number[];
  /** The address of the picture with another recipe. */
  url(ops: string): string;
}

/**
 * The pictures of a `srcset`. A width that the picture does not have gives its largest one, and equal ones are named
 * once. Decodes nothing. Throws as reading a header and a recipe do.
 */
export function makeSrcset(bytes: Uint8Array, { ops, widths, url }: Wanted, recipes: Recipes): Srcset {
  const sized = new Map<number, Candidate>();
  for (const width of [...widths].sort((a, b) => a - b)) {
    const text = ops === '_' ? `w_${width}` : `${ops},w_${width}`;
    const extent = extentAfter(bytes, text, recipes);
    if (!sized.has(extent.width)) sized.set(extent.width, { url: url(text), ...extent });
  }
  const candidates = [...sized.values()];
  const largest = candidates.at(-1);
  if (!largest) throw new NoirError('invalid-parameter', 'There are no widths');
  return {
    src: largest.url,
    srcset: candidates.map((each) => `${each.url} ${each.width}w`).join(', '),
    width: largest.width,
    height: largest.height,
    candidates,
  };
}

/** Width and height of a picture after its steps. */
function extentAfter(bytes: Uint8Array, ops: string, recipes: Recipes): Extent {
  const recipe = readOps(ops, recipes);
  const header = readHeader(bytes, recipes.limits, recipe.input);
  const { channels, type, orientation } = header;
  const shape = { ...uprightExtent(header, orientation), channels, type };
  const { width, height } = makePlan(recipe.steps, shape, recipes.limits).output;
  return { width, height };
}
