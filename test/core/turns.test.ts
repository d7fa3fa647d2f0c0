import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UNBOUND } from '../../src/core/run.ts';
import {
  beginLightJob,
  inTurns,
  isWork,
  mayUseThread,
  rowsPerYield,
  toEnd,
  type Work,
  workOf,
} from '../../src/core/turns.ts';

/** Work of some pieces, each of which leaves a mark. */
function* mark(name: string, pieces: number, marks: string[]): Work<string> {
  try {
    for (let piece = 0; piece < pieces; piece++) {
      marks.push(`${name}${piece}`);
      yield;
    }
    return name;
  } finally {
    marks.push(`${name} ends`);
  }
}

describe('a thread', () => {
  it('is free while no work is in progress in it', async () => {
    const uses = () => ([true, false, 'free'] as const).map(mayUseThread);
    expect(uses()).toEqual([true, false, true]);
    const first = inTurns(mark('a', 1, []), UNBOUND);
    const second = inTurns(mark('b', 3, []), UNBOUND);
    expect(uses()).toEqual([true, false, false]);
    await first;
    expect(uses()).toEqual([true, false, false]);
    await second;
    expect(uses()).toEqual([true, false, true]);
    const left = new AbortController();
    const third = inTurns(mark('c', 3, []), { ...UNBOUND, signal: left.signal });
    left.abort(new Error('left'));
    await expect(third).rejects.toThrow('left');
    expect(uses()).toEqual([true, false, true]);
  });
});

describe('work', () => {
  it('is told from results', () => {
    expect(isWork(mark('a', 1, []))).toBe(true);
    const iterable = { next: () => ({ done: true }), [Symbol.iterator]: () => [][Symbol.iterator]() };
    for (const result of [undefined, null, 1, 'text', {}, [], [].values(), iterable, Promise.resolve(1)]) {
      expect(isWork<unknown>(result)).toBe(false);
    }
  });

  it('gives its result whichever way it is done', async () => {
    expect(toEnd(mark('a', 3, []))).toBe('a');
    expect(toEnd('b')).toBe('b');
    expect(await inTurns(mark('a', 3, []), UNBOUND)).toBe('a');
    expect(await inTurns('b', UNBOUND)).toBe('b');
    expect(toEnd(workOf(mark('a', 3, [])))).toBe('a');
    expect(toEnd(workOf('b'))).toBe('b');
  });

  it('throws what goes wrong in it', async () => {
    function* fail(): Work<void> {
      yield;
      throw new Error('no');
    }
    await expect(inTurns(fail(), UNBOUND)).rejects.toThrow('no');
    expect(() => toEnd(fail())).toThrow('no');
  });
});

describe('turns', () => {
  it('let in one piece of work in a round of the event loop, in the order in which they asked', async () => {
    const marks: string[] = [];
    const all = Promise.all(['a', 'b', 'c'].map((name) => inTurns(mark(name, 2, marks), UNBOUND, 0)));
    expect(marks).toEqual([]);
    let done = false;
    const ended = all.then(() => {
      done = true;
    });
    let [before, most] = [0, 0];
    while (!done) {
      await setImmediate();
      most = Math.max(most, marks.length - before);
      before = marks.length;
    }
    await ended;
    expect(marks.filter((one) => !one.endsWith('ends'))).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'c1']);
    expect(most).toBe(1);
  });

  it('end with the reason of the abort: no piece is begun after it, and the work releases what it holds', async () => {
    const marks: string[] = [];
    const controller = new AbortController();
    function* abortAt(work: Work<string>, pieces: number): Work<string> {
      for (let piece = 0; piece < pieces; piece++) {
        work.next();
        yield;
      }
      controller.abort(new Error('left'));
      return yield* work;
    }
    const run = { ...UNBOUND, signal: controller.signal };
    await expect(inTurns(abortAt(mark('a', 9, marks), 3), run, 0)).rejects.toThrow('left');
    expect(marks).toEqual(['a0', 'a1', 'a2', 'a3', 'a ends']);
  });

  it('are never begun by a run that was aborted before', async () => {
    const marks: string[] = [];
    const run = { ...UNBOUND, signal: AbortSignal.abort(new Error('gone')) };
    await expect(inTurns(mark('a', 2, marks), run)).rejects.toThrow('gone');
    expect(marks).toEqual([]);
  });

  it('of many that left are over by the next round, and the one that stays goes on', async () => {
    const controller = new AbortController();
    const run = { ...UNBOUND, signal: controller.signal };
    const marks: string[] = [];
    const left = Array.from({ length: 30 }, () => inTurns(mark('x', 1000, marks), run, 0));
    const stays = inTurns(mark('a', 3, []), UNBOUND, 0);
    await setImmediate();
    controller.abort(new Error('left'));
    const begun = marks.length;
    const outcomes = await Promise.allSettled(left);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(marks.filter((one) => !one.endsWith('ends')).length).toBe(begun);
    expect(await stays).toBe('a');
  });
});

it('counts rows between yields, one at least', () => {
  expect(rowsPerYield(100, 1000)).toBe(10);
  expect(rowsPerYield(5000, 1000)).toBe(1);
});

describe('heavy work beside light jobs', () => {
  // Its pause ends when the test says so. Rounds of the event loop go on.
  const rounds = async () => {
    for (let round = 0; round < 20; round++) await setImmediate();
  };
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has a turn after each pause, while light work has all of its own', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const marks: string[] = [];
    const end = beginLightJob();
    const heavy = inTurns(mark('heavy', 3, marks), UNBOUND, 0);
    expect(await inTurns(mark('light', 3, marks), { ...UNBOUND, isLight: true }, 0)).toBe('light');
    await rounds();
    expect(marks).toEqual(['light0', 'light1', 'light2', 'light ends']);
    await vi.advanceTimersByTimeAsync(1000);
    await rounds();
    expect(marks.slice(4)).toEqual(['heavy0']);
    end();
    expect(await heavy).toBe('heavy');
  });

  it('goes on when the last of them has ended', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const marks: string[] = [];
    const ends = [beginLightJob(), beginLightJob()];
    const heavy = inTurns(mark('heavy', 1, marks), UNBOUND, 0);
    ends[0]?.();
    await rounds();
    expect(marks).toEqual([]);
    ends[1]?.();
    expect(await heavy).toBe('heavy');
  });

  it('ends when its caller leaves', async () => {
    const controller = new AbortController();
    const end = beginLightJob();
    const heavy = inTurns(mark('heavy', 3, []), { ...UNBOUND, signal: controller.signal }, 0);
    controller.abort(new Error('left'));
    await expect(heavy).rejects.toThrow('left');
    end();
  });
});
