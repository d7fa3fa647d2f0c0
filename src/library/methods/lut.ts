/**
 * `lut` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { Input } from '../input.ts';

/** Options of `lut`. */
export interface LutOptions {
  /**
   * Look-up table: a three-dimensional .cube file, or a picture that is a Hald CLUT. A path, bytes, a `Blob`, a
   * stream or an image.
   */
  readonly lut: Input;
  /** Interpolation between the table's colours. One of tetrahedral, trilinear; "tetrahedral" unless given. */
  readonly interpolation?: 'tetrahedral' | 'trilinear' | null | undefined;
  /**
   * How far colours move towards the table's: 0 is not at all, 1 is all the way. A number from 0 to 1; 1 unless
   * given.
   */
  readonly strength?: number | null | undefined;
}

export interface LutMethods<Next> {
  /**
   * Grade colours by a three-dimensional look-up table.
   *
   * @param lut Look-up table: a three-dimensional .cube file, or a picture that is a Hald CLUT. A path, bytes, a
   * `Blob`, a stream or an image.
   * @param strength How far colours move towards the table's: 0 is not at all, 1 is all the way. A number from 0
   * to 1; 1 unless given.
   * @param interpolation Interpolation between the table's colours. One of tetrahedral, trilinear; "tetrahedral"
   * unless given.
   */
  lut(lut: Input, strength?: number | null, interpolation?: 'tetrahedral' | 'trilinear' | null): Next;
  /**
   * Grade colours by a three-dimensional look-up table.
   *
   * @param lut Look-up table: a three-dimensional .cube file, or a picture that is a Hald CLUT. A path, bytes, a
   * `Blob`, a stream or an image.
   * @param strength How far colours move towards the table's: 0 is not at all, 1 is all the way. A number from 0
   * to 1; 1 unless given.
   */
  lut(lut: Input, strength?: number | null, options?: Omit<LutOptions, 'lut'> | null): Next;
  /**
   * Grade colours by a three-dimensional look-up table.
   *
   * @param lut Look-up table: a three-dimensional .cube file, or a picture that is a Hald CLUT. A path, bytes, a
   * `Blob`, a stream or an image.
   */
  lut(lut: Input, options?: Omit<LutOptions, 'lut'> | null): Next;
  /** Grade colours by a three-dimensional look-up table. */
  lut(options: LutOptions): Next;
  /** The same as `lut`. Grade colours by a three-dimensional look-up table. */
  clut: LutMethods<Next>['lut'];
  /** The same as `lut`. Grade colours by a three-dimensional look-up table. */
  hald: LutMethods<Next>['lut'];
}
