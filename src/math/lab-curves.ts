import { interpolated } from './interpolated.ts';
import { labRoot } from './lab.ts';
import { fastToEncoded, fastToLinear } from './srgb.ts';

/** The functions with powers and roots on the way from sRGB to CIE Lab and back. */
export interface LabCurves {
  readonly decode: (value: number) => number;
  readonly root: (value: number) => number;
  readonly encode: (value: number) => number;
}

/** By table, linear in between. */
export const TABLED: LabCurves = {
  decode: fastToLinear,
  root: interpolated(labRoot),
  encode: fastToEncoded,
};

/** For results that are cut off outside of 0..1 anyway, where the tables end. */
export const TABLED_AND_CUT: LabCurves = {
  ...TABLED,
  encode: (value) => TABLED.encode(Math.min(Math.max(value, 0), 1)),
};
