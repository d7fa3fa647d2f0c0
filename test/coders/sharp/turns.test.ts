import { expect, it } from 'vitest';
import { callLibvips, MOST_CALLS } from '../../../src/coders/sharp/turns.ts';

/** A call that ends when it is told to. */
function makeCall() {
  let end = () => {};
  let running = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async () => {
    running = true;
    await ended;
    return 'done';
  };
  return { work, end, isRunning: () => running };
}

/** Fills every turn; gives what makes them free again. */
function fill() {
  const calls = Array.from({ length: MOST_CALLS }, makeCall);
  const all = Promise.all(calls.map(({ work }) => callLibvips(work)));
  return async () => {
    for (const { end } of calls) end();
    await all;
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function runOf(controller: AbortController, outlived: Promise<unknown>[] = []) {
  return { signal: controller.signal, outlives: (work: Promise<unknown>) => void outlived.push(work) };
}

it('one call more runs than there are cores, and the others one after the other', async () => {
  const free = fill();
  const [next, last] = [makeCall(), makeCall()];
  const waiting = [callLibvips(next.work), callLibvips(last.work)];
  await settled();
  expect([next.isRunning(), last.isRunning()]).toEqual([false, false]);
  await free();
  for (const { end } of [next, last]) end();
  expect(await Promise.all(waiting)).toEqual(['done', 'done']);
});

it('a call that waits leaves at once when it is cancelled, and never runs', async () => {
  const free = fill();
  const controller = new AbortController();
  const call = makeCall();
  const waiting = callLibvips(call.work, runOf(controller));
  await settled();
  controller.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  await free();
  expect(call.isRunning()).toBe(false);
});

it('a call that runs is dropped at once, and keeps its turn until it ends', async () => {
  const controller = new AbortController();
  const outlived: Promise<unknown>[] = [];
  const calls = Array.from({ length: MOST_CALLS }, makeCall);
  const dropped = calls.map(({ work }) => callLibvips(work, runOf(controller, outlived)));
  await settled();
  controller.abort(new Error('left'));
  const results = await Promise.allSettled(dropped);
  expect(results.map(({ status }) => status)).toEqual(calls.map(() => 'rejected'));
  expect(outlived.length).toBe(calls.length);
  const next = makeCall();
  next.end();
  const waiting = callLibvips(next.work);
  await settled();
  expect(next.isRunning()).toBe(false);
  for (const { end } of calls) end();
  await Promise.all(outlived);
  expect(await waiting).toBe('done');
});

it('a call that fails, even before it began, gives its turn back', async () => {
  for (let count = 0; count <= MOST_CALLS; count++) {
    const work = () => {
      throw new TypeError('a mistake');
    };
    await expect(callLibvips(work)).rejects.toThrow('a mistake');
  }
});

it('a run that is over before it begins calls nothing', async () => {
  const call = makeCall();
  const run = { signal: AbortSignal.abort(new Error('over')), outlives: () => {} };
  await expect(callLibvips(call.work, run)).rejects.toThrow('over');
  expect(call.isRunning()).toBe(false);
});
