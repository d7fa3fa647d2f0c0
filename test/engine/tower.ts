/** Engines of backends that fail, decline or answer as a test wants. */
import type { Backend } from '../../src/backends/backend.ts';
import { coderLegs } from '../../src/backends/coder-legs.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import type { Leg, LegSource } from '../../src/backends/leg.ts';
import { SharpBackend } from '../../src/backends/sharp/backend.ts';
import { stepLegs } from '../../src/backends/step-legs.ts';
import { openCoders } from '../../src/coders/registry.ts';
import type { Image } from '../../src/core/image.ts';
import type { OnFailure } from '../../src/engine/walk.ts';
import type { StepInput } from '../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { noise } from '../support/pictures.ts';
import { type Rig, recipe, rigOfParts } from './files.ts';

export const image = noise({ width: 50, height: 40, channels: 3, type: 'u8' });
export const STEPS: StepInput[] = [{ op: 'linear', a: 0.9 }, { op: 'negate' }];

export const coders = await openCoders('auto');
export const sharp = (await SharpBackend.open()) as SharpBackend;

/** Steps of a backend, at a price. */
export function stepsOf(backend: Backend, cost: number): LegSource {
  return {
    name: backend.name,
    legs: (stretch, cuts) => stepLegs(backend, stretch, cuts, { cost: () => cost }),
  };
}

/** The same legs, with other work. */
export function altered(source: LegSource, run: (leg: Leg) => Leg['run']): LegSource {
  return {
    ...source,
    legs: (...asked) => source.legs(...asked).map((leg) => ({ ...leg, run: run(leg) })),
  };
}

export const failing = (source: LegSource, error: unknown = new Error('out of luck')) =>
  altered(source, () => async () => {
    throw error;
  });

export interface Tower {
  readonly rig: Rig;
  readonly failures: Parameters<OnFailure>[0][];
}

/** An engine of such sources, the coders' behind them. */
export async function towerOf(...sources: LegSource[]): Promise<Tower> {
  const failures: Parameters<OnFailure>[0][] = [];
  const onFailure: OnFailure = (name) => failures.push(name);
  const backends = [new CpuBackend(), sharp];
  return {
    failures,
    rig: await rigOfParts({ sources: [...sources, coderLegs(coders)], coders, backends, onFailure }),
  };
}

/** Does the steps, compares the picture, and tells who did them and whether somebody failed. */
export async function climb({ rig }: Pick<Tower, 'rig'>, steps = STEPS, picture: Image = image) {
  const { image: result, backend, failedOver } = await rig.samples(picture, recipe({ steps }));
  expectClose(result, runReference(planSteps(steps, picture), picture), 2, backend);
  return failedOver ? `${backend}, failed over` : backend;
}
