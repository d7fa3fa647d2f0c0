import { expect, it } from 'vitest';
import { toEnd } from '../../../src/core/turns.ts';
import { lumaBytes } from '../../../src/kernels/pixels/luma-bytes.ts';
import { random } from '../../support/pictures.ts';

it('is the luma to the level, with halves up, for every weight that a green and a blue can have', () => {
  for (const [weights, parts] of [
    [[2990, 5870, 1140], 10_000],
    [[2126, 7152, 722], 10_000],
  ] as const) {
    const map = lumaBytes(weights, parts, 3);
    const [from, to] = [new Uint8Array(3 * 65536), new Uint8Array(65536)];
    for (let red = 0; red < 256; red++) {
      for (let at = 0; at < 65536; at++) from.set([red, at >> 8, at & 255], 3 * at);
      map(from, to, 0, 65536);
      for (let at = 0; at < 65536; at++) {
        const sum = weights[0] * red + weights[1] * (at >> 8) + weights[2] * (at & 255);
        // Whole numbers: nothing is rounded before the quotient.
        const rest = (sum + parts / 2) % parts;
        if (to[at] !== (sum + parts / 2 - rest) / parts) expect([red, at, to[at]]).toBeUndefined();
      }
    }
  }
});

it('keeps alpha, and works the pixels that it is asked for', () => {
  const next = random(1);
  const from = Uint8Array.from({ length: 40 }, () => next() * 256);
  const to = new Uint8Array(20).fill(7);
  toEnd(lumaBytes([2, 0, 0], 2, 4)(from, to, 2, 9));
  expect([...to.subarray(0, 4)]).toEqual([7, 7, 7, 7]);
  expect([...to.subarray(18)]).toEqual([7, 7]);
  for (let pixel = 2; pixel < 9; pixel++) {
    expect([...to.subarray(2 * pixel, 2 * pixel + 2)]).toEqual([from[4 * pixel], from[4 * pixel + 3]]);
  }
});
