/** Reads recipes for whoever has no engine: the server, the command line and the library. */

import { DEFAULT_LIMITS, type Limits } from '../core/limits.ts';
import { BUILT_IN, type OpSet } from '../ops/op-set.ts';
import { parseCanonical } from './canonical.ts';
import { parseOps } from './grammar.ts';
import { parseRecipe, type Recipe } from './recipe.ts';

/** The recipes that one Noir takes: those within its limits, of the ops that it knows. */
export class Recipes {
  readonly limits: Limits;
  readonly ops: OpSet;

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
    return this.parse(parseOps(text, this.ops));
  }

  /** Reads a canonical text. Throws as `parse` does, and `cannot-process` for an op that it does not know. */
  parseCanonical(text: string): Recipe {
    return parseCanonical(text, this.limits, this.ops);
  }
}
