import { expect, test } from 'vitest';
import { NoirError } from '../../src/core/errors.ts';
import { FairQueue } from '../../src/engine/fair-queue.ts';

const places = { all: 2, heavy: 1, queue: 6 };
const [LIGHT, HEAVY] = [10, 1000];
const never = new AbortController().signal;

/** Jobs that enter, and end when they are told to. */
function crowd(queue = new FairQueue(places)) {
  const inside: string[] = [];
  const leaves = new Map<string, () => void>();
  const refused: string[] = [];
  return {
    inside,
    refused,
    async enter(name: string, cost: number, { timeLeft = 1e9, signal = never } = {}): Promise<void> {
      const tenant = name.slice(0, 1);
      const entering = queue.enter({ tenant, cost, timeLeft }, signal).then(
        (leave) => {
          inside.push(name);
          leaves.set(name, leave);
        },
        (error) => refused.push(`${name} ${error.code ?? error}`),
      );
      // Whoever may begin has begun after a few turns of the microtask queue.
      await Promise.race([entering, new Promise(setImmediate)]);
    },
    async leave(name: string): Promise<void> {
      leaves.get(name)?.();
      leaves.get(name)?.();
      inside.splice(inside.indexOf(name), 1);
      await new Promise(setImmediate);
    },
  };
}

test('heavy jobs leave a place to light ones', async () => {
  const { enter, leave, inside } = crowd();
  for (const name of ['a1', 'a2', 'a3']) await enter(name, HEAVY);
  expect(inside).toEqual(['a1']);
  await enter('b1', LIGHT);
  expect(inside).toEqual(['a1', 'b1']);
  await leave('a1');
  expect(inside).toEqual(['b1', 'a2']);
});

test('a tenant with many jobs waits for itself', async () => {
  const { enter, leave, inside } = crowd();
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) await enter(name, LIGHT);
  await enter('b1', LIGHT);
  await leave('a1');
  expect(inside).toEqual(['a2', 'b1']);
  await leave('b1');
  expect(inside).toEqual(['a2', 'a3']);
});

test('of a full queue, the newest job of the tenant with the most makes room', async () => {
  const queue = new FairQueue(places);
  const { enter, refused, inside, leave } = crowd(queue);
  for (let number = 1; number <= 8; number++) await enter(`a${number}`, LIGHT);
  await enter('a9', LIGHT);
  expect(refused).toEqual(['a9 busy']);
  expect(() => queue.check({ tenant: 'a', timeLeft: 1e9 })).toThrow('waiting');
  expect(() => queue.check({ tenant: 'b', timeLeft: 1e9 })).not.toThrow();
  expect(() => queue.check({ tenant: 'c', timeLeft: 0 })).not.toThrow();
  expect(() => queue.check({ tenant: 'a', timeLeft: 1 })).toThrow('waiting');
  await enter('b1', LIGHT);
  expect(refused).toEqual(['a9 busy', 'a8 busy']);
  await leave('a1');
  expect(inside).toEqual(['a2', 'b1']);
});

test('a job that would wait for half of its time is refused, and one that waits for nobody is not', async () => {
  const { enter, refused, inside } = crowd();
  await enter('a1', HEAVY, { timeLeft: 10 });
  await enter('a2', HEAVY, { timeLeft: 10 });
  await enter('a3', HEAVY, { timeLeft: 1999 });
  await enter('b1', HEAVY, { timeLeft: 1999 });
  expect(inside).toEqual(['a1']);
  expect(refused).toEqual(['a3 busy']);
});

test('a job that would be late at its turn is refused then, and the next one begins', async () => {
  const { enter, leave, refused, inside } = crowd();
  await enter('a1', HEAVY);
  // It may wait, but not finish: the one before it has taken all of its time.
  await enter('b1', HEAVY, { timeLeft: HEAVY / 4 });
  await enter('c1', HEAVY);
  await leave('a1');
  expect(refused).toEqual(['b1 busy']);
  expect(inside).toEqual(['c1']);
});

test('jobs that are cut at their deadline slow the pace, and those whose callers leave do not', async () => {
  const [patient, late] = [new FairQueue(places), new FairQueue(places)];
  for (const [queue, reason] of [
    [patient, new Error('the client has left')],
    [late, new NoirError('deadline', 'too late')],
  ] as const) {
    for (let nth = 0; nth < 150; nth++) {
      const controller = new AbortController();
      // Expected to take no time at all, and cut after some.
      const leave = await queue.enter({ tenant: 'a', cost: 1e-3, timeLeft: 1e9 }, controller.signal);
      const begun = performance.now();
      while (performance.now() - begun < 1);
      controller.abort(reason);
      leave();
    }
  }
  const refusedOf = async (queue: FairQueue) => {
    const { enter, refused } = crowd(queue);
    // The second waits for the first, which takes its expected time, or many times that.
    for (const name of ['a1', 'a2', 'a3']) await enter(name, HEAVY, { timeLeft: 2.5 * HEAVY });
    return refused;
  };
  expect(await refusedOf(patient)).toEqual([]);
  expect(await refusedOf(late)).toEqual(['a3 busy']);
});

test('a job that is given up waits no longer', async () => {
  const queue = new FairQueue(places);
  const { enter, refused, inside, leave } = crowd(queue);
  const controller = new AbortController();
  await enter('a1', LIGHT);
  await enter('a2', LIGHT);
  await enter('a3', LIGHT, { signal: controller.signal });
  controller.abort('gone');
  await new Promise(setImmediate);
  expect(refused).toEqual(['a3 gone']);
  expect(queue.counts).toEqual({ running: 2, waiting: 0 });
  await leave('a1');
  expect(inside).toEqual(['a2']);
});

test('forgets tenants that asked long ago, so that a server that is never idle keeps few', async () => {
  const queue = new FairQueue(places);
  const { signal } = new AbortController();
  const enter = (tenant: string) => queue.enter({ tenant, cost: LIGHT, timeLeft: 1e9 }, signal);
  let leave = await enter('early');
  for (let nth = 0; nth < 10_001; nth++) {
    const next = await enter(`tenant ${nth}`);
    leave();
    leave = next;
  }
  await enter('last');
  const order: string[] = [];
  for (const tenant of ['early', 'new']) void enter(tenant).then(() => order.push(tenant));
  leave();
  await new Promise(setImmediate);
  // What the early one has had before no longer counts.
  expect(order).toEqual(['early']);
});
