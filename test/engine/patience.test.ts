import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { coderLegs } from '../../src/backends/coder-legs.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { cpuLegs } from '../../src/backends/cpu/legs.ts';
import { hostMemory } from '../../src/backends/host-memory.ts';
import { frameOf, type HostCarrier, type Leg, type LegSource } from '../../src/backends/leg.ts';
import { openCoders } from '../../src/coders/registry.ts';
import { callLibvips } from '../../src/coders/sharp/turns.ts';
import { byteCount, type Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type Answer, type Job, makeJob, sourceOf } from '../../src/engine/job.ts';
import type { StepInput } from '../../src/recipe/recipe.ts';
import { Recipes } from '../../src/recipe/recipes.ts';
import { noise } from '../support/pictures.ts';
import { type Rig, recipe, rigOfParts } from './files.ts';

const image = noise({ width: 60, height: 40, channels: 3, type: 'u8' });
const coders = await openCoders('auto');

/** A promise that the test keeps. */
function promise() {
  let keep = () => {};
  const kept = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { keep, kept };
}

/** Waits until something is so; the test's own time runs out when it never is. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

function jobOf(picture: Image, steps: StepInput[], more: Partial<Job> = {}): Job {
  const { recipe: _, ...rest } = more;
  return makeJob({ input: sourceOf(picture), wants: 'samples', ...rest, recipe: recipe({ steps }) });
}

const codeOf = (answer: Answer) => (answer.kind === 'problem' ? answer.problem.code : 'done');
const countsOf = ({ running, waiting }: ReturnType<Engine['status']>) => ({ running, waiting });

/** The CPU's legs; those that negate begin when the test says so, and say that they were reached. */
function heldLegs(reached: () => void, begin: Promise<void>): LegSource {
  const source = cpuLegs(new CpuBackend());
  const hold = (leg: Leg): Leg => ({
    ...leg,
    async run(...given) {
      reached();
      await begin;
      return leg.run(...given);
    },
  });
  return {
    ...source,
    legs: (...given) => source.legs(...given).map((leg) => (leg.does.includes('negate') ? hold(leg) : leg)),
  };
}

const opened: Rig[] = [];
afterEach(() => Promise.all(opened.splice(0).map((rig) => rig.close())));

/** An engine with memory for one picture and its result at a time. */
async function narrow(source: LegSource): Promise<Engine> {
  const limits = { ...DEFAULT_LIMITS, totalBytes: 2 * byteCount(image) };
  const backends = [new CpuBackend()];
  const rig = await rigOfParts({
    sources: [source, coderLegs(coders)],
    coders,
    backends,
    recipes: new Recipes(limits),
  });
  opened.push(rig);
  return rig.engine;
}

const NEGATE: StepInput[] = [{ op: 'negate' }];
const FLIP: StepInput[] = [{ op: 'flip' }];

