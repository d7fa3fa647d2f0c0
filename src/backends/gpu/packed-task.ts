// Packs what the passes of a task need beside pixels into few buffers: parameters, tables, ledgers and further
// pictures.
import { byteCount, type Image } from '../../core/image.ts';
import { type Band, texelBytes } from '../../plan/bands.ts';
import { type Plan, type PlannedPass, picturesOf } from '../../plan/plan.ts';
import { packFrame } from './dispatch.ts';
import { packStages } from './uniforms.ts';

/** A pass with its bands. */
export interface BandedPass {
  readonly pass: PlannedPass;
  readonly bands: readonly Band[];
}

/** Bytes of each of a chain's two texel buffers: those of its largest picture. */
export function texelBufferBytes({ input, passes }: Plan): number {
  return Math.max(texelBytes(input), ...passes.map(({ goal }) => texelBytes(goal)));
}

/** Bytes to read back: the samples, rounded up to whole words. */
export function resultBytes({ output }: Plan): number {
  return Math.ceil(byteCount(output) / 4) * 4;
}

/** A task's uniform structs in one buffer. */
export interface TaskUniforms {
  readonly data: Uint8Array<ArrayBuffer>;
  /** By pass: its stages' parameters, and the frame of each band. */
  readonly stages: readonly Slice[];
  readonly frames: readonly (readonly Slice[])[];
}

/** A part of a buffer, in bytes. */
export interface Slice {
  readonly offset: number;
  readonly size: number;
}

/** Appends byte arrays to one buffer, each at an offset where a binding may start. */
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

/** Packs all uniform structs of a task. */
export function packUniforms(passes: readonly BandedPass[], alignment: number): TaskUniforms {
  const { place, gather } = layOut(alignment);
  const stages = passes.map(({ pass }) => place(packStages(pass)));
  const frames = passes.map(({ pass, bands }) =>
    bands.map((band) => place(new Uint8Array(packFrame(pass, band).buffer))),
  );
  return { data: gather(), stages, frames };
}

/** A task's tables in one buffer. */
interface TaskTables {
  readonly data: Uint8Array<ArrayBuffer>;
  /** By pass. */
  readonly slices: readonly Slice[];
}

/** Stands in for a missing table, because a binding must not be empty. */
const NO_TABLE: Slice = { offset: 0, size: 4 };

/** The ledger of each step in one buffer, and the buffer's size in bytes. */
interface TaskLedgers {
  readonly slices: readonly Slice[];
  readonly bytes: number;
}

/** Bytes of a ledger that no pass asked for: a binding must not be empty. */
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

/** The steps in whose ledgers holes are noted. */
export function stepsNotingHoles({ passes }: Plan): number[] {
  return [...new Set(passes.filter((pass) => pass.notesHoles).map((pass) => pass.step))];
}

/** Each further picture once, and the number of the picture that each pass reads. */
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

/** Packs the tables of a task. */
function packTables(passes: readonly PlannedPass[], alignment: number): TaskTables {
  const { place, gather } = layOut(alignment);
  const slices = passes.map(({ table }) =>
    table ? place(new Uint8Array(table.buffer, table.byteOffset, table.byteLength)) : NO_TABLE,
  );
  return { data: gather(), slices };
}

/** Everything that a task's passes need beside pixels. */
export interface PackedTask {
  readonly uniforms: TaskUniforms;
  readonly tables: TaskTables;
  readonly ledgers: TaskLedgers;
  readonly others: TaskOthers;
}

/** Packs a task with the offset alignments that the device requires. */
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
