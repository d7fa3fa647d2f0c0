import { expect, it } from 'vitest';
import { type Draft, EMPTY } from '../../../src/playground/page/draft.ts';
import { Store } from '../../../src/playground/page/store.ts';

const blurred = (sigma: number, off = false): Draft => ({
  ...EMPTY,
  steps: [{ id: 1, op: 'blur', params: { sigma }, off }],
});

it('undoes the moves of a slider together, and nothing that changes nothing', () => {
  const store = new Store();
  store.restart(blurred(1));
  for (const sigma of [2, 3, 4]) store.set(blurred(sigma), 'sigma');
  store.set(blurred(4), 'sigma');
  store.set(blurred(4, true), 'off');
  store.set(blurred(4), 'off');
  store.undo();
  expect(store.draft).toEqual(blurred(1));
  expect(store.canUndo).toBe(false);
  store.redo();
  expect(store.draft).toEqual(blurred(4));
  expect(store.canRedo).toBe(false);
});

it('undoes what follows a return to the start, or a new beginning', () => {
  const store = new Store();
  store.restart(blurred(1));
  for (const sigma of [2, 1, 3]) store.set(blurred(sigma), 'sigma');
  store.undo();
  expect(store.draft).toEqual(blurred(1));
  store.set(blurred(2), 'sigma');
  store.restart(blurred(5));
  store.set(blurred(6), 'sigma');
  store.undo();
  expect(store.draft).toEqual(blurred(5));
});
