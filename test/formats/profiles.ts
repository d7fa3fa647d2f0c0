import { deflateSync } from 'node:zlib';
import { bytes, pngChunk, segment } from './forge.ts';

/** Primaries in CIE XYZ relative to D50, as files have them. */
export const PRIMARIES = {
  /** HP's of 1998, in the profile of IEC 61966-2.1 and in many others. */
  hp: [
    [0.43607, 0.22249, 0.01392],
    [0.38515, 0.71687, 0.09708],
    [0.14307, 0.06061, 0.7141],
  ],
  /** GIMP's and lcms', computed. */
  lcms: [
    [0.43604, 0.22249, 0.01392],
    [0.38512, 0.7169, 0.09706],
    [0.14305, 0.06061, 0.71393],
  ],
  p3: [
    [0.51512, 0.2412, -0.00105],
    [0.29198, 0.69225, 0.04189],
    [0.1571, 0.06656, 0.78407],
  ],
  adobe: [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ],
} as const;

const fixed = (value: number) => bytes('big', [Math.round(value * 65536) >>> 0, 4]);

const toLight = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** sRGB's curve as a table of so many points. */
export const table = (points: number, curve = toLight): Uint8Array => {
  const values = Array.from({ length: points }, (_, at) => Math.round(65535 * curve(at / (points - 1))));
  return bytes('big', 'curv', [0, 4], [points, 4], ...values.map((value) => [value, 2]));
};

/** A power, in 256ths. */
export const gamma = (power: number): Uint8Array =>
  bytes('big', 'curv', [0, 4], [1, 4], [Math.round(power * 256), 2]);

export const formula = (kind: number, ...parameters: number[]): Uint8Array =>
  bytes('big', 'para', [0, 4], [kind, 2], [0, 2], ...parameters.map(fixed));

/** sRGB's curve as formulas of ICC.1 give it. */
export const SRGB_FORMULA = formula(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);

const xyz = (values: readonly number[]): Uint8Array => bytes('big', 'XYZ ', [0, 4], ...values.map(fixed));

interface ProfileFields {
  primaries?: readonly (readonly number[])[];
  /** Of red, green and blue; the first one of all where there is one. */
  curves?: readonly Uint8Array[];
  space?: string;
  connection?: string;
  kind?: string;
  version?: number;
  /** Further elements, or others in place of these. */
  elements?: Readonly<Record<string, Uint8Array>>;
}

/** An RGB profile with a matrix, which is sRGB's unless told. */
export function forgeProfile(fields: ProfileFields = {}): Uint8Array {
  const { primaries = PRIMARIES.hp, curves = [table(1024)], version = 2 } = fields;
  const { space = 'RGB ', connection = 'XYZ ', kind = 'mntr' } = fields;
  const colors = ['r', 'g', 'b'].flatMap((name, at) => [
    [`${name}XYZ`, xyz(primaries[at] as readonly number[])] as const,
    [`${name}TRC`, (curves[at] ?? curves[0]) as Uint8Array] as const,
  ]);
  const elements = Object.entries({ ...Object.fromEntries(colors), ...fields.elements });
  let place = 132 + 12 * elements.length;
  const entries = elements.map(([name, element]) => {
    const entry = bytes('big', name, [place, 4], [element.length, 4]);
    place += element.length;
    return entry;
  });
  const date = new Uint8Array(12);
  const header = [[place, 4], [0, 4], [version, 1], [0x10, 1], [0, 2], kind, space, connection, date, 'acsp'];
  const rest = new Uint8Array(128 - 40);
  // The illuminant, D50, which lcms does not ask for but others do.
  rest.set(Buffer.concat([fixed(0.9642), fixed(1), fixed(0.8249)]), 68 - 40);
  const all = elements.map(([, element]) => element);
  return bytes('big', ...header, rest, [elements.length, 4], ...entries, ...all);
}

/** APP2 segments with the parts of a profile. */
export function partsOf(profile: Uint8Array, count: number): Uint8Array[] {
  const size = Math.ceil(profile.length / count);
  return Array.from({ length: count }, (_, at) =>
    part(at + 1, count, profile.subarray(at * size, (at + 1) * size)),
  );
}

export function part(number: number, count: number, data: Uint8Array): Uint8Array {
  return segment(0xe2, bytes('big', 'ICC_PROFILE\0', [number], [count], data));
}

/** The JPEG with segments behind its start. */
export function withSegments(jpeg: Uint8Array, ...segments: Uint8Array[]): Uint8Array {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** The PNG with a profile behind its header. */
export function withIccp(png: Uint8Array, profile: Uint8Array): Uint8Array {
  const chunk = pngChunk('iCCP', bytes('big', 'colors\0\0', deflateSync(profile)));
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

interface InkFields {
  /** CIE Lab of inks of 0 to 1. */
  readonly lab: (inks: readonly number[]) => readonly [number, number, number];
  /** Nodes along an axis of its own table. */
  readonly nodes?: number;
  /** What each ink goes through before that, from 0 to 1. */
  readonly curve?: (ink: number) => number;
}

/** A printer's profile: CMYK to CIE Lab by a table of 16 bits (ICC.1:2001 section 6.5.7, `mft2`). */
export function forgeInkProfile({ lab, nodes = 9, curve = (ink) => ink }: InkFields): Uint8Array {
  const word = (value: number) => [Math.min(65535, Math.max(0, Math.round(value))), 2];
  const points = 256;
  const curves = Array.from({ length: 4 * points }, (_, at) =>
    word(65535 * curve((at % points) / (points - 1))),
  );
  const colors = Array.from({ length: nodes ** 4 }, (_, at) => {
    const inks = [3, 2, 1, 0].map((axis) => (Math.floor(at / nodes ** axis) % nodes) / (nodes - 1));
    const [l, a, b] = lab(inks);
    return [word(l * 652.8), word((a + 128) * 256), word((b + 128) * 256)];
  }).flat();
  const matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1].map(fixed);
  const straight = [0, 65535].map(word);
  const A2B0 = bytes(
    'big',
    ...['mft2', [0, 4], [4], [3], [nodes], [0]],
    ...matrix,
    ...[
      [points, 2],
      [2, 2],
    ],
    ...curves,
    ...colors,
    ...[...straight, ...straight, ...straight],
  );
  return forgeProfile({ space: 'CMYK', connection: 'Lab ', kind: 'prtr', elements: { A2B0 } });
}

/** Inks that swallow light, with some of what real ones do beside. */
export function labOfInks([c = 0, m = 0, y = 0, k = 0]: readonly number[]): [number, number, number] {
  const paper = 1 - k;
  return [
    5 + 91 * (1 - 0.4 * c) * (1 - 0.5 * m) * (1 - 0.1 * y) * paper,
    (75 * m - 35 * c + 20 * c * m) * paper,
    (95 * y - 50 * c - 10 * m * m) * paper,
  ];
}
