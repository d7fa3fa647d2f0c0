// Records GPU commands. Ops, the JPEG codec and the PNG filters all dispatch through here, as plain data: a
// program, buffers by name, and workgroup counts.
import type { ComputeProgram } from './compute-program.ts';
import type { ProgramClock } from './program-clock.ts';

/** Bindings by their names in WGSL. May hold more than a program binds. */
export type NamedBuffers = Readonly<Record<string, GPUBufferBinding | undefined>>;

/** One execution of a program. */
export interface Dispatch {
  readonly program: ComputeProgram;
  readonly buffers: NamedBuffers;
  readonly workgroups: readonly [x: number, y: number];
}

/** Records dispatches and copies into a command encoder. */
export class Recorder {
  readonly #device: GPUDevice;
  readonly #encoder: GPUCommandEncoder;
  readonly #clock: ProgramClock | undefined;

  /** With a clock, each dispatch becomes a compute pass of its own and is timed. */
  constructor(device: GPUDevice, encoder: GPUCommandEncoder, clock?: ProgramClock) {
    this.#device = device;
    this.#encoder = encoder;
    this.#clock = clock;
  }

  /** Records dispatches in order, optionally between two timestamps. */
  run(dispatches: readonly Dispatch[], timestampWrites?: GPUComputePassTimestampWrites): void {
    if (!this.#clock) {
      this.#pass(dispatches, timestampWrites);
      return;
    }
    for (const dispatch of dispatches) this.#pass([dispatch], this.#clock.writesFor(dispatch.program.name));
  }

  /** Copies a range to byte `at` of another buffer. Offsets and sizes are multiples of 4. */
  copy(
    { buffer, offset = 0, size }: Required<Pick<GPUBufferBinding, 'size'>> & GPUBufferBinding,
    to: GPUBuffer,
    at = 0,
  ) {
    this.#encoder.copyBufferToBuffer(buffer, offset, to, at, size);
  }

  /** Fills a range with zeros. */
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
        throw new Error(`the program ${name} binds a buffer "${buffer}", which the dispatch does not name`);
      return { binding, resource };
    });
    return this.#device.createBindGroup({ layout, entries });
  }
}

/** WebGPU's default limit on workgroups in one dimension. */
const MOST_WORKGROUPS = 65_535;

/** Spreads workgroups over two dimensions. Shaders number them row by row; a few surplus ones do nothing. */
export function inRows(workgroups: number): readonly [x: number, y: number] {
  const rows = Math.max(1, Math.ceil(workgroups / MOST_WORKGROUPS));
  return [Math.ceil(workgroups / rows), rows];
}
