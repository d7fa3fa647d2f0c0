/**
 * Steps that share a pipeline of libvips give what they give one by one. Every ordered pair of the ops' examples that
 * would be fused is compared, and longer runs of them by chance.
 */
import sharpModule from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HostCarrier, LegSource, Stretch } from '../../src/backends/leg.ts';
import type { SharpBackend } from '../../src/backends/sharp/backend.ts';
import { callsOf, fileCallsOf } from '../../src/backends/sharp/calls.ts';
import { beginFromSamples } from '../../src/backends/sharp/pipelines.ts';
import type { Sharp } from '../../src/coders/sharp/load.ts';
import { readPlannedSamples } from '../../src/coders/sharp/samples.ts';
import { isNoirError } from '../../src/core/errors.ts';
import type { Image } from '../../src/core/image.ts';
import { listOps } from '../../src/ops/registry.ts';
import { partOf } from '../../src/plan/part.ts';
import type { Step } from '../../src/recipe/recipe.ts';
import { contextFor, legBetween, openSharpLegs, stretchFrom } from '../backends/sharp/stretches.ts';
import { expectClose } from '../support/compare.ts';
import { LAYOUTS, noise, random } from '../support/pictures.ts';

let sharp: Sharp;
let backend: SharpBackend;
let source: LegSource;
beforeAll(async () => {
  ({ sharp, backend, source } = await openSharpLegs());
});

/** Every example that libvips may do, of ops that need no further picture. */
const STEPS: readonly Step[] = listOps()
  .filter((op) => op.sharp ?? op.sharpFile)
  .flatMap((op) =>
    op.examples.map((example): Step => ({ op, params: op.params.parse(example), others: [] })),
  );

const nameOf = (steps: readonly Pick<Step, 'op' | 'params'>[]) =>
  steps.map(({ op, params }) => `${op.name} ${JSON.stringify(params)}`).join(' > ');

function fileOf({ data, width, height, channels, type }: Image): Promise<Uint8Array> {
  const raw = sharpModule(data as Uint8Array, { raw: { width, height, channels } });
  const [gray, color] = type === 'u16' ? ['grey16', 'rgb16'] : ['b-w', 'srgb'];
  return raw
    .toColourspace(channels < 3 ? gray : color)
    .png()
    .toBuffer();
}

/** Undefined for steps that do not fit the picture. */
function tryStretch(file: Uint8Array, steps: readonly Step[]): Stretch | undefined {
  try {
    return stretchFrom(file, steps);
  } catch (error) {
    if (isNoirError(error) && error.code === 'invalid-parameter') return undefined;
    throw error;
  }
}

/** What each first step makes of a picture: the pairs that begin with it need it once. */
const firsts = new WeakMap<Image, Map<string, Promise<Image>>>();

/** Each step in a pipeline of its own, from raw pixels to raw pixels; libvips' own resize too. */
async function apart({ plan }: Stretch, image: Image): Promise<Image> {
  const known = firsts.get(image) ?? new Map<string, Promise<Image>>();
  firsts.set(image, known);
  const name = nameOf(plan.steps.slice(0, 1));
  const first = known.get(name) ?? alone(plan, 0, image);
  known.set(name, first);
  let current = await first;
  for (let index = 1; index < plan.steps.length; index++) current = await alone(plan, index, current);
  return current;
}

async function alone(plan: Stretch['plan'], index: number, image: Image): Promise<Image> {
  const step = plan.steps[index] as Stretch['plan']['steps'][number];
  const part = partOf(plan, index, index + 1);
  if (!step.op.sharpFile) {
    expect(callsOf(step), step.op.name).toBeDefined();
    return (await backend.process(part, image)).image;
  }
  const calls = fileCallsOf(step, { turned: false });
  return (await readPlannedSamples(beginFromSamples(sharp, image, calls ?? []), part.output)) as Image;
}

/** The leg that fuses a run of steps; undefined where none does, or where they do not fit the picture. */
function fusedLeg(file: Uint8Array, steps: readonly Step[]) {
  const stretch = tryStretch(file, steps);
  const leg = stretch && legBetween(source, stretch, 'source', 'host');
  return leg && { stretch, leg };
}

/** Compares a fused run of steps with the same steps apart. False when they are not fused. */
async function compare(file: Uint8Array, image: Image, steps: readonly Step[]): Promise<boolean> {
  const found = fusedLeg(file, steps);
  if (!found) return false;
  const { stretch, leg } = found;
  const fused = (await leg.run(stretch.input, contextFor())) as HostCarrier | undefined;
  if (!fused) throw new Error(`${nameOf(steps)} has another shape than planned`);
  expectClose(fused.picture.frames[0], await apart(stretch, image), 0, nameOf(steps));
  return true;
}

/** Layouts that share the pairs among them. */
const TURNS = ['u8x1', 'u8x2', 'u16x3'];

describe.each(LAYOUTS.filter(({ type }) => type !== 'f32'))('fused steps on $type x $channels', (layout) => {
  const { channels } = layout;
  const image = noise({ width: 61, height: 47, ...layout }, channels);
  let file: Uint8Array;
  beforeAll(async () => {
    file = await fileOf(image);
  });

  const isWhole = layout.type === 'u8' && channels >= 3;
  const turn = TURNS.indexOf(`${layout.type}x${channels}`);

  // Every pair runs on colours with and without alpha, and on one of gray, gray with alpha, and 16 bits.
  if (isWhole || turn >= 0) {
    it('give what each pair of them gives apart', async () => {
      let compared = 0;
      for (const [at, first] of STEPS.entries()) {
        for (const [next, second] of STEPS.entries()) {
          if (!isWhole && (at + next) % TURNS.length !== turn) continue;
          if (await compare(file, image, [first, second])) compared++;
        }
      }
      expect(compared).toBeGreaterThan(isWhole ? 150 : 50);
    });
  }

  it('give what runs of three to six give apart', async () => {
    const next = random(channels);
    const alone = STEPS.filter((step) => fusedLeg(file, [step]));
    let compared = 0;
    for (let run = 0; run < 20_000 && compared < 120; run++) {
      const length = 3 + Math.floor(next() * 4);
      const steps = Array.from({ length }, () => alone[Math.floor(next() * alone.length)] as Step);
      if (await compare(file, image, steps)) compared++;
    }
    expect(compared).toBe(120);
  }, 120_000);
});
