import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { takeTurns } from '../../src/http/turns.ts';

const MiB = 2 ** 20;

it('pauses bodies that have sent much in one round of the event loop, and lets them go on in the next one', async () => {
  const [large, small] = [new Readable({ read() {} }), new Readable({ read() {} })];
  for (const body of [large, small]) body.resume();
  takeTurns(small, 100);
  expect(small.isPaused()).toBe(false);
  takeTurns(large, 2 * MiB);
  takeTurns(small, 100);
  expect([large.isPaused(), small.isPaused()]).toEqual([true, true]);
  await setImmediate();
  expect([large.isPaused(), small.isPaused()]).toEqual([false, false]);
  takeTurns(small, 100);
  expect(small.isPaused()).toBe(false);
  await setImmediate();
});
