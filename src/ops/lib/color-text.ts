/** The spellings of a colour: hexadecimal digits, CSS names, `rgb(…)`, numbers; and the one that stands for all of them. */
import names from 'color-name';

const HEX = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** CSS Color Module Level 4, section 6.1, with `transparent`; names have no letter case. */
const NAMES: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ...Object.entries(names),
  ['transparent', [0, 0, 0, 0]],
]);

/** CSS Color Module Level 4, section 5.1, with red, green and blue as numbers: `rgba(255, 136, 0, 0.5)`, `rgb(255 136 0 / 50%)`. */
const RGB = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:\s*[,/]\s*([\d.]+)(%?))?\s*\)$/i;

/** Red, green and blue from 0 to 255, alpha from 0 to 1. */
interface ColorParts {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha?: number | undefined;
}

/** Whether a text is a colour: 3, 4, 6 or 8 hexadecimal digits, a CSS name, or `rgb(…)`. */
export function isColorText(text: string): boolean {
  return HEX.test(text) || NAMES.has(text.toLowerCase()) || parseRgb(text) !== undefined;
}

/** The numbers of `rgb(…)`. Undefined for another text, and for numbers out of range. */
function parseRgb(text: string): readonly number[] | undefined {
  const [, red, green, blue, alpha = '1', percent = ''] = RGB.exec(text) ?? [];
  const bytes = [red, green, blue].map(Number);
  const opacity = Number(alpha) / (percent === '' ? 1 : 100);
  return bytes.every((byte) => byte <= 255) && opacity <= 1 ? [...bytes, opacity] : undefined;
}

/** Red, green, blue (0 to 255) and alpha (0 to 1) of a text for which `isColorText` holds. */
export function parseColor(text: string): readonly number[] {
  const named = NAMES.get(text.toLowerCase()) ?? parseRgb(text);
  if (named) return named;
  const digits = text.replace('#', '');
  const pairs = digits.length < 6 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0, alpha = 255] = pairs.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue, alpha / 255];
}

/**
 * The one spelling of a colour: six hexadecimal digits, or eight with alpha. A list stays where eight bits do not hold
 * its numbers. A number is 24 bits of red, green and blue.
 */
export function spellColor(value: string | readonly number[] | ColorParts | number): string | number[] {
  const [red = 0, green = 0, blue = 0, alpha = 1] = partsOf(value);
  const opacity = Math.round(alpha * 255);
  const bytes = opacity === 255 ? [red, green, blue] : [red, green, blue, opacity];
  const exact = bytes.every((byte) => Number.isInteger(byte)) && opacity / 255 === alpha;
  if (exact) return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return alpha === 1 ? [red, green, blue] : [red, green, blue, alpha];
}

function partsOf(value: string | readonly number[] | ColorParts | number): readonly number[] {
  if (typeof value === 'string') return parseColor(value);
  if (typeof value === 'number') return [value >> 16, (value >> 8) & 255, value & 255];
  return 'r' in value ? [value.r, value.g, value.b, value.alpha ?? 1] : value;
}
