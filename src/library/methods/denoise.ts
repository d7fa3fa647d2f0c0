/**
 * `denoise` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `denoise`. */
export interface DenoiseOptions {
  /**
   * How much patches may differ and still be averaged, as a fraction of white. The standard deviation of the
   * noise is a good start. A number from 0.001 to 1; 0.05 unless given.
   */
  readonly strength?: number | null | undefined;
  /**
   * Standard deviation of the noise, as a fraction of white. Patches that differ by no more than such noise
   * count in full. A number from 0 to 0.5; 0 unless given.
   */
  readonly sigma?: number | null | undefined;
  /**
   * Pixels on each side of the middle one: patches are 2 x patch + 1 wide and high. A whole number from 1 to 2,
   * in pixels; 2 unless given.
   */
  readonly patch?: number | null | undefined;
  /**
   * Pixels on each side of the middle one where similar patches are looked for. A whole number from 1 to 7, in
   * pixels; 5 unless given.
   */
  readonly search?: number | null | undefined;
}

export interface DenoiseMethods<Next> {
  /**
   * Remove noise by averaging pixels with similar surroundings (non-local means).
   *
   * @param strength How much patches may differ and still be averaged, as a fraction of white. The standard
   * deviation of the noise is a good start. A number from 0.001 to 1; 0.05 unless given.
   * @param sigma Standard deviation of the noise, as a fraction of white. Patches that differ by no more than
   * such noise count in full. A number from 0 to 0.5; 0 unless given.
   * @param patch Pixels on each side of the middle one: patches are 2 x patch + 1 wide and high. A whole number
   * from 1 to 2, in pixels; 2 unless given.
   * @param search Pixels on each side of the middle one where similar patches are looked for. A whole number
   * from 1 to 7, in pixels; 5 unless given.
   */
  denoise(strength?: number | null, sigma?: number | null, patch?: number | null, search?: number | null): Next;
  /**
   * Remove noise by averaging pixels with similar surroundings (non-local means).
   *
   * @param strength How much patches may differ and still be averaged, as a fraction of white. The standard
   * deviation of the noise is a good start. A number from 0.001 to 1; 0.05 unless given.
   * @param sigma Standard deviation of the noise, as a fraction of white. Patches that differ by no more than
   * such noise count in full. A number from 0 to 0.5; 0 unless given.
   * @param patch Pixels on each side of the middle one: patches are 2 x patch + 1 wide and high. A whole number
   * from 1 to 2, in pixels; 2 unless given.
   */
  denoise(strength?: number | null, sigma?: number | null, patch?: number | null, options?: DenoiseOptions | null): Next;
  /**
   * Remove noise by averaging pixels with similar surroundings (non-local means).
   *
   * @param strength How much patches may differ and still be averaged, as a fraction of white. The standard
   * deviation of the noise is a good start. A number from 0.001 to 1; 0.05 unless given.
   * @param sigma Standard deviation of the noise, as a fraction of white. Patches that differ by no more than
   * such noise count in full. A number from 0 to 0.5; 0 unless given.
   */
  denoise(strength?: number | null, sigma?: number | null, options?: DenoiseOptions | null): Next;
  /**
   * Remove noise by averaging pixels with similar surroundings (non-local means).
   *
   * @param strength How much patches may differ and still be averaged, as a fraction of white. The standard
   * deviation of the noise is a good start. A number from 0.001 to 1; 0.05 unless given.
   */
  denoise(strength?: number | null, options?: DenoiseOptions | null): Next;
  /** Remove noise by averaging pixels with similar surroundings (non-local means). */
  denoise(options?: DenoiseOptions | null): Next;
}
