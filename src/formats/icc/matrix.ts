/** Profiles of tone curves: for RGB with three primaries (matrix/TRC), for gray alone. */
import { readCurve, type ToneCurve } from './curve.ts';
import { elementType, fixedAt, type IccTags, readTags } from './tags.ts';

/** Elements that replace matrix and curves in a profile that has them (ICC.1:2022, section 8.10). */
export const TABLES = ['A2B0', 'A2B1', 'A2B2', 'A2B3', 'D2B0', 'D2B1', 'D2B2', 'D2B3'];

/**
 * CIE XYZ relative to D50, the space of profiles, to linear sRGB: the inverse of the primaries of IEC 61966-2-1,
 * adapted from D65 by the Bradford matrix (ICC.1:2022, annex E).
 */
const FROM_D50 = [
  [3.1341863642368204, -1.6172089589982752, -0.4906940640063838],
  [-0.9787485041906943, 1.9161300967735866, 0.0334333991599955],
  [0.0719639278022468, -0.2289938734532032, 1.4057537328964442],
] as const;

/** A matrix/TRC profile for RGB. */
export interface MatrixProfile {
  /** Curves of red, green and blue, from samples to linear light. */
  readonly curves: readonly ToneCurve[];
  /** Matrix from that light to linear sRGB, by rows. */
  readonly matrix: readonly (readonly number[])[];
}

/** Returns undefined for other kinds of profile, and when anything is unusual. */
export function readMatrixProfile(profile: Uint8Array): MatrixProfile | undefined {
  const tags = readTags(profile, 'RGB ');
  if (!tags || TABLES.some((name) => tags.has(name))) return undefined;
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((name) => readCurve(tags.get(name)));
  const matrix = readMatrix(tags);
  const complete = curves.every((curve) => curve !== undefined) && matrix.flat().every(Number.isFinite);
  return complete ? { curves: curves as ToneCurve[], matrix } : undefined;
}

/**
 * The curve of a gray profile, from samples to linear light: its black and white are those of sRGB. Undefined for other
 * kinds of profile, and when anything is unusual.
 */
export function readGrayProfile(profile: Uint8Array): ToneCurve | undefined {
  const tags = readTags(profile, 'GRAY');
  return !tags || TABLES.some((name) => tags.has(name)) ? undefined : readCurve(tags.get('kTRC'));
}

/** Contains NaN where an element is not a colour. */
function readMatrix(tags: IccTags): number[][] {
  const primaries = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => readXyz(tags.get(name)));
  return FROM_D50.map((row) =>
    primaries.map((xyz) => row.reduce((sum, factor, at) => sum + factor * (xyz[at] ?? Number.NaN), 0)),
  );
}

/** CIE XYZ (ICC.1:2022, section 10.31). Empty when the element is something else. */
function readXyz(element: DataView | undefined): readonly number[] {
  if (!element || elementType(element) !== 'XYZ ' || element.byteLength < 20) return [];
  return [8, 12, 16].map((at) => fixedAt(element, at));
}
