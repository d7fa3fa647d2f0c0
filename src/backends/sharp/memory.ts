/** Memory of libvips' pipelines from file to file, which hold some rows of the picture where they can. */
import { byteCount } from '../../core/image.ts';
import type { Header } from '../../formats/format.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';

/** Rows that a pipeline holds: the buffers between its operations, and the rows that a resampling filter reads. */
const ROWS = 256;

/**
 * Bytes of a pipeline. It holds rows of a sequential JPEG when it reads these in order. Decoders of other files hold the
 * whole picture, and so does libvips to turn it.
 */
export function pipelineMemory({ data, orientation }: Header, { input, output, steps }: Plan): number {
  const inOrder = orientation === 1 && steps.every(readsInOrder);
  const isSequential = (data?.sequential ?? 0) > 0;
  const rows = inOrder && isSequential ? Math.min(ROWS, input.height) : input.height;
  return Math.ceil((byteCount(input) / input.height) * rows) + 2 * byteCount(output);
}

function readsInOrder({ op }: PlannedStep): boolean {
  return op.kind === 'point' || op.sharpFile !== undefined;
}
