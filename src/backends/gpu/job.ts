import type { Image } from '../../core/image.ts';
import { byteCount } from '../../core/image.ts';
import { type Band, texelBytes } from '../../plan/bands.ts';
import { type Plan, type PlannedPass, picturesOf } from '../../plan/plan.ts';
import { packFrame, workgroups } from './dispatch.ts';
import type { JobResources } from './resources.ts';
import { packStages } from './uniforms.ts';

/** A pass with the bands in which it is worked. */
export interface BandedPass {
  readonly pass: PlannedPass;
  readonly bands: readonly Band[];
}

/** Bytes that each of a chain's two texel buffers needs: its largest picture, whatever its length. */
export function texelBufferBytes({ input, passes }: Plan): number {
  return Math.max(texelBytes(input), ...passes.map(({ goal }) => texelBytes(goal)));
}

/** Bytes that come back from the GPU: the samples, filled up to whole words as copies need them. */
export function resultBytes({ output }: Plan): number {
  return Math.ceil(byteCount(output) / 4) * 4;
}

/** Queues the copy of a picture's samples into a buffer, as they are. */
export function upload(queue: GPUQueue, buffer: GPUBuffer, { data }: Image): void {
  const { buffer: memory, byteOffset, byteLength } = data;
  const whole = Math.floor(byteLength / 4) * 4;
  if (whole > 0) queue.writeBuffer(buffer, 0, memory as ArrayBuffer, byteOffset, whole);
  if (whole === byteLength) return;
  // Writes are whole words; the bytes behind the last sample are zero.
  const rest = new Uint8Array(4);
  rest.set(new Uint8Array(memory, byteOffset + whole, byteLength - whole));
  queue.writeBuffer(buffer, whole, rest);
}

/** Where in the uniform buffer a job's structs lie, and their bytes. */
export interface JobUniforms {
  readonly data: Uint8Array<ArrayBuffer>;
  /** For each pass, where its stages lie, and the frame of each of its bands. */
  readonly stages: readonly Slice[];
  readonly frames: readonly (readonly Slice[])[];
}

interface Slice {
  readonly offset: number;
  readonly size: number;
}

/** Bytes of structs or tables, one behind the other at the offsets that a binding may start at. */
function layOut(alignment: number) {
  const parts: { offset: number; bytes: Uint8Array }[] = [];
  let end = 0;
  const place = (bytes: Uint8Array): Slice => {
    const offset = Math.ceil(end / alignment) * alignment;
    end = offset + bytes.byteLength;
    parts.push({ offset, bytes });
    return { offset, size: bytes.byteLength };
  };
  const gather = () => {
    const data = new Uint8Array(Math.ceil(end / 4) * 4);
    for (const { offset, bytes } of parts) data.set(bytes, offset);
    return data;
  };
  return { place, gather };
}

/** Lays out every uniform struct of a job. */
export function packUniforms(passes: readonly BandedPass[], alignment: number): JobUniforms {
  const { place, gather } = layOut(alignment);
  const stages = passes.map(({ pass }) => place(packStages(pass)));
  const frames = passes.map(({ pass, bands }) =>
    bands.map((band) => place(new Uint8Array(packFrame(pass, band).buffer))),
  );
  return { data: gather(), stages, frames };
}

/** Where in the table buffer a job's tables lie, and their bytes. */
export interface JobTables {
  readonly data: Uint8Array<ArrayBuffer>;
  /** For each pass. */
  readonly slices: readonly Slice[];
}

/** Bytes of the table of a pass that has none: a binding cannot be empty. */
const NO_TABLE: Slice = { offset: 0, size: 4 };

/** Where in the ledger buffer each step's ledger lies, and the bytes of all. */
export interface JobLedgers {
  readonly slices: readonly Slice[];
  readonly bytes: number;
}

/** Bytes of a ledger that nobody asked for: a binding cannot be empty. */
const NO_LEDGER = 4;

/** Lays out the ledgers of a job's steps. */
export function placeLedgers({ steps, passes }: Plan, alignment: number): JobLedgers {
  let end = 0;
  const slices = steps.map((_, step) => {
    const words = passes.map((pass) => (pass.step === step ? (pass.ledger ?? 0) : 0));
    const slice = { offset: end, size: Math.max(NO_LEDGER, 4 * Math.max(...words)) };
    end = Math.ceil((slice.offset + slice.size) / alignment) * alignment;
    return slice;
  });
  return { slices, bytes: end };
}

/** The further pictures that a plan's passes read, each once, and which of them each pass reads. */
export interface JobOthers {
  readonly images: readonly Image[];
  readonly places: readonly (number | undefined)[];
}

export function gatherOthers({ steps, passes }: Plan): JobOthers {
  const images: Image[] = [];
  const places = passes.map(({ step, other }) => {
    if (!other) return undefined;
    const image = picturesOf(steps[step] as Plan['steps'][0])[other.index] as Image;
    const place = images.indexOf(image);
    return place < 0 ? images.push(image) - 1 : place;
  });
  return { images, places };
}

/** Lays out the tables of a job. */
export function packTables(passes: readonly PlannedPass[], alignment: number): JobTables {
  const { place, gather } = layOut(alignment);
  const slices = passes.map(({ table }) =>
    table ? place(new Uint8Array(table.buffer, table.byteOffset, table.byteLength)) : NO_TABLE,
  );
  return { data: gather(), slices };
}

/**
 * Encodes every dispatch of a job: each pass reads one texel buffer and writes the other, then they
 * swap. Gives the buffer that holds the result.
 */
export function encodePasses(
  device: GPUDevice,
  encoder: GPUComputePassEncoder,
  job: {
    readonly passes: readonly BandedPass[];
    readonly pipelines: readonly GPUComputePipeline[];
    readonly layout: GPUBindGroupLayout;
    readonly buffers: Omit<JobResources, 'staging' | 'stopwatch'>;
    readonly uniforms: JobUniforms;
    readonly tables: JobTables;
    readonly ledgers: JobLedgers;
    readonly others: JobOthers;
  },
): GPUBuffer {
  const { uniforms: uniformBuffer, tables: tableBuffer, ledger, others } = job.buffers;
  let { active, scratch } = job.buffers;
  job.passes.forEach(({ pass, bands }, index) => {
    encoder.setPipeline(job.pipelines[index] as GPUComputePipeline);
    const place = job.others.places[index];
    const other = place === undefined ? undefined : others[place];
    bands.forEach((band, bandIndex) => {
      const slices = [
        { buffer: active, ...band.source },
        { buffer: scratch, ...band.goal },
        { buffer: uniformBuffer, ...(job.uniforms.frames[index]?.[bandIndex] as Slice) },
        { buffer: uniformBuffer, ...(job.uniforms.stages[index] as Slice) },
        { buffer: tableBuffer, ...(job.tables.slices[index] as Slice) },
        { buffer: ledger, ...(job.ledgers.slices[pass.step] as Slice) },
        other
          ? { buffer: other, size: texelBytes((pass.other as NonNullable<typeof pass.other>).shape) }
          : { buffer: tableBuffer, ...NO_TABLE },
      ];
      const entries = slices.map((resource, binding) => ({ binding, resource }));
      encoder.setBindGroup(0, device.createBindGroup({ layout: job.layout, entries }));
      encoder.dispatchWorkgroups(...workgroups(pass, band));
    });
    if (!pass.keeps) [active, scratch] = [scratch, active];
  });
  return active;
}
