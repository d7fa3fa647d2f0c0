import type { Forgery } from './jpeg-forge.ts';

type Factors = Forgery['sampling'][number];

/** Three components, of which the latter two are alike unless told. */
const three = (first: Factors, second: Factors, third: Factors = second) => [first, second, third];

/** Sampling factors in which components may come: gray, colours, and four inks. */
export const SAMPLINGS = {
  gray: [[1, 1]],
  'gray of 2x2': [[2, 2]],
  '4:4:4': three([1, 1], [1, 1]),
  '4:4:4 of 2x1': three([2, 1], [2, 1]),
  '4:2:2': three([2, 1], [1, 1]),
  '4:2:0': three([2, 2], [1, 1]),
  '4:4:0': three([1, 2], [1, 1]),
  '4:1:1': three([4, 1], [1, 1]),
  '4:1:0': three([4, 2], [1, 1]),
  '1x4': three([1, 4], [1, 1]),
  '3x1': three([3, 1], [1, 1]),
  'mixed ratios': three([2, 2], [2, 1], [1, 2]),
  'one coarse between two': three([2, 2], [1, 1], [2, 2]),
  'finer chroma': three([1, 1], [2, 2], [2, 1]),
  'much finer chroma': three([1, 1], [4, 2], [1, 1]),
  inks: [...three([1, 1], [1, 1]), [1, 1]],
  'inks in 4:2:0 with fine black': [...three([2, 2], [1, 1]), [2, 2]],
  'inks of mixed ratios': [...three([2, 1], [1, 2], [1, 1]), [2, 2]],
} as const satisfies Readonly<Record<string, Forgery['sampling']>>;
