// Turns the passes of a task into dispatches, with the buffers that each shader binds.
import { texelBytes } from '../../plan/bands.ts';
import type { ComputeProgram } from './compute-program.ts';
import { workgroups } from './dispatch.ts';
import type { BandedPass, PackedTask, Slice } from './packed-task.ts';
import type { PassBuffer } from './pipelines.ts';
import type { Dispatch } from './recorder.ts';
import type { TaskResources } from './resources.ts';

interface PassesOfTask {
  readonly passes: readonly BandedPass[];
  /** By pass. */
  readonly programs: readonly ComputeProgram[];
  readonly packed: PackedTask;
  readonly resources: TaskResources;
}

/**
 * One dispatch per band of each pass, and the buffer with the result. Each pass reads one texel buffer and writes
 * the other; then they swap.
 */
export function dispatchPasses(task: PassesOfTask): { dispatches: Dispatch[]; result: GPUBuffer } {
  let { active, scratch } = task.resources;
  const dispatches = task.passes.flatMap(({ pass, bands }, index) => {
    const shared = bindPass(task, index);
    const frames = task.packed.uniforms.frames[index] ?? [];
    const ofPass = bands.map((band, at): Dispatch => {
      const own: Partial<Record<PassBuffer, GPUBufferBinding>> = {
        source: { buffer: active, ...band.source },
        goal: { buffer: scratch, ...band.goal },
        frame: { buffer: task.resources.uniforms, ...(frames[at] as Slice) },
      };
      return {
        program: task.programs[index] as ComputeProgram,
        buffers: { ...shared, ...own },
        workgroups: workgroups(pass, band),
      };
    });
    if (!pass.keeps) [active, scratch] = [scratch, active];
    return ofPass;
  });
  return { dispatches, result: active };
}

/** Bindings that all bands of a pass share. */
function bindPass(
  { passes, packed, resources }: PassesOfTask,
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
