/** Which recipes addresses may have: presets, and lists of sizes, so that nobody fills a cache with variants. */
import { NoirError } from '../core/errors.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';

export interface PolicyOptions {
  /** Recipes by name. In an address the name stands for the recipe: `/image/thumb/cat.jpg`. */
  readonly presets?: Readonly<Record<string, string>>;
  /** Whether addresses have one preset and nothing else. */
  readonly presetsOnly?: boolean;
  /** Pixels that a `resize` may have for width and height; every number by default. */
  readonly sizes?: readonly number[];
}

/** Names of presets: no separator of the grammar is in them. */
const NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

export class Policy {
  readonly #presets: ReadonlyMap<string, string>;
  readonly #presetsOnly: boolean;
  readonly #sizes: ReadonlySet<number> | undefined;

  /** Throws an error for a preset that has the name of an op, or is no recipe. */
  constructor({ presets = {}, presetsOnly = false, sizes }: PolicyOptions, recipes: Recipes) {
    for (const [name, ops] of Object.entries(presets)) {
      if (!NAME.test(name) || recipes.ops.find(name)) {
        throw new Error(
          `${JSON.stringify(name)} cannot name a preset: use letters, digits and "-", and no op's name`,
        );
      }
      recipes.parseOps(ops);
    }
    if (presetsOnly && Object.keys(presets).length === 0)
      throw new Error('there are no presets to allow only');
    if (sizes?.length === 0) throw new Error('a list of sizes has one at least');
    this.#presets = new Map(Object.entries(presets));
    this.#presetsOnly = presetsOnly;
    this.#sizes = sizes && new Set(sizes);
  }

  /** The recipe's text with the presets in place of their names. Throws `recipe-forbidden`. */
  expand(ops: string): string {
    const words = ops.split(',').filter(Boolean);
    if (this.#presetsOnly && (words.length !== 1 || !this.#presets.has(words[0] as string))) {
      throw new NoirError('recipe-forbidden', 'This server takes a preset alone');
    }
    return words.map((word) => this.#presets.get(word) ?? word).join(',');
  }

  /** Throws `recipe-forbidden` for a size that is not listed. */
  check(recipe: Recipe): void {
    if (this.allows(recipe)) return;
    const listed = [...(this.#sizes ?? [])].join(', ');
    throw new NoirError('recipe-forbidden', `This server takes the sizes ${listed}`);
  }

  /** Whether all sizes are listed. Presets may have any. */
  allows({ steps }: Recipe): boolean {
    if (!this.#sizes || this.#presetsOnly) return true;
    return steps.every(({ op, params }) => {
      const { width, height } = params as { width?: unknown; height?: unknown };
      const given = op.name === 'resize' ? [width, height].filter((side) => side !== undefined) : [];
      return given.every((side) => this.#sizes?.has(side as number));
    });
  }
}
