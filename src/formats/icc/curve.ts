/** Tone curves of ICC profiles. */
import { elementType, fixedAt } from './tags.ts';

/** Maps a stored sample to linear light, both as fractions of white. */
export type ToneCurve = (sample: number) => number;

/** The curve in an element. Undefined when it is cut short or of another type. */
export function readCurve(element: DataView | undefined): ToneCurve | undefined {
  const type = element && elementType(element);
  if (type === 'curv') return readTable(element as DataView);
  return type === 'para' ? readFormula(element as DataView) : undefined;
}

/** ICC.1:2022, section 10.6: no entry means identity, one entry is a power, more are points of the curve. */
function readTable(element: DataView): ToneCurve | undefined {
  const count = element.getUint32(8);
  if (12 + 2 * count > element.byteLength) return undefined;
  if (count === 0) return (sample) => sample;
  const gamma = element.getUint16(12) / 256;
  if (count === 1) return (sample) => sample ** gamma;
  return (sample) => {
    const place = sample * (count - 1);
    const before = Math.min(Math.max(Math.floor(place), 0), count - 2);
    const [low, high] = [element.getUint16(12 + 2 * before), element.getUint16(14 + 2 * before)];
    return (low + (high - low) * (place - before)) / 65535;
  };
}

/** Number of parameters of each formula (ICC.1:2022, table 68). */
const PARAMETERS = [1, 3, 4, 5, 7];

/** A parametric curve: a power of a linear function, with a linear or constant part below some point. */
function readFormula(element: DataView): ToneCurve | undefined {
  const kind = element.getUint16(8);
  const count = PARAMETERS[kind];
  if (count === undefined || 12 + 4 * count > element.byteLength) return undefined;
  const given = Array.from({ length: count }, (_, index) => fixedAt(element, 12 + 4 * index));
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = given;
  const power = (sample: number) => (a * sample + b) ** g;
  if (kind === 0) return power;
  // Formula 2 adds its third parameter on both sides of the bend.
  if (kind < 3) return (sample) => (sample >= -b / a ? power(sample) : 0) + c;
  return (sample) => (sample >= d ? power(sample) + e : c * sample + f);
}
