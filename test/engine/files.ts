import { PNG } from 'pngjs';
import sharp from 'sharp';
import { openCoders } from '../../src/coders/registry.ts';
import type { Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { SHIPPED_COSTS } from '../../src/engine/costs/shipped.ts';
import { type Encoded, encodedOf } from '../../src/engine/encoded.ts';
import { Engine, type EngineParts } from '../../src/engine/engine.ts';
import { type Course, expectDone, makeJob, sourceOf } from '../../src/engine/job.ts';
import type { OnFailure } from '../../src/engine/walk.ts';
import type { FormatName } from '../../src/formats/format.ts';
import { openEngine } from '../../src/open-engine.ts';
import { parseRecipe, type Recipe, type RecipeInput } from '../../src/recipe/recipe.ts';
import { Recipes } from '../../src/recipe/recipes.ts';
import type { EngineOptions, ProcessOptions } from '../../src/settings.ts';

export const CPU_ONLY: EngineOptions = {
  backends: ['cpu'],
  gpu: 'off',
  codecs: 'auto',
  jpeg: 'auto',
  limits: DEFAULT_LIMITS,
};

/** An engine, and jobs made for it as the library makes them. */
export interface Rig {
  readonly engine: Engine;
  run(input: Uint8Array | Image, recipe: Recipe, options?: Partial<RigOptions>): Promise<Encoded>;
  /** The pixels that the steps make of a picture or of a file. */
  pixels(input: Uint8Array | Image, recipe: Recipe, options?: Partial<RigOptions>): Promise<Image>;
  /** The same with what is said of how they came about. */
  samples(
    input: Uint8Array | Image,
    recipe: Recipe,
    options?: Partial<RigOptions>,
  ): Promise<Course & { readonly image: Image }>;
  close(): Promise<void>;
}

type Asked = readonly [Uint8Array | Image, Recipe, Partial<RigOptions>];

interface RigOptions {
  readonly accepted: readonly FormatName[];
  readonly files: Readonly<Record<string, Uint8Array | Image>>;
  readonly signal: AbortSignal;
}

export async function openRig(options: Partial<ProcessOptions> = {}, onFailure?: OnFailure): Promise<Rig> {
  return rigOf(await openEngine({ ...CPU_ONLY, ...options }, onFailure));
}

/** An engine of parts that the test has chosen; the rest is as by default, with the costs that ship. */
export async function rigOfParts(parts: Pick<EngineParts, 'sources'> & Partial<EngineParts>): Promise<Rig> {
  const defaults = {
    coders: await openCoders('auto'),
    backends: [],
    recipes: new Recipes(),
    costs: SHIPPED_COSTS,
    summary: 'made for a test',
    onFailure: () => {},
  };
  return rigOf(new Engine({ ...defaults, ...parts }));
}

function rigOf(engine: Engine): Rig {
  const answer = async (wants: 'file' | 'samples', [input, written, more]: Asked) => {
    const { accepted = [], files = {}, signal } = more;
    const sources = Object.entries(files).map(([name, file]) => [name, sourceOf(file)] as const);
    const job = makeJob({
      ...{ input: sourceOf(input), recipe: written, accepted, wants },
      files: Object.fromEntries(sources),
    });
    return expectDone(await engine.run(job, signal));
  };
  return {
    engine,
    run: async (input, written, more = {}) => encodedOf(await answer('file', [input, written, more])),
    async pixels(input, written, more = {}) {
      return (await this.samples(input, written, more)).image;
    },
    async samples(input, written, more = {}) {
      const { outputs, kind: _, ...course } = await answer('samples', [input, written, more]);
      const [output] = outputs;
      if (output.kind !== 'samples') throw new Error('there are no samples');
      return { image: { ...output.shape, space: output.space, data: output.data }, ...course };
    },
    close: () => engine.close(),
  };
}

export function recipe(input: RecipeInput): Recipe {
  return parseRecipe(input);
}

/** A PNG of the picture, by sharp alone. */
export function pngOf({ width, height, channels, type, data }: Image): Promise<Buffer> {
  const space = `${channels < 3 ? 'grey' : 'rgb'}16`;
  const pipeline = sharp(data as Uint8Array, { raw: { width, height, channels } });
  return (type === 'u16' ? pipeline.toColourspace(space) : pipeline).png().toBuffer();
}

/** What pngjs, which no server of ours uses for this, reads out of a PNG: four samples for each pixel. */
export function readPng(bytes: Uint8Array): {
  width: number;
  height: number;
  depth: number;
  color: boolean;
  alpha: boolean;
  data: Uint8Array | Uint16Array;
} {
  return PNG.sync.read(Buffer.from(bytes), { skipRescale: true }) as never;
}
