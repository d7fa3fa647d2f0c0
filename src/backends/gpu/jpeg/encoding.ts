// A picture being encoded as JPEG: recording, and the round trips until the file is complete.
import { writeJpegHeader } from '../../../formats/jpeg/header.ts';
import { optimalHuffman } from '../../../formats/jpeg/huffman.ts';
import { type HuffmanTables, TYPICAL_HUFFMAN } from '../../../formats/jpeg/tables.ts';
import type { ProgramTimes } from '../program-clock.ts';
import { type Dispatch, Recorder } from '../recorder.ts';
import { giveUp } from '../staging.ts';
import { wholeWords } from '../texels.ts';
import {
  COUNT_BYTES,
  type EncodeContext,
  EncodeDispatches,
  type EncodeSpec,
  HEAD,
  type Room,
} from './encode-dispatches.ts';
import { EncodeReadBack } from './encode-read-back.ts';
import { unpackCounts } from './encode-tables.ts';

/**
 * Most attempts at coding. The first may lack room for the stream, the second for the stuffed scan; each reports
 * what it needs.
 */
const ATTEMPTS = 3;

const END_OF_IMAGE = [0xff, 0xd9];

/**
 * The start of a file, allocated in full. `scan` is the scan's length in bytes, `got` how much of it has arrived.
 */
interface Begun {
  readonly kind: 'begun';
  readonly file: Uint8Array;
  readonly scan: number;
  readonly got: number;
}

/** Outcome of an attempt to code the scan. */
type Attempt = Begun | { readonly kind: 'too-small'; readonly needed: Room };

/** An encoding that is recorded into given commands, and read after they were submitted. */
export class JpegEncoding {
  readonly #context: EncodeContext;
  readonly #spec: EncodeSpec;
  readonly #dispatches: EncodeDispatches;
  readonly #readBack: EncodeReadBack;
  #huffman: HuffmanTables = TYPICAL_HUFFMAN;
  #room: Room;
  #attempts = 0;
  #scanBytes = 0;

  constructor(context: EncodeContext, spec: EncodeSpec, source: GPUBufferBinding) {
    this.#context = context;
    this.#spec = spec;
    const most = context.opened.device.limits.maxStorageBufferBindingSize - HEAD;
    const room = Math.min(2 * wholeWords(spec.expected), most);
    this.#room = { stream: room, scan: room };
    this.#dispatches = new EncodeDispatches(context, spec, source);
    this.#readBack = new EncodeReadBack(context);
  }

