import { expect, it } from 'vitest';
import { inPieces, withPauses } from '../../src/coders/pauses.ts';

it('every piece is done once, in order', async () => {
  const pieces: [number, number][] = [];
  await withPauses(inPieces(1000, 1 << 12, (start, end) => pieces.push([start, end])));
  expect(pieces.length).toBe(63);
  expect(pieces.at(-1)).toEqual([992, 1000]);
  expect(pieces.every(([start], index) => start === (pieces[index - 1]?.[1] ?? 0))).toBe(true);
});

it('others get their turn while long work is done, and it stops when the run is over', async () => {
  const controller = new AbortController();
  let turns = 0;
  const timer = setInterval(() => {
    if (++turns === 3) controller.abort(new Error('over'));
  }, 1);
  function* forever() {
    for (;;) yield;
  }
  const run = { signal: controller.signal, outlives: () => {} };
  await expect(withPauses(forever(), run)).rejects.toThrow('over');
  clearInterval(timer);
});

it('what the work has borrowed is given back when the run is over', async () => {
  let isBack = false;
  function* borrowing() {
    try {
      for (;;) {
        yield;
        controller.abort(new Error('over'));
      }
    } finally {
      isBack = true;
    }
  }
  const controller = new AbortController();
  const run = { signal: controller.signal, outlives: () => {} };
  await expect(withPauses(borrowing(), run)).rejects.toThrow('over');
  expect(isBack).toBe(true);
});
