/** Reads recipes for callers without an engine: the server, the command line and the library. */

import { DEFAULT_LIMITS, type Limits } from '../core/limits.ts';
import { Recent } from '../core/recent.ts';
import { BUILT_IN, type OpSet } from '../ops/op-set.ts';
import { parseCanonical } from './canonical.ts';
import { parseOps } from './grammar.ts';
import { parseRecipe, type Recipe } from './recipe.ts';

/** Number of recipes to remember. Most servers get the same few recipes again and again. */
const MOST_TEXTS = 200;

/** Characters of a text that is remembered at most. */
const LONGEST_TEXT = 4096;

/** The recipes that a Noir instance accepts: within its limits, with the ops that it knows. */
export class Recipes {
  readonly limits: Limits;
  readonly ops: OpSet;
  readonly #written = new Recent<Recipe>(MOST_TEXTS);
  readonly #canonical = new Recent<Recipe>(MOST_TEXTS);

  constructor(limits: Limits = DEFAULT_LIMITS, ops: OpSet = BUILT_IN) {
    this.limits = limits;
    this.ops = ops;
  }

  /** Checks a recipe of unknown origin. Throws `invalid-parameter` with every fault in it. */
  parse(value: unknown): Recipe {
    return parseRecipe(value, this.limits, this.ops);
  }

  /** Reads `resize_800_600,linear_a=1.2,f_webp,q_75`. Throws as `parse` does. */
  parseOps(text: string): Recipe {
    if (text.length > LONGEST_TEXT) return this.parse(parseOps(text, this.ops));
    return this.#written.get(text, () => this.parse(parseOps(text, this.ops)));
  }

  /** Reads a canonical text. Throws as `parse` does, and `cannot-process` for an op that it does not know. */
  parseCanonical(text: string): Recipe {
    if (text.length > LONGEST_TEXT) return parseCanonical(text, this.limits, this.ops);
    return this.#canonical.get(text, () => parseCanonical(text, this.limits, this.ops));
  }
}
