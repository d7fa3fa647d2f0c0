/** Stretches for the tests of libvips' legs, and what comes of a leg. */
import type { Carrier, Leg, LegContext, LegSource, Stretch } from '../../../src/backends/leg.ts';
import { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import { sharpLegs } from '../../../src/backends/sharp/legs.ts';
import { loadSharp, type Sharp } from '../../../src/coders/sharp/load.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { type Run, UNBOUND } from '../../../src/core/run.ts';
import { SHIPPED_COSTS } from '../../../src/engine/costs/shipped.ts';
import type { Output } from '../../../src/formats/format.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { uprightExtent } from '../../../src/formats/orientation.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { parseRecipe, type Step, type StepInput } from '../../../src/recipe/recipe.ts';

/** sharp, and what libvips offers beside no other backend. `inThread` as in `FileReading`. */
export async function openSharpLegs(
  inThread = false,
): Promise<{ sharp: Sharp; backend: SharpBackend; source: LegSource }> {
  const sharp = (await loadSharp()) as Sharp;
  const backend = (await SharpBackend.open()) as SharpBackend;
  return { sharp, backend, source: sharpLegs(backend, { sharp, inThread, alone: true }) };
}

/** A stretch from a file. */
export function stretchFrom(
  bytes: Uint8Array,
  steps: readonly Step[],
  output?: Output,
  limits = DEFAULT_LIMITS,
): Stretch {
  const header = readHeader(bytes, limits);
  const { channels, type, orientation } = header;
  const shape = { ...uprightExtent(header, orientation), channels, type };
  return {
    input: { kind: 'source', bytes, header, reading: DEFAULT_READING },
    plan: makePlan(steps, shape, limits),
    output,
    limits,
    costs: SHIPPED_COSTS,
  };
}

export function parsed(steps: readonly StepInput[]): readonly Step[] {
  return parseRecipe({ steps }).steps;
}

/** The leg between two places, if the source offers one. */
export function legBetween(
  source: LegSource,
  stretch: Stretch,
  from: Carrier['kind'],
  to: Carrier['kind'],
): Leg | undefined {
  const done = stretch.plan.steps.length;
  return source
    .legs(stretch, { starts: [], ends: [] })
    .find((leg) => leg.from.kind === from && leg.to.kind === to && leg.to.done === done);
}

export function contextFor(run: Run = UNBOUND): LegContext {
  return {
    run,
    admit: async () => {},
    spent: () => {},
    note: () => {},
    fill: async (plan) => plan,
    colors: async () => undefined,
  };
}
