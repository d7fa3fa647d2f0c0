// The buffers of one JPEG that is encoded, and its dispatches.
import type { ScanLayout } from '../../../formats/jpeg/layout.ts';
import type { HuffmanTables, QuantisationTables } from '../../../formats/jpeg/tables.ts';
import type { Device } from '../device.ts';
import type { TaskMemory } from '../memory.ts';
import type { ProgramClock } from '../program-clock.ts';
import { type Dispatch, inRows } from '../recorder.ts';
import type { EncodeProgram, EncodePrograms } from './encode-programs.ts';
import {
  COUNTED_SYMBOLS,
  HUFFMAN_START,
  packHuffman,
  packQuantisation,
  TABLE_WORDS,
} from './encode-tables.ts';

/** Everything that an encoding needs but its picture. */
export interface EncodeSpec {
  readonly layout: ScanLayout;
  readonly quantisation: QuantisationTables;
  /** MCUs between restart markers; 0 for none. */
  readonly restartInterval: number;
  /** Whether the Huffman tables are made for the picture. */
  readonly optimise: boolean;
  /** Bytes that the scan is expected to have. */
  readonly expected: number;
}

/** What an encoding works with. */
export interface EncodeContext {
  readonly opened: Device;
  readonly programs: EncodePrograms;
  readonly memory: TaskMemory;
  /** Aborts when nobody wants the file any more. */
  readonly signal: AbortSignal;
  readonly clock: ProgramClock | undefined;
  /** Hears how long the scan became. */
  readonly learn: (bytes: number) => void;
}

/** Bytes that there is room for: of codes one behind the other, and of the finished scan. */
export interface Room {
  readonly stream: number;
  readonly scan: number;
}

/** Blocks that a workgroup codes; those that one transforms at most; bytes of the stream that one stuffs. */
const [CODED, TRANSFORMED, CHUNK] = [256, 32, 4096];

/** Bytes before the scan in `stuffed`: its own length and that of the stream, and two unused words. */
export const HEAD = 16;

/** Bytes of a block: its coefficients, which take the largest buffer, which of them are not zero, and its place. */
export const COEFFICIENT_BYTES = 128;
const [MASK_BYTES, PLACE_BYTES] = [8, 8];

/** Bytes of all symbols' counts. */
export const COUNT_BYTES = 4 * COUNTED_SYMBOLS;

/** Bytes of the buffers for a picture of so many blocks, but for those that hold codes. */
export function blockBytes({ blocks }: ScanLayout): number {
  return blocks * (COEFFICIENT_BYTES + MASK_BYTES + PLACE_BYTES);
}

/** The values of the shaders' `struct Frame`, in the order of its fields. */
function packFrame({ layout, restartInterval }: EncodeSpec): Uint32Array<ArrayBuffer> {
  const { width, height, mcusAcross, mcus, lumaAcross, lumaDown, mcuBlocks, blocks } = layout;
  const segment = restartInterval > 0 ? restartInterval * mcuBlocks : blocks;
  const together = Math.floor(TRANSFORMED / mcuBlocks);
  const mcu = [lumaAcross, lumaDown, mcuBlocks];
  return new Uint32Array([width, height, mcusAcross, mcus, ...mcu, blocks, segment, together]);
}

/** The buffers of one encoding, by their names in WGSL, and its dispatches. */
export class EncodeDispatches {
  readonly #context: EncodeContext;
  readonly #layout: ScanLayout;
  #buffers: Readonly<Record<string, GPUBufferBinding>>;

  constructor(context: EncodeContext, spec: EncodeSpec, source: GPUBufferBinding) {
    this.#context = context;
    this.#layout = spec.layout;
    const { blocks } = spec.layout;
    const frame = packFrame(spec);
    this.#buffers = {
      source,
      frame: context.memory.lease('uniform', frame.byteLength),
      tables: this.#lease(4 * TABLE_WORDS),
      coefficients: this.#lease(COEFFICIENT_BYTES * blocks),
      masks: this.#lease(MASK_BYTES * blocks),
      places: this.#lease(PLACE_BYTES * blocks),
      groups: this.#lease(8 * this.#groups),
      starts: this.#lease(4 * (this.#groups + 1)),
      ...(spec.optimise && { counts: this.#lease(COUNT_BYTES) }),
    };
    const { queue } = context.opened.device;
    queue.writeBuffer(this.buffer('frame'), 0, frame);
    queue.writeBuffer(this.buffer('tables'), 0, packQuantisation(spec.quantisation));
  }

  /** Sets the codes for the programs that are submitted from now on. */
  setHuffman(tables: HuffmanTables): void {
    const words = packHuffman(tables);
    this.#context.opened.device.queue.writeBuffer(this.buffer('tables'), 4 * HUFFMAN_START, words);
  }

  buffer(name: 'frame' | 'tables' | 'counts' | 'stuffed'): GPUBuffer {
    return (this.#buffers[name] as GPUBufferBinding).buffer;
  }

  /** The program that reads the picture. */
  transforming(): Dispatch {
    const { mcuBlocks, mcusAcross, mcus } = this.#layout;
    const together = Math.floor(TRANSFORMED / mcuBlocks);
    return this.#dispatch('transform', [Math.ceil(mcusAcross / together), mcus / mcusAcross]);
  }

  counting(): Dispatch {
    return this.#dispatch('count', inRows(this.#groups));
  }

  measuring(): Dispatch {
    return this.#dispatch('measure', inRows(this.#groups));
  }

  /** The programs from the blocks' lengths to the finished scan, in new buffers with so much room. */
  coding({ stream, scan }: Room): Dispatch[] {
    const chunks = Math.ceil(stream / CHUNK);
    this.#buffers = {
      ...this.#buffers,
      packed: this.#lease(stream),
      chunks: this.#lease(4 * chunks),
      chunk_starts: this.#lease(4 * (chunks + 1)),
      stuffed: this.#lease(HEAD + scan),
    };
    return [
      this.#dispatch('place', [1, 1]),
      this.#dispatch('pack', inRows(this.#groups)),
      this.#dispatch('tally', inRows(chunks)),
      this.#dispatch('settle', [1, 1]),
      this.#dispatch('stuff', inRows(chunks)),
    ];
  }

  #dispatch(name: EncodeProgram, workgroups: Dispatch['workgroups']): Dispatch {
    return { program: this.#context.programs[name], buffers: this.#buffers, workgroups };
  }

  get #groups(): number {
    return Math.ceil(this.#layout.blocks / CODED);
  }

  #lease(bytes: number) {
    return this.#context.memory.lease('storage', bytes);
  }
}
