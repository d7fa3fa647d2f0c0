/** Lists the work to measure of each coder: decoding and encoding photos. */
import type { Coder } from '../../coders/coder.ts';
import { decodeFeatures, encodeFeatures } from '../../coders/features.ts';
import type { Measurable } from '../../core/costs.ts';
import type { Image } from '../../core/image.ts';
import { DEFAULT_LIMITS } from '../../core/limits.ts';
import type { FormatName, Output } from '../../formats/format.ts';
import { FORMATS, readHeader } from '../../formats/registry.ts';

/** A coder's work, under its own name. */
export type CoderWork = Measurable & { readonly who: string };

/** Qualities of the files to decode. Two of them separate the time per byte from the time per pixel. */
const QUALITIES = [30, 95];

/** Every way in which each coder encodes a photo in some formats, and decodes the resulting files. */
export async function codersWork(
  coders: readonly Coder[],
  photo: Image,
  formats: readonly FormatName[],
): Promise<CoderWork[]> {
  const works: CoderWork[] = [];
  for (const format of formats) {
    if (!FORMATS[format].types.includes(photo.type)) continue;
    const outputs = FORMATS[format].measured.map((options) => outputOf(format, options));
    for (const coder of coders) works.push(...outputs.flatMap((output) => encodeWork(coder, photo, output)));
    const files = QUALITIES.flatMap((quality) => withQuality(format, quality));
    works.push(...(await decodeWorks(coders, photo, files.length > 0 ? files : outputs.slice(0, 1))));
  }
  return works;
}

/** Nothing where the format has no quality. */
function withQuality(format: FormatName, quality: number): Output[] {
  const parsed = FORMATS[format].options.safeParse({ quality });
  return parsed.success ? [{ format, options: parsed.data as Output['options'] }] : [];
}

function outputOf(format: FormatName, options: Readonly<Record<string, unknown>>): Output {
  return { format, options: FORMATS[format].options.parse(options) as Output['options'] };
}

function encodeWork(coder: Coder, photo: Image, output: Output): CoderWork[] {
  const { encode } = coder;
  if (!encode || !writes(coder, photo, output)) return [];
  return [
    {
      who: coder.name,
      features: encodeFeatures(output, photo),
      run: () => encode.call(coder, { frames: [photo] }, output),
    },
  ];
}

/** Decodes files of equal extent but different length. The first coder that can encode the format makes them. */
async function decodeWorks(
  coders: readonly Coder[],
  photo: Image,
  outputs: readonly Output[],
): Promise<CoderWork[]> {
  const works: CoderWork[] = [];
  for (const output of outputs) {
    const encoder = coders.find((coder) => coder.encode && writes(coder, photo, output));
    const file = await encoder?.encode?.({ frames: [photo] }, output);
    if (!file) continue;
    const header = readHeader(file, DEFAULT_LIMITS);
    const features = decodeFeatures(header, file.length);
    for (const coder of coders) {
      const { decode } = coder;
      const still = coder.decodes?.(header, undefined) ?? true;
      if (!decode || !still || !coder.reads.includes(header.format)) continue;
      const run = () => decode.call(coder, file, header, { limits: DEFAULT_LIMITS });
      works.push({ who: coder.name, features, run });
    }
  }
  return works;
}

function writes(coder: Coder, photo: Image, output: Output): boolean {
  return coder.writes.includes(output.format) && (coder.encodes?.(output, photo, 1) ?? true);
}
