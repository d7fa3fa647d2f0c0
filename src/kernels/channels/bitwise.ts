/** The bitwise operators of `boolean` and `bandbool`. */
import * as z from 'zod';
import type { Fault } from '../../core/errors.ts';
import type { Shape } from '../../core/image.ts';

/** Numbered as in the shaders. */
export const OPERATORS = ['and', 'or', 'eor'] as const;

export type Operator = (typeof OPERATORS)[number];

export function operator(describe: string) {
  return z.enum(OPERATORS).describe(describe);
}

export function bitwise(operator: Operator): (a: number, b: number) => number {
  if (operator === 'and') return (a, b) => a & b;
  return operator === 'or' ? (a, b) => a | b : (a, b) => a ^ b;
}

/** The fault of a float picture, whose samples have no bits to combine; undefined for integers. */
export function integerFault({ type }: Shape): Fault | undefined {
  if (type !== 'f32') return undefined;
  return { pointer: '/operator', reason: 'expected a picture of u8 or u16, received one of f32' };
}
