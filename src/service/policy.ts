/** Which recipes addresses may have: presets, and lists of sizes, so that nobody fills a cache with variants. */
import { isNoirError, NoirError } from '../core/errors.ts';
import type { Shape } from '../core/image.ts';
import { stepsText } from '../recipe/canonical.ts';
import type { Recipe, Step } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';

export interface PolicyOptions {
  /** Recipes by name. In an address the name stands for the recipe: `/image/thumb/cat.jpg`. */
  readonly presets?: Readonly<Record<string, string>>;
  /** Whether addresses have one preset and nothing else. */
  readonly presetsOnly?: boolean;
  /**
   * Pixels that a `resize` may have for width and height; every number by default. With a list, other steps that set a
   * size, such as `extract`, `extend` and `rotate` by an odd angle, are for presets only.
   */
  readonly sizes?: readonly number[];
}

/** Names of presets: no separator of the grammar is in them. */
const NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

export class Policy {
  readonly #presets: ReadonlyMap<string, string>;
  readonly #presetsOnly: boolean;
  readonly #sizes: ReadonlySet<number> | undefined;
  /** The steps of the presets, which may have any size. */
  readonly #known = new Set<string>();

  /** Throws an error for a preset that has the name of an op, or is no recipe. */
  constructor({ presets = {}, presetsOnly = false, sizes }: PolicyOptions, recipes: Recipes) {
    for (const [name, ops] of Object.entries(presets)) {
      if (!NAME.test(name) || recipes.ops.find(name)) {
        throw new Error(
          `${JSON.stringify(name)} cannot name a preset: use letters, digits and "-", and no op's name`,
        );
      }
      for (const step of readPreset(name, ops, recipes)) this.#known.add(stepsText([step]));
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

  /** Throws `recipe-forbidden` for a size that is not listed. Steps of presets may have any. */
  check(recipe: Recipe): void {
    const refused = this.#refused(recipe);
    if (!refused) return;
    const listed = [...(this.#sizes ?? [])].join(', ');
    const reason = refused.op.name === 'resize' ? '' : `, in a resize; ${refused.op.name} sets another`;
    throw new NoirError('recipe-forbidden', `This server takes the sizes ${listed}${reason}`);
  }

  /** Whether `check` lets the recipe pass. */
  allows(recipe: Recipe): boolean {
    return this.#refused(recipe) === undefined;
  }

  #refused({ steps }: Recipe): Step | undefined {
    if (!this.#sizes || this.#presetsOnly) return undefined;
    return steps.find((step) => {
      if (this.#known.has(stepsText([step]))) return false;
      const { width, height } = step.params as { width?: unknown; height?: unknown };
      const isListed = (side: unknown) => side === undefined || this.#sizes?.has(side as number);
      return step.op.name === 'resize' ? !isListed(width) || !isListed(height) : setsSize(step);
    });
  }
}

/** The steps of a preset. Throws an error that names it. */
function readPreset(name: string, ops: string, recipes: Recipes): readonly Step[] {
  try {
    return recipes.parseOps(ops).steps;
  } catch (error) {
    throw new Error(`preset ${name}: ${(error as Error).message}`, { cause: error });
  }
}

/** Pictures on which a step is tried. Some steps fit one of them alone. */
const TRIALS: readonly Shape[] = [
  { width: 4000, height: 3000, channels: 1, type: 'u8' },
  { width: 4001, height: 3001, channels: 4, type: 'u8' },
];

/** Whether a step gives some picture another width or height, other than by a quarter turn; or fits none. */
function setsSize({ op, params }: Step): boolean {
  const results = TRIALS.map((input) => {
    try {
      const others = op.sources?.(params).map(() => input) ?? [];
      const { width, height } = op.geometry(input, params, others);
      const isTurned = width === input.height && height === input.width;
      return isTurned || (width === input.width && height === input.height) ? 'same' : 'other';
    } catch (error) {
      if (isNoirError(error)) return 'unfit';
      throw error;
    }
  });
  return results.includes('other') || !results.includes('same');
}
