/**
 * `stats` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { Reporting } from '../report.ts';

/** Options of `stats`. */
export interface StatsOptions {
  /**
   * Number of bins in the histogram of each channel; 0 for no histogram. They reach from black to white, for
   * floats from the smallest sample to the largest. A whole number from 0 to 65536, in bins; 256 unless given.
   */
  readonly bins?: number | null | undefined;
}

export interface StatsMethods<Next> {
  /**
   * Answer with statistics of the picture as JSON.
   *
   * @param bins Number of bins in the histogram of each channel; 0 for no histogram. They reach from black to
   * white, for floats from the smallest sample to the largest. A whole number from 0 to 65536, in bins; 256
   * unless given.
   */
  stats(bins?: number | null): Reporting<'stats'> & Next;
  /** Answer with statistics of the picture as JSON. */
  stats(options?: StatsOptions | null): Reporting<'stats'> & Next;
}
