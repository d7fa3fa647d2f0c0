// What the passes of a task need beside the pixels, laid out in few buffers: parameters, tables, ledgers and further
// pictures.
import { byteCount, type Image } from '../../core/image.ts';
import { type Band, texelBytes } from '../../plan/bands.ts';
import { type Plan, type PlannedPass, picturesOf } from '../../plan/plan.ts';
import { packFrame } from './dispatch.ts';
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

/** Where in the uniform buffer a task's structs lie, and their bytes. */
export interface TaskUniforms {
  readonly data: Uint8Array<ArrayBuffer>;
  /** For each pass, where its stages lie, and the frame of each of its bands. */
  readonly stages: readonly Slice[];
  readonly frames: readonly (readonly Slice[])[];
}

/** A part of a buffer, in bytes. */
export interface Slice {
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

/** Lays out every uniform struct of a task. */
export function packUniforms(passes: readonly BandedPass[], alignment: number): TaskUniforms {
  const { place, gather } = layOut(alignment);
  const stages = passes.map(({ pass }) => place(packStages(pass)));
  const frames = passes.map(({ pass, bands }) =>
    bands.map((band) => place(new Uint8Array(packFrame(pass, band).buffer))),
  );
  return { data: gather(), stages, frames };
}

/** Where in the table buffer a task's tables lie, and their bytes. */
interface TaskTables {
  readonly data: Uint8Array<ArrayBuffer>;
  /** For each pass. */
  readonly slices: readonly Slice[];
}

/** The table of a pass that has none: a binding cannot be empty. */
const NO_TABLE: Slice = { offset: 0, size: 4 };

/** Where in the ledger buffer each step's ledger lies, and the bytes of all. */
interface TaskLedgers {
  readonly slices: readonly Slice[];
  readonly bytes: number;
}

/** Bytes of a ledger that nobody asked for: a binding cannot be empty. */
const NO_LEDGER = 4;

/** Lays out the ledgers of a task's steps. */
function placeLedgers({ steps, passes }: Plan, alignment: number): TaskLedgers {
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
interface TaskOthers {
  readonly images: readonly Image[];
  readonly places: readonly (number | undefined)[];
}

function gatherOthers({ steps, passes }: Plan): TaskOthers {
  const images: Image[] = [];
  const places = passes.map(({ step, other }) => {
    if (!other) return undefined;
    const image = picturesOf(steps[step] as Plan['steps'][0])[other.index] as Image;
    const place = images.indexOf(image);
    return place < 0 ? images.push(image) - 1 : place;
  });
  return { images, places };
}

/** Lays out the tables of a task. */
function packTables(passes: readonly PlannedPass[], alignment: number): TaskTables {
  const { place, gather } = layOut(alignment);
  const slices = passes.map(({ table }) =>
    table ? place(new Uint8Array(table.buffer, table.byteOffset, table.byteLength)) : NO_TABLE,
  );
  return { data: gather(), slices };
}

/** Everything that a task's passes need beside the pixels. */
export interface PackedTask {
  readonly uniforms: TaskUniforms;
  readonly tables: TaskTables;
  readonly ledgers: TaskLedgers;
  readonly others: TaskOthers;
}

/** Lays out a task by the alignments that a device asks for. */
export function packTask(
  plan: Plan,
  passes: readonly BandedPass[],
  {
    minUniformBufferOffsetAlignment,
    minStorageBufferOffsetAlignment,
  }: Pick<GPUSupportedLimits, 'minUniformBufferOffsetAlignment' | 'minStorageBufferOffsetAlignment'>,
): PackedTask {
  return {
    uniforms: packUniforms(passes, minUniformBufferOffsetAlignment),
    tables: packTables(plan.passes, minStorageBufferOffsetAlignment),
    ledgers: placeLedgers(plan, minStorageBufferOffsetAlignment),
    others: gatherOthers(plan),
  };
}
