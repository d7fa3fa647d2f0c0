/** CIE L*a*b* and linear sRGB. */

/**
 * Linear sRGB to CIE XYZ, from sRGB's primaries and its white point D65, x = 0.3127, y = 0.3290 (IEC 61966-2-1).
 * Exact as in CSS Color Module Level 4, not rounded to four digits as in the standard.
 */
const TO_XYZ = {
  x: [0.41239079926595934, 0.357584339383878, 0.1804807884018343],
  y: [0.21263900587151027, 0.715168678767756, 0.07219231536073371],
  z: [0.01933081871559182, 0.11919477979462598, 0.9505321522496607],
} as const;

/** The inverse matrix. */
const FROM_XYZ = {
  red: [3.2409699419045226, -1.537383177570094, -0.4986107602930034],
  green: [-0.9692436362808796, 1.8759675015077202, 0.04155505740717559],
  blue: [0.05563007969699366, -0.20397695888897652, 1.0569715142428786],
} as const;

type Row = readonly [number, number, number];

/** X and Z of white; Y is 1. Computed as sums of the rows, so that grays get a = b = 0 exactly. */
const WHITE_X = TO_XYZ.x[0] + TO_XYZ.x[1] + TO_XYZ.x[2];
const WHITE_Z = TO_XYZ.z[0] + TO_XYZ.z[1] + TO_XYZ.z[2];

/** Matrix from linear sRGB to fractions of white's X, Y and Z, by row. */
export const TO_FRACTIONS: readonly number[] = [
  ...TO_XYZ.x.map((factor) => factor / WHITE_X),
  ...TO_XYZ.y,
  ...TO_XYZ.z.map((factor) => factor / WHITE_Z),
];

/** The inverse matrix. */
export const FROM_FRACTIONS: readonly number[] = [FROM_XYZ.red, FROM_XYZ.green, FROM_XYZ.blue].flatMap(
  ([x, y, z]) => [x * WHITE_X, y, z * WHITE_Z],
);

/** CIE 15: end of the linear part of f, and its slope constant. */
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

/** CIE's f: the cube root of a fraction of white, with a linear part near 0. */
export function labRoot(fraction: number): number {
  return fraction > EPSILON ? Math.cbrt(fraction) : (KAPPA * fraction + 16) / 116;
}

function labCube(root: number): number {
  // Multiplied out, because `**` is no faster for whole exponents.
  return root > 6 / 29 ? root * root * root : (116 * root - 16) / KAPPA;
}

/** L* of a luminance relative to white: 0 is black, 100 is white. */
export function lightness(luminance: number, root = labRoot): number {
  return 116 * root(luminance) - 16;
}

/** Luminance of linear sRGB relative to white: Y of XYZ. */
export function luminance(red: number, green: number, blue: number): number {
  return dot(TO_XYZ.y, red, green, blue);
}

/**
 * Converts three values from linear sRGB to CIE L*a*b* (D65) in place, starting at index `at`. L is 0 to 100, a
 * runs from green to red, b from blue to yellow. `root` can replace `labRoot`.
 */
export function toLab(values: Float64Array, at: number, root = labRoot): void {
  const red = values[at] as number;
  const green = values[at + 1] as number;
  const blue = values[at + 2] as number;
  const x = root(dot(TO_XYZ.x, red, green, blue) / WHITE_X);
  const y = root(dot(TO_XYZ.y, red, green, blue));
  const z = root(dot(TO_XYZ.z, red, green, blue) / WHITE_Z);
  values[at] = 116 * y - 16;
  values[at + 1] = 500 * (x - y);
  values[at + 2] = 200 * (y - z);
}

/** The inverse of `toLab`. Colours outside sRGB get channels below 0 or above 1. */
export function fromLab(values: Float64Array, at: number): void {
  const root = ((values[at] as number) + 16) / 116;
  const x = WHITE_X * labCube(root + (values[at + 1] as number) / 500);
  const y = labCube(root);
  const z = WHITE_Z * labCube(root - (values[at + 2] as number) / 200);
  values[at] = dot(FROM_XYZ.red, x, y, z);
  values[at + 1] = dot(FROM_XYZ.green, x, y, z);
  values[at + 2] = dot(FROM_XYZ.blue, x, y, z);
}

function dot(row: Row, first: number, second: number, third: number): number {
  return row[0] * first + row[1] * second + row[2] * third;
}
