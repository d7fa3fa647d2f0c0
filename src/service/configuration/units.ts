/** Sizes, times and numbers of pixels in people's units: reads `64MiB` and `10s`, and writes them. */

/** A measure with its units, the largest first. Values are in the unit that counts 1. */
export interface Measure {
  /** With its article, for sentences. */
  readonly name: string;
  readonly units: Readonly<Record<string, number>>;
  /** Units in which values are written, the largest first. */
  readonly written: readonly string[];
  readonly example: string;
}

/** Bytes. */
export const SIZE: Measure = {
  name: 'a size',
  units: { GiB: 2 ** 30, GB: 1e9, MiB: 2 ** 20, MB: 1e6, KiB: 2 ** 10, kB: 1e3, B: 1 },
  written: ['GiB', 'MiB', 'KiB', 'B'],
  example: '64MiB',
};

/** Milliseconds. */
export const TIME: Measure = {
  name: 'a time',
  units: { d: 86_400_000, h: 3_600_000, min: 60_000, m: 60_000, s: 1000, ms: 1 },
  written: ['h', 'min', 's', 'ms'],
  example: '10s',
};

/** Pixels; MP are megapixels. */
export const PIXELS: Measure = {
  name: 'a number of pixels',
  units: { GP: 1e9, MP: 1e6, '': 1 },
  written: ['MP', ''],
  example: '100MP',
};

/** A number that people write: digits, with a fraction or an exponent. */
const NUMBER = /^\d+(?:\.\d+)?(?:e\d{1,2})?$/i;

/** Reads a whole number. Undefined for everything else. */
export function readWhole(given: number | string): number | undefined {
  const value = typeof given === 'number' ? given : NUMBER.test(given.trim()) ? Number(given) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Reads a number with its unit; one without is in the unit `bare`. Undefined for everything else. */
export function readQuantity(given: number | string, { units }: Measure, bare: string): number | undefined {
  const [, digits = '', unit = ''] = /^\s*([\d.]+(?:e\d+)?)\s*([a-z]*)\s*$/i.exec(String(given)) ?? [];
  if (!NUMBER.test(digits)) return undefined;
  const wanted = (unit === '' ? bare : unit).toLowerCase();
  const factor = Object.entries(units).find(([name]) => name.toLowerCase() === wanted)?.[1];
  const value = factor === undefined ? Number.NaN : Math.round(Number(digits) * factor);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Writes a value in the largest unit in which it is a whole number. */
export function writeQuantity(value: number, { units, written }: Measure): string {
  const unit = written.find((name) => value > 0 && value % (units[name] ?? 1) === 0) ?? written.at(-1) ?? '';
  return `${value / (units[unit] ?? 1)}${unit}`;
}
