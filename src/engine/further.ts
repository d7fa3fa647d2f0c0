/**
 * Further pictures: files that steps name beside the picture, such as overlays, masks and look-up tables, and text that
 * is drawn. Their shapes are known before anything is decoded.
 */
import { openFurther } from '../coders/further.ts';
import type { Coders } from '../coders/registry.ts';
import { type Fault, invalidParameters, isNoirError, NoirError } from '../core/errors.ts';
import type { Image, Shape } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { Run } from '../core/run.ts';
import type { Reading } from '../formats/input.ts';
import { type Color, colorLevels } from '../ops/lib/fields.ts';
import type { FurtherSource } from '../ops/op.ts';
import type { Step } from '../recipe/recipe.ts';
import { imageOf } from './inputs.ts';
import type { Source } from './job.ts';
import { bytesOf } from './source-bytes.ts';

/** A further picture before it is decoded. */
interface Found {
  readonly shape: Shape;
  decode(run: Run): Promise<Image>;
}

/** Steps with the shapes of their further pictures, and the decoder of these pictures. */
export interface FurtherPictures {
  readonly steps: readonly Step[];
  /** Gives the picture for each of the shapes in `steps`. Each file is decoded once. */
  decode(run: Run): Promise<(shape: Shape) => Image>;
}

interface Tools {
  readonly files: Readonly<Record<string, Source>>;
  readonly coders: Coders;
  readonly limits: Limits;
  readonly run: Run;
  /** How the files are read. */
  readonly reading: Reading;
  /** JSON pointers to the steps, to which errors about their files point. */
  readonly pointers: readonly string[];
}

/**
 * Finds the further pictures of a recipe's steps and opens each file once. Throws `invalid-parameter` with every name
 * that matches no file, and the error of a bad file with its name in front, which points to the first step that names it.
 */
export async function findFurther(steps: readonly Step[], tools: Tools): Promise<FurtherPictures> {
  const byKey = new Map<string, Promise<Found | undefined>>();
  const faults: Fault[] = [];
  const find = async (source: FurtherSource, params: unknown, step: number): Promise<Found> => {
    const key = JSON.stringify(source);
    const pointer = placeOf(source, params, tools.pointers[step] ?? '');
    const finding = byKey.get(key) ?? findSource(source, pointer, tools);
    byKey.set(key, finding);
    const found = await finding;
    if (!found) faults.push(missing(source, pointer));
    return found as Found;
  };
  const found = await Promise.all(
    steps.map(({ op, params }, step) =>
      Promise.all((op.sources?.(params) ?? []).map((source) => find(source, params, step))),
    ),
  );
  if (faults.length > 0) throw invalidParameters(faults);
  const all = [...new Set(found.flat())];
  const shaped = steps.map((step, index) => {
    const others = (found[index] ?? []).map(({ shape }) => shape);
    return others.length > 0 ? { ...step, others } : step;
  });
  let decoding: Promise<(shape: Shape) => Image> | undefined;
  return {
    steps: shaped,
    decode(run) {
      decoding ??= decodeAll(all, run);
      return decoding;
    },
  };
}

async function decodeAll(all: readonly Found[], run: Run): Promise<(shape: Shape) => Image> {
  const images = new Map<Shape, Image>();
  await Promise.all(all.map(async (found) => images.set(found.shape, await found.decode(run))));
  return (shape) => images.get(shape) as Image;
}

/** A JSON pointer to the parameter of a step that names a file; to the step for text. */
function placeOf(source: FurtherSource, params: unknown, step: string): string {
  if (source.kind === 'text') return step;
  const [field = ''] = Object.entries(params as object).find(([, value]) => value === source.name) ?? [];
  return `${step}/${field}`;
}

function missing(source: FurtherSource, pointer: string): Fault {
  const name = source.kind === 'file' ? source.name : '';
  return {
    pointer,
    reason: `found no further file ${JSON.stringify(name)}; a form has it as a part of that name, a server in its sources`,
  };
}

async function findSource(
  source: FurtherSource,
  pointer: string,
  { files, ...tools }: Tools,
): Promise<Found | undefined> {
  if (source.kind === 'text') {
    const { color, ...text } = source.text;
    const image = await tools.coders.draw({ ...text, color: hexOf(color) }, tools.limits, tools.run);
    return { shape: image, decode: async () => image };
  }
  const file = Object.hasOwn(files, source.name) ? files[source.name] : undefined;
  if (!file) return undefined;
  if (file.kind === 'samples') {
    const image = imageOf(file);
    checkShape(image, tools.limits);
    return { shape: image, decode: async () => image };
  }
  return named({ name: source.name, pointer }, await bytesOf(file), tools);
}

function hexOf(color: Color): `#${string}` {
  const levels = colorLevels(color, 'u8').map((level) => Math.round(level).toString(16).padStart(2, '0'));
  return `#${levels.join('')}`;
}

/** A further file in a recipe. */
interface Mention {
  readonly name: string;
  readonly pointer: string;
}

/** Opens a file. Puts its name in front of any error about it, now or during decoding. */
async function named(
  mention: Mention,
  bytes: Uint8Array,
  { coders, ...context }: Omit<Tools, 'files' | 'pointers'>,
): Promise<Found> {
  const explained = (error: unknown) => withName(mention, error);
  try {
    const { shape, decode } = await openFurther(bytes, coders, context);
    return {
      shape,
      decode: async (run) => {
        const { frames } = await decode(run).catch((error) => {
          throw explained(error);
        });
        return frames[0];
      },
    };
  } catch (error) {
    throw explained(error);
  }
}

function withName({ name, pointer }: Mention, error: unknown): unknown {
  if (!isNoirError(error)) return error;
  const { code, status, limit, actual } = error;
  const message = `${JSON.stringify(name)}: ${error.message}`;
  const details = {
    cause: error,
    ...(status < 500 && { errors: [{ pointer, reason: message }] }),
    ...(limit !== undefined && { limit }),
    ...(actual !== undefined && { actual }),
  };
  return new NoirError(code, message, details);
}
