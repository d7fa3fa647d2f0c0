import { readFile } from 'node:fs/promises';
import { openFurther } from '../coders/further.ts';
import type { Coders } from '../coders/registry.ts';
import { drawText } from '../coders/sharp/text.ts';
import { type Fault, invalidParameters, isNoirError, NoirError } from '../core/errors.ts';
import { checkImage, type Image, type Shape } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import { type Color, colorLevels } from '../ops/fields.ts';
import type { Source } from '../ops/op.ts';
import type { Step } from '../recipe/recipe.ts';

/** Gives a file by the name that a recipe has for it; undefined where there is none. */
export type FindFile = (name: string) => Promise<Uint8Array | Image | undefined>;

/** Takes names for paths: for those who own the machine. */
export const findOnDisk: FindFile = (name) =>
  readFile(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw invalidParameters([
      { pointer: '', reason: `${JSON.stringify(name)} cannot be read: ${error.code}` },
    ]);
  });

/** A further picture before it is decoded. */
interface Found {
  readonly shape: Shape;
  decode(): Promise<Image>;
}

/** Steps with the shapes of their further pictures, and what decodes these. */
export interface FurtherPictures {
  readonly steps: readonly Step[];
  /** The same steps with the pictures themselves; these very steps where there are none. */
  decode(): Promise<readonly Step[]>;
}

interface Tools {
  readonly find: FindFile;
  readonly coders: Coders;
  readonly limits: Limits;
}

/**
 * Finds the further pictures of a recipe's steps, each file once. Throws `invalid-parameter` with every name
 * that belongs to no file, and what is wrong with a file, with its name in front.
 */
export async function findFurther(steps: readonly Step[], tools: Tools): Promise<FurtherPictures> {
  const byKey = new Map<string, Promise<Found | undefined>>();
  const faults: Fault[] = [];
  const found = await Promise.all(
    steps.map(({ op, params }, index) => {
      const sources = op.sources?.(params) ?? [];
      return Promise.all(
        sources.map(async (source) => {
          const key = JSON.stringify(source);
          const finding = byKey.get(key) ?? findSource(source, tools);
          byKey.set(key, finding);
          const one = await finding;
          if (!one) faults.push(missing(source, params, index));
          return one as Found;
        }),
      );
    }),
  );
  if (faults.length > 0) throw invalidParameters(faults);
  // Asked for once more where the GPU gave no result.
  const images = new Map<Found, Promise<Image>>();
  const withOthers = <Other extends Shape>(others: readonly (readonly Other[])[]) =>
    steps.map((step, index) => ({ ...step, others: others[index] as readonly Other[] }));
  const shaped = withOthers(found.map((ones) => ones.map(({ shape }) => shape)));
  return {
    steps: shaped,
    decode: async (): Promise<readonly Step[]> => {
      if (found.every((ones) => ones.length === 0)) return shaped;
      const decodeOnce = (one: Found) => {
        const image = images.get(one) ?? one.decode();
        images.set(one, image);
        return image;
      };
      return withOthers(await Promise.all(found.map((ones) => Promise.all(ones.map(decodeOnce)))));
    },
  };
}

function missing(source: Source, params: unknown, step: number): Fault {
  const name = 'file' in source ? source.file : '';
  const [field = ''] = Object.entries(params as object).find(([, value]) => value === name) ?? [];
  return {
    pointer: `/steps/${step}/${field}`,
    reason: `expected the name of a file that is sent along, received ${JSON.stringify(name)}`,
  };
}

async function findSource(source: Source, { find, coders, limits }: Tools): Promise<Found | undefined> {
  if ('text' in source) {
    const { color, ...text } = source.text;
    const image = await drawText({ ...text, color: hexOf(color) }, limits);
    return { shape: image, decode: async () => image };
  }
  const file = await find(source.file);
  if (file === undefined) return undefined;
  if (!(file instanceof Uint8Array)) {
    checkImage(file);
    checkShape(file, limits);
    return { shape: file, decode: async () => file };
  }
  return named(source.file, () => openFile(file, coders, limits));
}

function hexOf(color: Color): `#${string}` {
  const levels = colorLevels(color, 'u8').map((level) => Math.round(level).toString(16).padStart(2, '0'));
  return `#${levels.join('')}`;
}

/** The shape of a picture or of a look-up table, and what decodes it. */
function openFile(bytes: Uint8Array, coders: Coders, limits: Limits): Found {
  const { shape, decode } = openFurther(bytes, coders, limits);
  return { shape, decode: async () => (await decode()).frames[0] };
}

/** Runs with the file's name in front of whatever is wrong with it, now or when it is decoded. */
function named(name: string, open: () => Found): Found {
  const explain = (error: unknown): unknown => {
    if (!isNoirError(error)) return error;
    const { code, message, limit, actual } = error as NoirError;
    const details = {
      cause: error,
      ...(limit !== undefined && { limit }),
      ...(actual !== undefined && { actual }),
    };
    return new NoirError(code, `${JSON.stringify(name)}: ${message}`, details);
  };
  try {
    const { shape, decode } = open();
    return {
      shape,
      decode: () =>
        decode().catch((error) => {
          throw explain(error);
        }),
    };
  } catch (error) {
    throw explain(error);
  }
}
