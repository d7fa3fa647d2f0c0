/** Makes layers of what the server made. Deep pictures are asked for once more, as samples that the page can read. */
import { readSides } from './deep/sides.ts';
import { readTiff } from './deep/tiff.ts';
import type { RecipeJson } from './draft.ts';
import type { Ranges } from './ranges.ts';
import { type Made, runRecipe, type Work } from './server.ts';
import { type Layer, pictureLayer, samplesLayer } from './stage/layer.ts';

/** A TIFF whose samples lie there as they are. */
export const PLAIN_TIFF = { format: 'tiff', compression: 'none' };

/** Sides of a deep picture that is shown whole at most: the samples of a larger one would fill the memory of a phone. */
const LARGEST = { width: 4000, height: 3000, fit: 'inside', withoutEnlargement: true };

/** A layer of a result. `work` made it, and is asked for the samples where the browser would show 8 bits of them. */
export async function layerOf(made: Made, work: Work, ranges: Ranges, signal: AbortSignal): Promise<Layer> {
  if (isAnswer(made)) {
    // The picture that the last step tells of.
    const before = { ...work, recipe: { ...work.recipe, steps: work.recipe.steps.slice(0, -1) } };
    return layerOf(await runRecipe(before, signal), before, ranges, signal);
  }
  if (work.recipe.output === PLAIN_TIFF) return samplesOf(made, ranges);
  if (await isShown(made)) return pictureLayer(made.file);
  return samplesOf(await runRecipe({ ...work, recipe: asSamples(work.recipe) }, signal), ranges);
}

/** Whether the last step answered JSON in place of a picture. */
export function isAnswer({ type }: Made): boolean {
  return type.startsWith('application/json');
}

/** A layer of a picture that the browser may be unable to show. */
export async function layerOfFile(file: Blob, isShown: boolean, ranges: Ranges, signal: AbortSignal) {
  if (isShown) {
    const layer = await pictureLayer(file).catch(() => undefined);
    if (layer) return layer;
  }
  const work = { picture: file, recipe: asSamples({ steps: [] }), files: new Map() };
  return samplesOf(await runRecipe(work, signal), ranges);
}

/**
 * The sides of a result: those of its layer, unless that was made smaller. Reads them from the file itself, because the
 * server may send larger files than it takes.
 */
export async function extentOf(
  { file }: Made,
  { samples, width, height }: Layer,
): Promise<{ readonly width: number; readonly height: number }> {
  const isWhole = !samples || (width < LARGEST.width && height < LARGEST.height);
  return isWhole ? { width, height } : readSides(file);
}

function asSamples({ steps }: RecipeJson): RecipeJson {
  return { steps: [...steps, { op: 'resize', ...LARGEST }], output: PLAIN_TIFF };
}

async function samplesOf({ file }: Made, ranges: Ranges): Promise<Layer> {
  const samples = readTiff(await file.arrayBuffer());
  return samplesLayer(samples, ranges.get(samples.type));
}

/** Whether a browser shows all that is in the file. Byte 24 of a PNG is its number of bits (PNG, section 11.2.1). */
async function isShown({ file, type }: Made): Promise<boolean> {
  if (type === 'image/tiff') return false;
  if (type !== 'image/png') return true;
  const [bits] = new Uint8Array(await file.slice(24, 25).arrayBuffer());
  return bits !== 16;
}
