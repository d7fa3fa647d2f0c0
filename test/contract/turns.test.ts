// Every op lets go of the event loop on the CPU: in small pieces, with the same bytes, and not beyond an abort.
import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { lastOf, runGroups } from '../../src/backends/cpu/groups.ts';
import { hostMemory } from '../../src/backends/host-memory.ts';
import { isNoirError } from '../../src/core/errors.ts';
import { byteCount, createImage, type Image, pixelCount, type Shape } from '../../src/core/image.ts';
import { UNBOUND } from '../../src/core/run.ts';
import { inTurns, isWork, toEnd, type Work } from '../../src/core/turns.ts';
import type { Op } from '../../src/ops/op.ts';
import { defineOp } from '../../src/ops/own/own.ts';
import { listOps } from '../../src/ops/registry.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { NO_LIMITS } from '../support/chains.ts';
import { stepOn } from '../support/others.ts';
import { noise } from '../support/pictures.ts';
import type { Params } from './cases.ts';

/** Pixels that a piece of work may take at most: fast point ops take so many in some milliseconds. */
const PIECE = 2 ** 18;

/** Two pieces and a little more. */
const LARGE: Shape = { width: 760, height: 700, channels: 3, type: 'u8' };

const large = noise(LARGE, 4);

/** Kinds of ops that may read less than the whole picture. */
const READS_A_PART = ['geometry', 'resample'];

const SMALL = (
  [
    ['u8', 3],
    ['u8', 4],
    ['u16', 1],
    ['f32', 4],
  ] as const
).map(([type, channels]): Shape => ({ width: 150, height: 90, channels, type }));

const own = defineOp({
  name: 'half',
  summary: 'Halve every colour.',
  wgsl: 'fn pixel(color: vec4f, params: Params) -> vec4f { return vec4f(0.5 * color.rgb, color.a); }',
  pixel(color) {
    for (let at = 0; at < 3; at++) color[at] = 0.5 * (color[at] as number);
  },
}) as unknown as Op;

const ops = [...listOps(), own];

/** Undefined where the example does not fit the picture. */
function planFor(op: Op, example: Params, image: Image): Plan | undefined {
  try {
    return makePlan([stepOn(op, op.params.parse(example), image)], image, NO_LIMITS);
  } catch (error) {
    if (isNoirError(error) && error.code === 'invalid-parameter') return undefined;
    throw error;
  }
}

/** A plan's work, into memory of its own. */
function workOn({ groups }: Plan, image: Image): Work<Image> {
  const bytes = Math.max(...groups.map((group) => byteCount(lastOf(group).output)));
  return runGroups(groups, image, [new ArrayBuffer(bytes)]);
}

function countPieces(begun: unknown): number {
  if (!isWork(begun)) return 1;
  let pieces = 1;
  while (!begun.next().done) pieces++;
  return pieces;
}

describe.each(ops.map((op) => [op.name, op] as const))('%s', (_, op) => {
  it('works in pieces, more of them for more pixels', () => {
    for (const example of op.examples.slice(0, 1)) {
      const plan = planFor(op, example as Params, large);
      if (!plan) continue;
      const pixels = Math.max(
        pixelCount(plan.output),
        READS_A_PART.includes(op.kind) ? 0 : pixelCount(large),
      );
      const expected = Math.floor(pixels / PIECE);
      expect(countPieces(workOn(plan, large)), JSON.stringify(example)).toBeGreaterThanOrEqual(expected);
    }
  });

  it('gives the same bytes when two jobs of it take turns after each piece', async () => {
    for (const shape of SMALL) {
      const images = [noise(shape, 11), noise({ ...shape, width: 131 }, 12)];
      for (const example of op.examples) {
        const plans = images.map((image) => planFor(op, example as Params, image));
        const jobs = plans.flatMap((plan, at) => (plan ? [{ plan, image: images[at] as Image }] : []));
        const alone = jobs.map(({ plan, image }) => toEnd(workOn(plan, image)).data);
        const together = await Promise.all(
          jobs.map(({ plan, image }) => inTurns(workOn(plan, image), UNBOUND, 0)),
        );
        const same = together.every(({ data }, at) => equalBytes(data, alone[at] as Image['data']));
        expect(same, `${JSON.stringify(example)} on ${shape.type}x${shape.channels}`).toBe(true);
      }
    }
  });

  it('does no piece more once its run is aborted', async () => {
    const plan = op.examples.map((example) => planFor(op, example as Params, large)).find((one) => one);
    if (!plan || pixelCount(plan.output) < 2 * PIECE) return;
    const controller = new AbortController();
    let pieces = 0;
    function* counted(work: Work<Image>): Work<Image> {
      for (let step = work.next(); ; step = work.next()) {
        if (step.done) return step.value;
        if (++pieces === 2) controller.abort(new Error('left'));
        yield;
      }
    }
    const run = { ...UNBOUND, signal: controller.signal };
    await expect(inTurns(counted(workOn(plan, large)), run, 0)).rejects.toThrow('left');
    expect(pieces).toBe(2);
  });
});

function equalBytes(one: Image['data'], other: Image['data']): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: Image['data']) =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return bytes(one).equals(bytes(other));
}

it('finds out what a step settles to, and what is to report, in pieces', () => {
  // Of one colour, so that nothing is found early.
  const image = createImage(LARGE);
  const expected = Math.floor(pixelCount(image) / PIECE);
  const given = { resize: { width: 200, height: 200, position: 'entropy' } } as Record<string, Params>;
  for (const op of ops) {
    const params = op.params.parse(given[op.name] ?? op.examples[0]);
    const find = op.settle?.(params);
    if (find) expect(countPieces(find(image)), op.name).toBeGreaterThanOrEqual(expected);
    if (op.report) expect(countPieces(op.report(image, params)), op.name).toBeGreaterThanOrEqual(expected);
  }
});

it('has a kernel of its own in each op that is no point op, since references hold the loop', () => {
  expect(ops.filter(({ kind, kernel }) => kind !== 'point' && !kernel).map(({ name }) => name)).toEqual([]);
});

it('gives the memory of an aborted run back', async () => {
  const [median] = ops.filter(({ name }) => name === 'median') as [Op];
  const plan = planFor(median, { size: 9 }, large) as Plan;
  const { leased } = hostMemory.stats();
  const controller = new AbortController();
  const run = { ...UNBOUND, signal: controller.signal };
  const work = new CpuBackend().process(plan, large, run);
  setImmediate(() => controller.abort(new Error('left')));
  await expect(work).rejects.toThrow('left');
  expect(hostMemory.stats().leased).toBe(leased);
});
