/** Maps values to places of a slider and back: evenly, or by factors where the range spans many sizes. No DOM. */
import { type FieldSchema, isOdd } from '../../../recipe/field-schema.ts';

/** Places of a slider. */
export const PLACES = 1000;

/** The largest value is so many times the smallest from which on a slider goes by factors. */
const MANY_SIZES = 50;

/** Pixels that sliders reach where a field says nothing. */
const REACH = 4000;

export interface SliderScale {
  readonly low: number;
  readonly high: number;
  toPlace(value: number): number;
  toValue(place: number): number;
}

/** The number that a field takes, alone or beside other kinds of values. */
export function numberIn(field: FieldSchema): FieldSchema | undefined {
  return (field.anyOf ?? [field]).find(({ type }) => type === 'number' || type === 'integer');
}

/** The scale for a field of numbers; `white` is the level of white, which sliders of levels go up to. */
export function scaleOf(field: FieldSchema, white = 255): SliderScale {
  const { type, minimum = -REACH, maximum = REACH } = numberIn(field) ?? {};
  const [low, high] = rangeOf(field, minimum, maximum, white);
  const isWhole = type === 'integer';
  // A whole number without a unit, such as a quality, is even by itself.
  const hasSizes = !isWhole || field.unit !== undefined;
  if (hasSizes && low > 0 && high / low >= MANY_SIZES) {
    const span = Math.log(high / low);
    return {
      ...{ low, high },
      toPlace: (value) => (PLACES * Math.log(Math.max(value, low) / low)) / span,
      toValue: (place) => {
        const value = low * Math.exp((span * place) / PLACES);
        return isWhole ? Math.round(value) : Number(value.toPrecision(3));
      },
    };
  }
  const step = isWhole ? 1 : 10 ** Math.floor(Math.log10((high - low) / 150));
  // Odd numbers are even ones and one more.
  const [unit, more] = isOdd(field) ? [2, 1] : [step, 0];
  return {
    ...{ low, high },
    toPlace: (value) => (PLACES * (value - low)) / (high - low),
    toValue: (place) => {
      const value = low + ((high - low) * place) / PLACES;
      return Number((Math.round((value - more) / unit) * unit + more).toFixed(6));
    },
  };
}

function rangeOf(field: FieldSchema, minimum: number, maximum: number, white: number): [number, number] {
  const { unit, suggested = numberIn(field)?.suggested } = field;
  if (unit === 'levels') {
    const factor = white / 255;
    const [low, high] = suggested ?? [0, 255];
    return [Math.max(low * factor, minimum), Math.min(high * factor, maximum)];
  }
  if (suggested) return [suggested[0], suggested[1]];
  return [Math.max(minimum, -REACH), Math.min(maximum, REACH)];
}