  /** Attempts at coding, bytes read back, and bytes of the scan. */
  get figures(): { readonly attempts: number; readonly moved: number; readonly scan: number } {
    return { attempts: this.#attempts, moved: this.#readBack.moved, scan: this.#scanBytes };
  }

  /** Records everything that does not depend on results. Later commands may overwrite the picture. */
  record(encoder: GPUCommandEncoder): void {
    const dispatches = this.#dispatches;
    if (this.#spec.optimise) {
      const recorder = this.#recorder(encoder);
      recorder.clear({ buffer: dispatches.buffer('counts') });
      recorder.run([dispatches.transforming(), dispatches.counting()]);
      this.#readBack.stage(encoder, dispatches.buffer('counts'), 0, COUNT_BYTES);
    } else {
      dispatches.setHuffman(this.#huffman);
      this.#recordCoding(encoder, [dispatches.transforming(), dispatches.measuring()]);
    }
  }

  /**
   * Waits for the whole file after the commands were submitted. Returns the buffers, or destroys them after a
   * failure. `valid` rejects when the submission fails validation; nothing in the buffers is then trusted. After an
   * abort, rejects with the signal's reason once the GPU is done.
   */
  async read(valid: Promise<void> = Promise.resolve()): Promise<Uint8Array> {
    const { memory } = this.#context;
    try {
      const file = await this.#readFile(valid);
      memory.release();
      return file;
    } catch (error) {
      giveUp(memory, [error], this.#context.signal);
      this.#context.clock?.destroy();
      throw error;
    }
  }

  /** Milliseconds by program, if `timed` was set. */
  async times(): Promise<ProgramTimes | undefined> {
    return this.#context.clock?.read();
  }

  /** Destroys the buffers of an encoding that was not submitted, or failed. */
  discard(): void {
    this.#context.memory.discard();
    this.#context.clock?.destroy();
  }

  #recorder(encoder: GPUCommandEncoder): Recorder {
    const { opened, clock } = this.#context;
    return new Recorder(opened.device, encoder, clock);
  }

  #recordCoding(encoder: GPUCommandEncoder, before: readonly Dispatch[]): void {
    this.#attempts++;
    this.#recorder(encoder).run([...before, ...this.#dispatches.coding(this.#room)]);
    // After the first attempt the stream's length is known, and the scan is little longer.
    const likely = this.#attempts === 1 ? wholeWords(this.#spec.expected) : this.#room.scan;
    const bytes = Math.min(this.#room.scan, likely);
    this.#readBack.stage(encoder, this.#dispatches.buffer('stuffed'), 0, HEAD + bytes);
  }

  async #readFile(valid: Promise<void>): Promise<Uint8Array> {
    const first = this.#spec.optimise ? this.#optimise(valid) : this.#readBack.read(this.#open, valid);
    let attempt = await first;
    while (attempt.kind === 'too-small') {
      if (this.#attempts >= ATTEMPTS) throw new Error(`the scan did not fit after ${ATTEMPTS} attempts`);
      this.#room = attempt.needed;
      attempt = await this.#readBack.submit((encoder) => this.#recordCoding(encoder, []), this.#open);
    }
    const { file, scan, got } = attempt;
    this.#scanBytes = scan;
    this.#context.learn(scan);
    if (got < scan) await this.#readRest(file, scan, got);
    file.set(END_OF_IMAGE, file.length - END_OF_IMAGE.length);
    return file;
  }

  /** Builds Huffman tables from the counted symbols, then codes the scan with them. */
  async #optimise(valid: Promise<void>): Promise<Attempt> {
    const counts = await this.#readBack.read((bytes) => new Uint32Array(bytes.slice(0)), valid);
    const { lumaDc, lumaAc, chromaDc, chromaAc } = unpackCounts(counts);
    this.#huffman = {
      lumaDc: optimalHuffman(lumaDc),
      lumaAc: optimalHuffman(lumaAc),
      chromaDc: optimalHuffman(chromaDc),
      chromaAc: optimalHuffman(chromaAc),
    };
    this.#dispatches.setHuffman(this.#huffman);
    return this.#readBack.submit(
      (encoder) => this.#recordCoding(encoder, [this.#dispatches.measuring()]),
      this.#open,
    );
  }

  /** Starts the file from a read-back. */
  readonly #open = (bytes: ArrayBuffer): Attempt => {
    const [scan = 0, stream = 0] = new Uint32Array(bytes, 0, 2);
    if (stream > this.#room.stream || scan > this.#room.scan) {
      return { kind: 'too-small', needed: this.#roomFor(stream, scan) };
    }
    const { layout, quantisation, restartInterval } = this.#spec;
    const header = writeJpegHeader({ layout, quantisation, restartInterval, huffman: this.#huffman });
    const file = new Uint8Array(header.length + scan + END_OF_IMAGE.length);
    const got = Math.min(scan, bytes.byteLength - HEAD);
    file.set(header);
    file.set(new Uint8Array(bytes, HEAD, got), header.length);
    return { kind: 'begun', file, scan, got };
  };

  /**
   * Room for a stream and its scan. The scan's length is exact if known. Otherwise it is twice the stuffing of
   * random data.
   */
  #roomFor(stream: number, scan: number): Room {
    const { layout, restartInterval } = this.#spec;
    const markers = restartInterval > 0 ? 2 * Math.ceil(layout.mcus / restartInterval) : 0;
    const likely = stream + stream / 128 + markers + 64;
    return { stream: wholeWords(stream), scan: wholeWords(Math.max(scan, likely)) };
  }

  /** Reads the rest of a scan that was longer than the first read-back. */
  async #readRest(file: Uint8Array, scan: number, got: number): Promise<void> {
    const from = HEAD + got;
    const begin = file.length - END_OF_IMAGE.length - (scan - got);
    await this.#readBack.submit(
      (encoder) =>
        this.#readBack.stage(
          encoder,
          this.#dispatches.buffer('stuffed'),
          from,
          wholeWords(HEAD + scan) - from,
        ),
      (bytes) => file.set(new Uint8Array(bytes, 0, scan - got), begin),
    );
  }
}
