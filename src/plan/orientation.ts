/** The steps that turn a stored picture upright, by its EXIF orientation. */
import { uprightMoves } from '../formats/orientation.ts';
import type { Op } from '../ops/op.ts';
import { OPS } from '../ops/registry.ts';
import type { Step } from '../recipe/recipe.ts';

/** Empty for orientation 1. */
export function stepsUpright(orientation: number): Step[] {
  const { flip, flop, turn } = uprightMoves(orientation);
  return [
    ...(flip ? [stepOf(OPS.flip)] : []),
    ...(flop ? [stepOf(OPS.flop)] : []),
    ...(turn > 0 ? [stepOf(OPS.rotate, { angle: turn })] : []),
  ];
}

function stepOf(op: Pick<Op, 'params'>, values = {}): Step {
  return { op: op as Op, params: op.params.parse(values) };
}
