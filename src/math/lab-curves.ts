/** Fast versions of the non-linear functions between sRGB and CIE Lab. */
import { interpolated } from './interpolated.ts';
import { labRoot } from './lab.ts';
import { fastToEncoded, fastToLinear } from './srgb.ts';

/** The functions with powers and roots on the way from sRGB to CIE Lab and back. */
export interface LabCurves {
  readonly decode: (value: number) => number;
  readonly root: (value: number) => number;
  readonly encode: (value: number) => number;
}

/** By table, with linear interpolation. */
export const TABLED: LabCurves = {
  decode: fastToLinear,
  root: interpolated(labRoot),
  encode: fastToEncoded,
};

/** Clamped to 0..1, where the tables end. For results that are clamped anyway. */
export const TABLED_AND_CUT: LabCurves = {
  ...TABLED,
  encode: (value) => TABLED.encode(Math.min(Math.max(value, 0), 1)),
};
