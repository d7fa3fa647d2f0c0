// The buffers and dispatches that encode one JPEG.
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

/** Parameters of an encoding. */
export interface EncodeSpec {
  readonly layout: ScanLayout;
  readonly quantisation: QuantisationTables;
  /** MCUs between restart markers; 0 for none. */
  readonly restartInterval: number;
  /** Whether to build Huffman tables for this picture. */
  readonly optimise: boolean;
  /** Expected bytes of the scan. */
  readonly expected: number;
}

/** Device, programs and memory of an encoding. */
export interface EncodeContext {
  readonly opened: Device;
  readonly programs: EncodePrograms;
  readonly memory: TaskMemory;
  /** Aborts when nobody wants the file any more. */
  readonly signal: AbortSignal;
  readonly clock: ProgramClock | undefined;
  /** Called with the bytes of the finished scan. */
  readonly learn: (bytes: number) => void;
}

/** Capacity in bytes for the packed codes (`stream`) and for the stuffed scan. */
export interface Room {
  readonly stream: number;
  readonly scan: number;
}

/**
 * Blocks per workgroup in coding; the most blocks per workgroup in the transform; stream bytes per workgroup in
 * stuffing.
 */
const [CODED, TRANSFORMED, CHUNK] = [256, 32, 4096];

/** Bytes before the scan in `stuffed`: the scan's length, the stream's length, and two unused words. */
export const HEAD = 16;

/** Bytes per block: coefficients (the largest buffer), mask of non-zero ones, and position in the stream. */
export const COEFFICIENT_BYTES = 128;
const [MASK_BYTES, PLACE_BYTES] = [8, 8];

/** Bytes of the counts of all symbols. */
export const COUNT_BYTES = 4 * COUNTED_SYMBOLS;

/** Bytes of the buffers whose size depends on the number of blocks alone. */
export function blockBytes({ blocks }: ScanLayout): number {
  return blocks * (COEFFICIENT_BYTES + MASK_BYTES + PLACE_BYTES);
}

/** The shaders' `struct Frame`, field by field. */
function packFrame({ layout, restartInterval }: EncodeSpec): Uint32Array<ArrayBuffer> {
  const { width, height, mcusAcross, mcus, lumaAcross, lumaDown, mcuBlocks, blocks } = layout;
  const segment = restartInterval > 0 ? restartInterval * mcuBlocks : blocks;
  const together = Math.floor(TRANSFORMED / mcuBlocks);
  const mcu = [lumaAcross, lumaDown, mcuBlocks];
  return new Uint32Array([width, height, mcusAcross, mcus, ...mcu, blocks, segment, together]);
}

/** One encoding's buffers by their names in WGSL, and its dispatches. */
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

  /** Sets the Huffman codes for programs that are submitted later. */
  setHuffman(tables: HuffmanTables): void {
    const words = packHuffman(tables);
    this.#context.opened.device.queue.writeBuffer(this.buffer('tables'), 4 * HUFFMAN_START, words);
  }

  buffer(name: 'frame' | 'tables' | 'counts' | 'stuffed'): GPUBuffer {
    return (this.#buffers[name] as GPUBufferBinding).buffer;
  }

  /** The program that reads the picture: colour conversion, DCT, quantisation. */
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

  /** The programs from block lengths to the finished scan, with new buffers of the given capacity. */
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
