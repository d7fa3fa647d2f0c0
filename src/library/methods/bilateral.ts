/**
 * `bilateral` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `bilateral`. */
export interface BilateralOptions {
  /**
   * Standard deviation of the weights by distance: larger averages over a wider area. A number from 0.3 to 5, in
   * pixels; 2 unless given.
   */
  readonly sigmaSpatial?: number | null | undefined;
  /**
   * Standard deviation of the weights by colour difference, as a fraction of white: larger smooths stronger
   * edges too. A number from 0.001 to 10; 0.1 unless given.
   */
  readonly sigmaColor?: number | null | undefined;
}

export interface BilateralMethods<Next> {
  /**
   * Smooth the picture and keep its edges with a bilateral filter.
   *
   * @param sigmaSpatial Standard deviation of the weights by distance: larger averages over a wider area. A
   * number from 0.3 to 5, in pixels; 2 unless given.
   * @param sigmaColor Standard deviation of the weights by colour difference, as a fraction of white: larger
   * smooths stronger edges too. A number from 0.001 to 10; 0.1 unless given.
   */
  bilateral(sigmaSpatial?: number | null, sigmaColor?: number | null): Next;
  /**
   * Smooth the picture and keep its edges with a bilateral filter.
   *
   * @param sigmaSpatial Standard deviation of the weights by distance: larger averages over a wider area. A
   * number from 0.3 to 5, in pixels; 2 unless given.
   */
  bilateral(sigmaSpatial?: number | null, options?: BilateralOptions | null): Next;
  /** Smooth the picture and keep its edges with a bilateral filter. */
  bilateral(options?: BilateralOptions | null): Next;
}
