// The passes of a job as dispatches, each with the buffers that its shader binds.
import { texelBytes } from '../../plan/bands.ts';
import { workgroups } from './dispatch.ts';
import type { BandedPass, PackedJob, Slice } from './job.ts';
import type { PassBuffer } from './pipelines.ts';
import type { Dispatch } from './recorder.ts';
import type { JobResources } from './resources.ts';
import type { Stage } from './stage.ts';

interface PassesOfJob {
  readonly passes: readonly BandedPass[];
  /** For each pass. */
  readonly stages: readonly Stage[];
  readonly packed: PackedJob;
  readonly resources: JobResources;
}

/**
 * The dispatches of a job, one for each band of each pass, and the buffer that holds the result. A pass reads one
 * texel buffer and writes the other, then they swap.
 */
export function dispatchPasses(job: PassesOfJob): { dispatches: Dispatch[]; result: GPUBuffer } {
  let { active, scratch } = job.resources;
  const dispatches = job.passes.flatMap(({ pass, bands }, index) => {
    const shared = bindPass(job, index);
    const frames = job.packed.uniforms.frames[index] ?? [];
    const ofPass = bands.map((band, at): Dispatch => {
      const own: Partial<Record<PassBuffer, GPUBufferBinding>> = {
        source: { buffer: active, ...band.source },
        goal: { buffer: scratch, ...band.goal },
        frame: { buffer: job.resources.uniforms, ...(frames[at] as Slice) },
      };
      return {
        stage: job.stages[index] as Stage,
        buffers: { ...shared, ...own },
        workgroups: workgroups(pass, band),
      };
    });
    if (!pass.keeps) [active, scratch] = [scratch, active];
    return ofPass;
  });
  return { dispatches, result: active };
}

/** What all bands of a pass bind. */
function bindPass(
  { passes, packed, resources }: PassesOfJob,
  index: number,
): Partial<Record<PassBuffer, GPUBufferBinding>> {
  const { uniforms, tables, ledgers, others } = packed;
  const { pass } = passes[index] as BandedPass;
  const place = others.places[index];
  return {
    stages: { buffer: resources.uniforms, ...(uniforms.stages[index] as Slice) },
    table: { buffer: resources.tables, ...(tables.slices[index] as Slice) },
    ledger: { buffer: resources.ledger, ...(ledgers.slices[pass.step] as Slice) },
    ...(place !== undefined &&
      pass.other && {
        other: { buffer: resources.others[place] as GPUBuffer, size: texelBytes(pass.other.shape) },
      }),
  };
}
