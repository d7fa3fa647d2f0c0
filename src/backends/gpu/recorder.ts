// Records what the GPU is to do. Every dispatch of ops, of the JPEG codec and of the PNG filters is plain data that
// goes through here: which program, which buffers by name, and how many workgroups.
import type { ComputeProgram } from './compute-program.ts';
import type { ProgramClock } from './program-clock.ts';

/** Buffers, or parts of them, by the names that WGSL has for them. There may be more than a program binds. */
export type NamedBuffers = Readonly<Record<string, GPUBufferBinding | undefined>>;

/** One run of a program. */
export interface Dispatch {
  readonly program: ComputeProgram;
  readonly buffers: NamedBuffers;
  readonly workgroups: readonly [x: number, y: number];
}

/** Records dispatches, and copies between them, into a command encoder. */
export class Recorder {
  readonly #device: GPUDevice;
  readonly #encoder: GPUCommandEncoder;
  readonly #clock: ProgramClock | undefined;

  /** With a clock, every dispatch is timed, for which it becomes a compute pass of its own. */
  constructor(device: GPUDevice, encoder: GPUCommandEncoder, clock?: ProgramClock) {
    this.#device = device;
    this.#encoder = encoder;
    this.#clock = clock;
  }

  /** Runs dispatches one after the other, between two timestamps if these are wanted. */
  run(dispatches: readonly Dispatch[], timestampWrites?: GPUComputePassTimestampWrites): void {
    if (!this.#clock) {
      this.#pass(dispatches, timestampWrites);
      return;
    }
    for (const dispatch of dispatches) this.#pass([dispatch], this.#clock.writesFor(dispatch.program.name));
  }

  /** Copies a part of a buffer, whose ends are multiples of 4 bytes, into another one from byte `at` on. */
  copy(
    { buffer, offset = 0, size }: Required<Pick<GPUBufferBinding, 'size'>> & GPUBufferBinding,
    to: GPUBuffer,
    at = 0,
  ) {
    this.#encoder.copyBufferToBuffer(buffer, offset, to, at, size);
  }

  /** Fills a part of a buffer with zeros. */
  clear({ buffer, offset = 0, size }: GPUBufferBinding): void {
    this.#encoder.clearBuffer(buffer, offset, size);
  }

  #pass(dispatches: readonly Dispatch[], timestampWrites: GPUComputePassTimestampWrites | undefined): void {
    const pass = this.#encoder.beginComputePass(timestampWrites ? { timestampWrites } : {});
    let current: ComputeProgram | undefined;
    for (const { program, buffers, workgroups } of dispatches) {
      if (program !== current) pass.setPipeline(program.pipeline);
      current = program;
      pass.setBindGroup(0, this.#bind(program, buffers));
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
  }

  #bind({ name, layout, bindings }: ComputeProgram, buffers: NamedBuffers): GPUBindGroup {
    const entries = bindings.map(({ name: buffer, binding }) => {
      const resource = buffers[buffer];
      if (!resource)
        throw new Error(`the program ${name} binds a buffer "${buffer}", which it was not given`);
      return { binding, resource };
    });
    return this.#device.createBindGroup({ layout, entries });
  }
}

/** Workgroups along one dimension of a dispatch that every device takes. */
const MOST_WORKGROUPS = 65_535;

/**
 * The two dimensions of a dispatch of so many workgroups, which count themselves row by row. There may be a few more,
 * which have nothing to do.
 */
export function inRows(workgroups: number): readonly [x: number, y: number] {
  const rows = Math.max(1, Math.ceil(workgroups / MOST_WORKGROUPS));
  return [Math.ceil(workgroups / rows), rows];
}
