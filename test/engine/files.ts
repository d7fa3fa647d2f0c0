import { PNG } from 'pngjs';
import sharp from 'sharp';
import type { Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { EngineOptions } from '../../src/engine/config.ts';
import { Engine } from '../../src/engine/engine.ts';
import { parseRecipe, type Recipe, type RecipeInput } from '../../src/recipe/recipe.ts';

export const CPU_ONLY: EngineOptions = {
  backends: ['cpu'],
  gpu: 'off',
  codecs: 'auto',
  jpeg: 'auto',
  limits: DEFAULT_LIMITS,
};

export function openEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
  return Engine.open({ ...CPU_ONLY, ...options });
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