describe('a job whose caller leaves', () => {
  it('before it begins is not begun', async () => {
    let begun = false;
    const engine = await narrow(
      heldLegs(() => {
        begun = true;
      }, Promise.resolve()),
    );
    const answer = await engine.run(jobOf(image, NEGATE), AbortSignal.abort());
    expect([codeOf(answer), begun]).toEqual(['cancelled', false]);
    expect(countsOf(engine.status())).toEqual({ running: 0, waiting: 0 });
  });

  it('leaves the queue at once, and the others go on', async () => {
    const [reached, begin] = [promise(), promise()];
    const engine = await narrow(heldLegs(reached.keep, begin.kept));
    const first = engine.run(jobOf(image, NEGATE));
    await reached.kept;
    const caller = new AbortController();
    const second = engine.run(jobOf(image, NEGATE), caller.signal);
    const third = engine.run(jobOf(image, FLIP));
    await until(() => engine.status().waiting === 2);
    caller.abort();
    expect(codeOf(await second)).toBe('cancelled');
    expect(countsOf(engine.status())).toEqual({ running: 1, waiting: 1 });
    begin.keep();
    expect([codeOf(await first), codeOf(await third)]).toEqual(['done', 'done']);
    await until(() => engine.status().running === 0);
  });

  it('in the middle of an op on the CPU is answered, which is nobody’s failure', async () => {
    const large = noise({ width: 900, height: 700, channels: 3, type: 'u8' });
    const reached: (() => void)[] = [];
    const engine = await narrow(heldLegs(() => reached.shift()?.(), Promise.resolve()));
    const slow: StepInput[] = [{ op: 'negate' }, { op: 'median', size: 9 }];
    const { leased } = hostMemory.stats();
    for (let round = 0; round < 4; round++) {
      const { keep, kept } = promise();
      reached.push(keep);
      const caller = new AbortController();
      const answer = engine.run(jobOf(large, slow), caller.signal);
      await kept;
      await turn();
      caller.abort();
      expect(codeOf(await answer)).toBe('cancelled');
    }
    expect(codeOf(await engine.run(jobOf(image, FLIP)))).toBe('done');
    await until(() => engine.status().running === 0);
    expect(engine.status().backends).toMatchObject([{ name: 'cpu', paused: false }]);
    expect(hostMemory.stats().leased).toBe(leased);
  });

  it('while libvips runs is answered at once; its memory is returned when libvips has ended', async () => {
    const [reached, end] = [promise(), promise()];
    const engine = await narrow(libvipsEncoding(reached.keep, end.kept));
    const caller = new AbortController();
    const output = recipe({ output: { format: 'webp' } });
    const left = engine.run(makeJob({ input: sourceOf(image), recipe: output }), caller.signal);
    await reached.kept;
    caller.abort();
    expect(codeOf(await left)).toBe('cancelled');
    expect(countsOf(engine.status())).toEqual({ running: 1, waiting: 0 });
    const next = engine.run(jobOf(image, FLIP));
    await until(() => engine.status().waiting === 1);
    end.keep();
    expect(codeOf(await next)).toBe('done');
    await until(() => engine.status().running === 0);
  });

  it('leaves nothing behind on its signal', async () => {
    const engine = await narrow(cpuLegs(new CpuBackend()));
    const { signal } = new AbortController();
    for (let round = 0; round < 20; round++) await engine.run(jobOf(image, FLIP), signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

/** Encodes in a call into libvips that is under way when `reached` is called, and ends when the test says so. */
function libvipsEncoding(reached: () => void, end: Promise<void>): LegSource {
  return {
    ...cpuLegs(new CpuBackend()),
    legs: (stretch, cuts) => [
      ...cpuLegs(new CpuBackend()).legs(stretch, cuts),
      {
        ...{ who: 'sharp', does: ['encode'], cost: 0 },
        from: { kind: 'host', done: 0 },
        to: { kind: 'file', done: 0 },
        async run(carrier, { run }) {
          const { width, height, channels, data } = frameOf(carrier as HostCarrier);
          const call = async () => {
            const encoding = sharp(data, { raw: { width, height, channels } }).webp().toBuffer();
            reached();
            await end;
            return encoding;
          };
          return { kind: 'file', bytes: await callLibvips(call, run), shape: stretch.plan.output };
        },
      },
    ],
  };
}

describe('a job whose time is up', () => {
  it('is answered with deadline, wherever it is', async () => {
    const [reached, begin] = [promise(), promise()];
    const engine = await narrow(heldLegs(reached.keep, begin.kept));
    const [running, waiting] = [20, 20].map((timeLeft) => engine.run(jobOf(image, NEGATE, { timeLeft })));
    expect([codeOf((await running) as Answer), codeOf((await waiting) as Answer)]).toEqual([
      'deadline',
      'deadline',
    ]);
    begin.keep();
    await until(() => engine.status().running === 0);
    expect(codeOf(await engine.run(jobOf(image, FLIP)))).toBe('done');
  });

  it.each([0, -5])('is not waited for where that was before it came: %i', async (timeLeft) => {
    const { keep, kept } = promise();
    const engine = await narrow(heldLegs(() => {}, kept));
    expect(codeOf(await engine.run(jobOf(image, NEGATE, { timeLeft })))).toBe('deadline');
    keep();
  });

  it.each([undefined, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY])(
    'may take as long as it likes: %s',
    async (timeLeft) => {
      const engine = await narrow(cpuLegs(new CpuBackend()));
      const more = timeLeft === undefined ? {} : { timeLeft };
      expect(codeOf(await engine.run(jobOf(image, FLIP, more)))).toBe('done');
    },
  );
});

describe('closing', () => {
  it('waits for what is in progress and in the queue, and takes nothing new', async () => {
    const [reached, begin] = [promise(), promise()];
    const engine = await narrow(heldLegs(reached.keep, begin.kept));
    const jobs = [NEGATE, FLIP].map((steps) => engine.run(jobOf(image, steps)));
    await reached.kept;
    await until(() => engine.status().waiting === 1);
    let closed = false;
    const closing = engine.close().then(() => {
      closed = true;
    });
    expect(codeOf(await engine.run(jobOf(image, FLIP)))).toBe('shutting-down');
    expect(closed).toBe(false);
    begin.keep();
    expect((await Promise.all(jobs)).map(codeOf)).toEqual(['done', 'done']);
    await closing;
    expect(countsOf(engine.status())).toEqual({ running: 0, waiting: 0 });
  });

  it('waits for libvips, also where nobody waits for its result', async () => {
    const [reached, end] = [promise(), promise()];
    const engine = await narrow(libvipsEncoding(reached.keep, end.kept));
    const caller = new AbortController();
    const output = recipe({ output: { format: 'webp' } });
    const left = engine.run(makeJob({ input: sourceOf(image), recipe: output }), caller.signal);
    await reached.kept;
    caller.abort();
    await left;
    let closed = false;
    const closing = engine.close().then(() => {
      closed = true;
    });
    await turn();
    expect(closed).toBe(false);
    end.keep();
    await closing;
  });

  it('twice does no harm', async () => {
    const engine = await narrow(cpuLegs(new CpuBackend()));
    await Promise.all([engine.close(), engine.close()]);
    await engine.close();
    expect(codeOf(await engine.run(jobOf(image, FLIP)))).toBe('shutting-down');
  });
});
