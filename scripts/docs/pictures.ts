import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { createNoir } from '../../src/noir.ts';
import type { Op } from '../../src/ops/op.ts';
import { listOps } from '../../src/ops/registry.ts';

/** The pictures that the examples of the docs run on, and the files that they name. */
const FIXTURES = new URL('../../test/fixtures/docs/', import.meta.url);

export const noir = await createNoir({ backends: ['cpu'], gpu: 'off' });

/** The photo at the size at which it is compared with sharp. */
export const photo: Uint8Array = readFileSync(new URL('photo.png', FIXTURES));

/** The photo at the size at which it is shown. */
export const small = await noir(photo).resize(192, { light: 'linear' }).png().toBuffer();

/** One of the example files, scaled to an extent where it is laid over a picture of that extent. */
export async function exampleFile(name: string, width: number, height: number): Promise<Uint8Array> {
  const bytes = readFileSync(new URL(name, FIXTURES));
  if (name !== 'mask.png' && name !== 'other.png') return bytes;
  const space = name === 'mask.png' ? 'b-w' : 'srgb';
  return sharp(bytes).resize(width, height, { fit: 'fill' }).toColourspace(space).png().toBuffer();
}

/** Parameters with the example files themselves in place of their names. */
export async function withFiles(
  op: Op,
  example: Readonly<Record<string, unknown>>,
  width: number,
  height: number,
): Promise<Record<string, unknown>> {
  const names = (op.sources?.(op.params.parse(example)) ?? []).flatMap((source) =>
    source.kind === 'file' ? [source.name] : [],
  );
  const entries = Object.entries(example).map(async ([key, value]) => {
    const isFile = typeof value === 'string' && names.includes(value);
    return [key, isFile ? await exampleFile(value, width, height) : value] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Parameters worth showing, of those that run in the tests and those that are for the docs alone. */
export function shownExamples(op: Op): readonly Readonly<Record<string, unknown>>[] {
  return op.shown ?? op.examples;
}

/** Every example of the docs, with the name of its thumbnail. */
export function listExamples() {
  return listOps().flatMap((op) =>
    op.report
      ? []
      : shownExamples(op).map((example, index) => ({ op, example, file: `${op.name}-${index + 1}.webp` })),
  );
}
