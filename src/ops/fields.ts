import { z } from 'zod';
import { invalidParameters } from '../core/errors.ts';
import type { Shape } from '../core/image.ts';
import { colorChannels } from '../core/image.ts';

/** What a numeric parameter says of itself. */
interface NumberField {
  /** Unit of the value: `levels` (the pixel type's own), `pixels`, `degrees`, `ratio`. */
  readonly unit: string;
  /** Hard range, both ends included; values outside are refused. */
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly describe: string;
  /** Range that a slider should cover. */
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
    .default(field.default)
    .meta({ description: field.describe, unit: field.unit, suggested: field.suggested });
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

/**
 * Red, green and blue of a `perChannel` value. Throws `invalid-parameter` when a list has neither one
 * number nor one for each colour channel of the picture.
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
        reason: `expected 1 number or ${channels}, one for each colour channel, received ${list.length}`,
      },
    ]);
  }
  const [red = 0, green = red, blue = red] = list;
  return [red, green, blue];
}
