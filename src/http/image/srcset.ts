/** `GET /image/srcset/{ops}/{source}?widths=…`: the attributes of an `<img>`, with the widths that its pictures have. */
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { uprightExtent } from '../../formats/orientation.ts';
import { readHeader } from '../../formats/registry.ts';
import { makePlan } from '../../plan/plan.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { badParameter } from '../problem.ts';
import type { Admitted, Gatekeeper } from './gatekeeper.ts';

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
export function readWidths(text: string | undefined, usual: readonly number[] = WIDTHS): readonly number[] {
  if (text === undefined) return usual;
  const widths = text.split(',').map((each) => (/^\d{1,5}$/.test(each) ? Number(each) : 0));
  if (widths.length <= MOST && widths.every((width) => width > 0)) return widths;
  throw badParameter('/widths', `expected 1 to ${MOST} whole numbers with commas between them`);
}

interface Wanted extends Pick<Admitted, 'ops' | 'address' | 'source' | 'expires'> {
  readonly widths: readonly number[];
  /** The path that addresses of pictures begin with. */
  readonly base: string;
}

interface Means {
  readonly gate: Gatekeeper;
  readonly limits: Limits;
}

/**
 * The pictures of a `srcset`. A width that the picture does not have gives its largest one, and equal ones are named
 * once. Decodes nothing. Throws as reading a header and a recipe do.
 */
export function makeSrcset(bytes: Uint8Array, wanted: Wanted, { gate, limits }: Means): Srcset {
  const { ops, source, widths, base } = wanted;
  const sized = new Map<number, Candidate>();
  for (const width of [...widths].sort((a, b) => a - b)) {
    const segment = encodeOps(ops === '' ? `w_${width}` : `${ops},w_${width}`);
    const { recipe, query } = gate.write(segment, wanted);
    const extent = extentAfter(bytes, recipe, limits);
    // A comma at the end of an address would end it in the attribute.
    const url = `${base}${segment}/${source.replaceAll(',', '%2C')}${query}`;
    if (!sized.has(extent.width)) sized.set(extent.width, { url, ...extent });
  }
  const candidates = [...sized.values()];
  const largest = candidates.at(-1) as Candidate;
  return {
    src: largest.url,
    srcset: candidates.map((each) => `${each.url} ${each.width}w`).join(', '),
    width: largest.width,
    height: largest.height,
    candidates,
  };
}

/** A recipe's text as a segment of a path; what is percent-encoded in it stays so. */
function encodeOps(text: string): string {
  return encodeURIComponent(text).replace(/%(?:25|2C|3A|3D|26|2B|40)/g, decodeURIComponent);
}

/** Width and height of a picture after its steps. */
function extentAfter(bytes: Uint8Array, recipe: Recipe, limits: Limits): Extent {
  const header = readHeader(bytes, limits, recipe.input);
  const { channels, type, orientation } = header;
  const shape = { ...uprightExtent(header, orientation), channels, type };
  const { width, height } = makePlan(recipe.steps, shape, limits).output;
  return { width, height };
}
