/** What there is to say of a picture: the facts of its file, and what its pixels look like. */
import { encode } from 'blurhash';
import { rgbaToThumbHash } from 'thumbhash';
import { invalidParameters } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import { expectDone, type Job, makeJob, type Output, type Runner } from '../engine/job.ts';
import { DEFAULT_READING } from '../formats/input.ts';
import { readMetadata } from '../library/metadata.ts';
import { parseRecipe } from '../recipe/recipe.ts';
import { paletteOf, type Swatch } from './palette.ts';

/** Fields that the header of a file tells. */
const HEADER = [
  'format',
  'size',
  'width',
  'height',
  'channels',
  'depth',
  'space',
  'hasAlpha',
  'pages',
  'orientation',
  'density',
  'profile',
] as const;

/** Fields for which the picture is decoded. */
const PIXELS = ['dominant', 'palette', 'blurhash', 'thumbhash'] as const;

export const INFO_FIELDS = [...HEADER, ...PIXELS] as const;

export type InfoField = (typeof INFO_FIELDS)[number];

export type PictureInfo = Partial<Record<InfoField, unknown>>;

/** The picture, small enough for hashes; ThumbHash takes no more than 100 pixels a side. */
const SMALL = parseRecipe({
  input: { pages: 1 },
  steps: [
    { op: 'resize', width: 100, height: 100, fit: 'inside', withoutEnlargement: true },
    { op: 'cast', type: 'u8' },
    { op: 'ensureAlpha' },
  ],
});

/** Colours of a palette at most. */
const COLORS = 6;

/** Reads `format,width`; all fields without a text. Throws `invalid-parameter`. */
export function readFields(text: string | undefined): readonly InfoField[] {
  if (text === undefined) return INFO_FIELDS;
  const names = text.split(',').filter(Boolean);
  const unknown = names.find((name) => !(INFO_FIELDS as readonly string[]).includes(name));
  if (unknown === undefined) return names as InfoField[];
  const reason = `there is no field ${JSON.stringify(unknown.slice(0, 60))}; there are ${INFO_FIELDS.join(', ')}`;
  throw invalidParameters([{ pointer: '/fields', reason }]);
}

interface Wanted {
  readonly bytes: Uint8Array;
  readonly fields: readonly InfoField[];
  readonly job: Pick<Job, 'tenant' | 'timeLeft'>;
  readonly signal: AbortSignal;
}

interface Means {
  readonly runner: Runner;
  readonly limits: Limits;
  /** Where what the pixels tell may be known already; `find` decodes the picture. */
  readonly looksOf?: (find: (signal: AbortSignal) => Promise<PictureLooks>) => Promise<PictureLooks>;
}

/**
 * The fields that are asked for. `width` and `height` are those of the upright picture. Decodes nothing when the header
 * tells all of them. A field of which the file says nothing is left out. Throws as jobs do.
 */
export async function describePicture(
  { bytes, fields, job, signal }: Wanted,
  { runner, limits, looksOf = (find) => find(signal) }: Means,
): Promise<PictureInfo> {
  const { autoOrient, profileName, ...metadata } = await readMetadata(
    { kind: 'bytes', bytes },
    limits,
    DEFAULT_READING,
  );
  const wantsPixels = fields.some((field) => (PIXELS as readonly string[]).includes(field));
  const input = { kind: 'bytes', bytes } as const;
  const small = { input, recipe: SMALL, wants: 'samples', ...job } as const;
  const find = async (one: AbortSignal) =>
    describePixels(expectDone(await runner.run(makeJob(small), one)).outputs[0]);
  const looks = wantsPixels ? await looksOf(find) : {};
  const all: PictureInfo = { ...metadata, ...autoOrient, profile: profileName, ...looks };
  return Object.fromEntries(fields.map((field) => [field, all[field]]));
}

/** What the pixels of a picture tell. */
export interface PictureLooks {
  readonly dominant: string | undefined;
  readonly palette: readonly Swatch[];
  readonly blurhash: string;
  readonly thumbhash: string;
}

function describePixels(output: Output): PictureLooks {
  const { width, height, channels } = output.shape;
  const rgba = toRgba(output.data as Uint8Array, channels);
  const palette = paletteOf(rgba, COLORS);
  // The longer side gets more components (blurhash's own advice).
  const [across, down] = width >= height ? [4, 3] : [3, 4];
  return {
    dominant: palette[0]?.color,
    palette,
    blurhash: encode(new Uint8ClampedArray(rgba), width, height, across, down),
    thumbhash: Buffer.from(rgbaToThumbHash(width, height, rgba)).toString('base64'),
  };
}

/** R, G, B and alpha, of gray or colours with alpha. */
function toRgba(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 4) return data;
  const rgba = new Uint8Array(data.length * 2);
  for (let from = 0, to = 0; from < data.length; from += 2, to += 4) {
    rgba.fill(data[from] as number, to, to + 3);
    rgba[to + 3] = data[from + 1] as number;
  }
  return rgba;
}
