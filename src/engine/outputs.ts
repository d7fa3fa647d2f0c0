/** Makes the outputs of a job: a file, samples, or a report on the picture. */
import { type Carrier, frameOf } from '../backends/leg.ts';
import { type Image, shapeOf } from '../core/image.ts';
import type { Run } from '../core/run.ts';
import { inTurns } from '../core/turns.ts';
import type { FormatName } from '../formats/format.ts';
import type { Step } from '../recipe/recipe.ts';
import type { Output } from './job.ts';

/** The carrier as an output that belongs to the caller. */
export function outputOf(carrier: Carrier, format: FormatName): Output {
  if (carrier.kind === 'file') {
    return { kind: 'file', format, data: carrier.bytes, shape: shapeOf(carrier.shape) };
  }
  if (carrier.kind !== 'host') throw new Error(`a way ended in ${carrier.kind}`);
  const image = frameOf(carrier);
  // The picture may be lent, or be the caller's own.
  return { kind: 'samples', shape: shapeOf(image), space: image.space, data: image.data.slice() };
}

/** Returns the step's report on the picture, as JSON. */
export async function reportOn({ op, params }: Step, image: Image, run: Run): Promise<Output> {
  const said = await inTurns(op.report?.(image, params), run);
  const data = new TextEncoder().encode(`${JSON.stringify(said)}\n`);
  return { kind: 'report', data, shape: shapeOf(image) };
}
