/**
 * The extra band of a picture: a band beside the colours that is not alpha. Steps work on it separately, as on a
 * gray picture.
 */
import { isNoirError } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import { type Plan, type PlannedStep, planOf } from '../plan/plan.ts';
import type { Backend } from './backend.ts';
import type { HostCarrier, LegContext, SourceCarrier, Stretch } from './leg.ts';

/** Note for a picture whose extra band is lost. */
const LOST = 'the band that is no alpha was left out: the steps do not work on it by itself';

/** Whether the extra band is kept to the end. Only TIFF can hold one. */
export function keepsExtra({ input, output }: Pick<Stretch, 'input' | 'output'>): boolean {
  return hasExtra(input) && (output === undefined || output.format === 'tiff');
}

function hasExtra(input: SourceCarrier | HostCarrier): boolean {
  return input.kind === 'source' ? input.header.extra === true : input.picture.frames[0].extra !== undefined;
}

/** Runs the same steps on the extra band. Undefined, with a note, when the result would not match the picture. */
export async function processExtra(
  backend: Backend,
  plan: Plan,
  extra: Image,
  { run, note, spent }: Pick<LegContext, 'run' | 'note' | 'spent'>,
): Promise<Image | undefined> {
  const gray = grayPlan(plan);
  if (!gray || !backend.supports(gray)) {
    note(LOST);
    return undefined;
  }
  const { image, timings, release } = await backend.process(gray, extra, run);
  for (const [name, time] of Object.entries(timings)) spent(name, time);
  // Copied, so that only the colours' memory stays on loan.
  const data = image.data.slice();
  release();
  return { ...image, data };
}

/** The plan for one channel. Undefined when a step refuses it, or changes its channels or extent. */
function grayPlan({ input, output, steps }: Plan): Plan | undefined {
  const planned: PlannedStep[] = [];
  let shape = { ...input, channels: 1 } as Plan['input'];
  try {
    for (const step of steps) {
      const { width, height, channels, type } = step.op.geometry(shape, step.params, step.others);
      planned.push({ ...step, input: shape, output: { width, height, channels, type } });
      shape = { width, height, channels, type };
    }
  } catch (error) {
    if (isNoirError(error)) return undefined;
    throw error;
  }
  const { width, height, channels, type } = shape;
  const fits = width === output.width && height === output.height && type === output.type && channels === 1;
  return fits ? planOf(planned, { ...input, channels: 1 }) : undefined;
}
