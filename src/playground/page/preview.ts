/** How large a preview is at most. The server makes it smaller for recipes that take long. */
import type { RecipeJson } from './draft.ts';

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A recipe whose preview is wanted, with what is known about the picture and the largest preview of it. */
export interface Asked {
  readonly recipe: RecipeJson;
  readonly picture: Extent;
  readonly preview: Extent;
  readonly format: string;
  readonly type: 'u8' | 'u16' | 'f32';
  /** As the file has them: one more than a picture may have for inks with alpha. */
  readonly channels: number;
}

/** Steps for the file of the largest preview, and what the sides of their result are multiplied by. */
export interface Fitted {
  readonly steps: RecipeJson['steps'];
  readonly factor: number;
  /** The sides that the picture has before the first of `recipe.steps`, perhaps after a resize that was put in front. */
  readonly start: Extent;
  /** Whether the result itself is there as soon, so that nobody needs a preview. */
  readonly isWhole: boolean;
}

/** Pixels of a preview at most, and at least where the stage is small. */
const MOST = 1_000_000;
export const LEAST_ON_STAGE = 250_000;

/** Pixels below which no recipe makes a preview: so little shows nothing. */
export const LEAST_PREVIEW = 90_000;

/** The sides of the preview of a picture, on a stage of so many pixels. Those of the picture where it is small. */
export function previewExtent({ width, height }: Extent, stage: number): Extent {
  const pixels = Math.min(MOST, Math.max(LEAST_ON_STAGE, stage));
  const factor = Math.min(1, Math.sqrt(pixels / (width * height)));
  const side = (length: number) => Math.max(1, Math.floor(length * factor));
  return factor === 1 ? { width, height } : { width: side(width), height: side(height) };
}
