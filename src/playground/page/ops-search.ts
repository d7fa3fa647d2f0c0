/** Finds operations by what somebody types: names first, then what is said about them, then names that are nearly it. No DOM. */
import { distance } from 'fastest-levenshtein';
import { FAMILY_TITLES } from '../../recipe/families.ts';
import type { CatalogOp } from './catalog.ts';

export type Searched = Pick<CatalogOp, 'name' | 'aliases' | 'summary' | 'family'>;

const FAMILIES: Readonly<Record<string, string>> = FAMILY_TITLES;

/** Points for a word that is a name, begins one, is in one, begins a word of the summary or of the family's title, or is in these. */
const POINTS = { name: 16, start: 8, part: 4, summary: 3, family: 2, text: 1 };

/** Operations by what people call them who know them by no name of theirs. */
const CALLED: Readonly<Record<string, string>> = {
  'black and white': 'greyscale',
  'b&w': 'greyscale',
  bw: 'greyscale',
  monochrome: 'greyscale',
  desaturate: 'saturation',
  thumbnail: 'resize',
  upscale: 'resize',
  downscale: 'resize',
  'white balance': 'temperature',
};

/** Words for what is set with the format, below the steps. */
const OF_OUTPUT = new Set([
  'compress',
  'compression',
  'convert',
  'format',
  'jpg',
  'metadata',
  'quality',
  'save',
  'tif',
]);

/** Whether a text means the format of the result, or one of its options. */
export function meansOutput(text: string, formats: { has(name: string): boolean }): boolean {
  const word = text.trim().toLowerCase();
  return formats.has(word) || OF_OUTPUT.has(word);
}

/** Letters that may differ for each letter of a word that was mistyped. */
const MISTYPED = 1 / 4;

/**
 * The operations that a text means, with how well each fits: every one, equally, for an empty text. If none fits, those
 * whose names differ by a letter in four at most.
 */
export function searchOps<Op extends Searched>(
  ops: readonly Op[],
  text: string,
): { found: ReadonlyMap<Op, number>; isGuess: boolean } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const called = CALLED[words.join(' ')];
  const found = scored(ops, (op) => (op.name === called ? POINTS.name * words.length : scoreOf(op, words)));
  if (found.size > 0) return { found, isGuess: false };
  return { found: scored(ops, (op) => nearness(op, words.join(''))), isGuess: true };
}

function scored<Op>(ops: readonly Op[], score: (op: Op) => number | undefined): Map<Op, number> {
  return new Map(
    ops.flatMap((op) => {
      const points = score(op);
      return points === undefined ? [] : [[op, points] as const];
    }),
  );
}

/** How well an operation fits; undefined if one of the words is nowhere in its texts. */
function scoreOf({ name, aliases, summary, family }: Searched, words: readonly string[]): number | undefined {
  const names = [name, ...aliases].map((each) => each.toLowerCase());
  const title = FAMILIES[family] ?? '';
  const points = words.map((word) => {
    if (names.includes(word)) return POINTS.name;
    if (names.some((each) => each.startsWith(word))) return POINTS.start;
    if (names.some((each) => each.includes(word))) return POINTS.part;
    if (wordsOf(summary).some((each) => each.startsWith(word))) return POINTS.summary;
    if (wordsOf(title).some((each) => each.startsWith(word))) return POINTS.family;
    return `${summary} ${title}`.toLowerCase().includes(word) ? POINTS.text : 0;
  });
  return points.includes(0) ? undefined : points.reduce((sum, each) => sum + each, 0);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}\d]+/u);
}

function nearness({ name, aliases }: Searched, word: string): number | undefined {
  const least = Math.min(...[name, ...aliases].map((each) => distance(each.toLowerCase(), word)));
  return least <= word.length * MISTYPED ? -least : undefined;
}
