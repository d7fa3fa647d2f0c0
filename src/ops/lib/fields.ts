/** The kinds of parameters that ops have, as zod schemas with unit, range and description. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { colorChannels, type Image, type Shape } from '../../core/image.ts';
import { type PixelType, WHITE } from '../../core/pixel.ts';
import { isColorText, parseColor, spellColor } from './color-text.ts';

/** The description of a numeric parameter. */
interface NumberField {
  /** Unit of the value: `levels` (the pixel type's own), `pixels`, `degrees`, `ratio`, `stops`, `L*`. */
  readonly unit: string;
  /** Hard range, both ends included. Values outside are refused. */
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly describe: string;
  /** The range that a slider should cover. */
  readonly suggested?: readonly [min: number, max: number];
}

function boundedNumber({ unit, min, max, suggested, describe }: NumberField) {
  return z
    .number()
    .min(min)
    .max(max)
    .meta({ description: describe, unit, suggested: suggested ?? [min, max] });
}

/** A finite number within a range. */
export function number(field: NumberField) {
  return boundedNumber(field).default(field.default);
}

/** One number for every colour channel, or a list with one number for each. */
export function perChannel(field: NumberField) {
  const one = boundedNumber(field);
  return z
    .union([one, z.array(one).min(1).max(3)])
    .overwrite(unlisted)
    .default(field.default)
    .meta({ description: field.describe, unit: field.unit, suggested: field.suggested });
}

/** Turns a list of one number into the number. A list of three equal numbers stays, since gray pictures refuse it. */
export function unlisted<Other>(value: number | number[] | Other): number | number[] | Other {
  return Array.isArray(value) && value.length === 1 ? (value[0] as number) : value;
}

/** One of a few words; the first is the default. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words, describe: string) {
  return z
    .enum(words)
    .default(words[0] as never)
    .describe(describe);
}

export function flag(fallback: boolean, describe: string) {
  return z.boolean().default(fallback).describe(describe);
}

/** A further file: its name, or in code its bytes or pixels. */
type FileInput = string | Uint8Array | Image;

/** A further file. In code the file itself may stand in place of its name, and is given a name. */
export function file(describe: string, { sameSize }: { readonly sameSize?: true } = {}) {
  const meta = { description: describe, format: 'file', ...(sameSize && { sameSize }) };
  const name = z.string().min(1).max(255).meta(meta);
  return name as unknown as z.ZodType<string, FileInput>;
}

/**
 * Red, green and blue of a `perChannel` value. Throws `invalid-parameter` if a list has neither one number nor one
 * for each colour channel of the picture.
 */
export function spread(
  name: string,
  value: number | readonly number[],
  input: Shape,
): [red: number, green: number, blue: number] {
  const list = typeof value === 'number' ? [value] : value;
  const channels = colorChannels(input.channels);
  if (list.length !== 1 && list.length !== channels) {
    throw invalidParameters([
      {
        pointer: `/${name}`,
        reason: `expected ${wantedNumbers(channels)}, received ${list.length}`,
      },
    ]);
  }
  const [red = 0, green = red, blue = red] = list;
  return [red, green, blue];
}

function wantedNumbers(channels: number): string {
  if (channels === 1) return '1 number, since the picture has one colour channel';
  return `1 number or ${channels}, one for each colour channel`;
}

/** A colour as a step keeps it: hexadecimal digits, or red, green, blue (0 to 255) and optionally alpha (0 to 1). */
export type Color = string | readonly number[];

const byte = z.number().min(0).max(255);
const fraction = z.number().min(0).max(1);

const anyColor = z
  .union([
    z.string().refine(isColorText).meta({ format: 'color' }),
    z
      .array(byte)
      .min(3)
      .max(4)
      .refine(([, , , alpha = 1]) => alpha <= 1),
    z.strictObject({ r: byte, g: byte, b: byte, alpha: fraction.optional() }),
    z.number().int().min(0).max(0xffffff),
  ])
  .transform(spellColor);

/**
 * A colour: `ff8800`, `#f80`, `#ff880080`, a CSS name, `rgb(255, 136, 0)`, `0xff8800`, `[255, 136, 0]` with alpha from
 * 0 to 1 behind it, or `{ r: 255, g: 136, b: 0, alpha: 0.5 }`. All spellings of a colour become one.
 */
export function color(fallback: string, describe: string) {
  return anyColor.prefault(fallback).meta({ description: describe, unit: 'colour' });
}

/** A colour without a default. */
export function requiredColor(describe: string) {
  return anyColor.meta({ description: describe, unit: 'colour' });
}

/** Red, green, blue and alpha of an 8-bit sRGB colour, in the levels of a pixel type. */
export function colorLevels(
  value: Color,
  type: PixelType,
): [red: number, green: number, blue: number, alpha: number] {
  const [red, green, blue, alpha] = typeof value === 'string' ? parseColor(value) : value;
  const white = WHITE[type];
  const level = (part = 0) => (part * white) / 255;
  return [level(red), level(green), level(blue), (alpha ?? 1) * white];
}
