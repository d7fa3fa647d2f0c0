/** The members that `bilateral` and `denoise` share: both average the neighbours that are similar. */
import { type Image, pixelCount, type Shape } from '../../../core/image.ts';
import type { Pass } from '../../../core/pass.ts';
import type { Work } from '../../../core/turns.ts';
import {
  filterNeighbourhoodsExactly,
  neighbourhoodPass,
  type Similarity,
} from '../../../kernels/similar/neighbourhood-filter.ts';
import { filterNeighbourhoods } from '../../../kernels/similar/neighbourhood-filter-rows.ts';

/** The members of an op that weighs neighbours by a similarity, which `similarityOf` finds for its parameters. */
export function bySimilarity<Params>(similarityOf: (input: Shape, params: Params) => Similarity) {
  return {
    nonFinite:
      'NaN, infinities and floats beyond 1e15 stay as they are, or black where alpha is 0. They do not affect other pixels.',

    geometry: (input: Shape): Shape => input,

    reference(input: Image, params: Params, output: Image): void {
      filterNeighbourhoodsExactly(input, similarityOf(input, params), output);
    },

    features: (input: Shape, params: Params) => ({
      taps: (2 * similarityOf(input, params).reach + 1) ** 2 * pixelCount(input),
    }),

    kernel(input: Image, params: Params, output: Image): Work<void> {
      return filterNeighbourhoods(input, similarityOf(input, params), output);
    },

    lower: (input: Shape, params: Params): Pass[] => [neighbourhoodPass(input, similarityOf(input, params))],
  };
}
