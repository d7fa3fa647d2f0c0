/** Fits a recipe to a preview: the picture is smaller there, and so is everything that is counted in pixels. */
import type { Catalog, CatalogOp } from './catalog.ts';
import type { RecipeJson, Values } from './draft.ts';

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Pixels of a preview at most, and at least where the picture has them. */
const MOST = 1_000_000;
const LEAST = 250_000;

/** The sides of the preview of a picture, on a stage of so many pixels. Those of the picture where it is small. */
export function previewExtent({ width, height }: Extent, stage: number): Extent {
  const pixels = Math.min(MOST, Math.max(LEAST, stage));
  const factor = Math.min(1, Math.sqrt(pixels / (width * height)));
  const side = (length: number) => Math.max(1, Math.floor(length * factor));
  return factor === 1 ? { width, height } : { width: side(width), height: side(height) };
}

/** A picture and its preview. */
interface Pair {
  readonly picture: Extent;
  readonly preview: Extent;
}

/** A recipe for the preview of a picture, and what the sides of its result are multiplied by. */
export interface Fitted {
  readonly steps: RecipeJson['steps'];
  readonly factor: number;
}

/** Fits the steps of a recipe to a preview. */
export function fitToPreview({ steps }: RecipeJson, { picture, preview }: Pair, catalog: Catalog): Fitted {
  const factor = makesSmall(steps, preview) ? 1 : preview.width / picture.width;
  if (factor === 1) return { steps, factor };
  const fitted = steps.map((step) => {
    const op = catalog.ops.get(step.op);
    return op ? { ...step, ...shrink(op, step, factor) } : step;
  });
  return { steps: fitted, factor };
}

/** Whether the first step resizes to what the preview can give, so that nothing needs to be smaller than it is. */
function makesSmall([first]: RecipeJson['steps'], preview: Extent): boolean {
  if (first?.op !== 'resize') return false;
  const fits = (side: 'width' | 'height') => {
    const length = first[side];
    return length === undefined || (typeof length === 'number' && length <= preview[side]);
  };
  return (first.width !== undefined || first.height !== undefined) && fits('width') && fits('height');
}

function shrink({ fields }: CatalogOp, step: Values, factor: number): Values {
  const smaller = Object.entries(step).flatMap(([name, value]) => {
    const field = fields[name];
    if (field?.unit !== 'pixels' || typeof value !== 'number' || value === 0) return [];
    const number = field.anyOf?.find(({ type }) => type === 'integer' || type === 'number') ?? field;
    const length = number.type === 'integer' ? Math.round(value * factor) : value * factor;
    return [[name, Math.max(number.minimum ?? Number.NEGATIVE_INFINITY, length)]];
  });
  return Object.fromEntries(smaller);
}
