import { createImage, type Image } from '../../src/core/image.ts';
import { toEnd, type Work } from '../../src/core/turns.ts';
import type { PointOp } from '../../src/ops/lib/point.ts';

/** The result of the op's own way for integers, in two parts as the CPU backend asks for it, and the reference. */
export function workBoth(
  anyOp: unknown,
  params: unknown,
  input: Image,
  cut: number,
): { got: Image; expected: Image } {
  const op = anyOp as PointOp;
  const [got, expected] = [0, 1].map(() => createImage(op.geometry(input, params, []))) as [Image, Image];
  op.reference(input, params, expected, []);
  const map = input.type === 'u8' ? op.cpu?.bytes?.(params, input) : op.cpu?.words?.(params, input);
  if (!map) throw new Error(`${op.name} has no way of its own for ${input.type}`);
  const pixels = input.width * input.height;
  const work = map as (from: unknown, to: unknown, start: number, end: number) => void | Work<void>;
  toEnd(work(input.data, got.data, 0, cut));
  toEnd(work(input.data, got.data, cut, pixels));
  return { got, expected };
}
