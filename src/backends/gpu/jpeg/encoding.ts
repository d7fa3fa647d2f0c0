// One picture on its way to a JPEG file: what is recorded, and the round trips until the file is whole.
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

/** A stream without room is packed again with what it told; then stuffing alone may lack some, and tells too. */
const ATTEMPTS = 3;

const END_OF_IMAGE = [0xff, 0xd9];

/** The start of a file, with space for all of it: bytes of its scan, and how many of them are there. */
interface Begun {
  readonly kind: 'begun';
  readonly file: Uint8Array;
  readonly scan: number;
  readonly got: number;
}

/** What an attempt to code the scan gives: the start of the file, or the room that the scan needs. */
type Attempt = Begun | { readonly kind: 'too-small'; readonly needed: Room };

/** A picture that becomes a file: recorded into somebody's commands, and read once they are submitted. */
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

  /** What it took: attempts to pack, bytes read back, and bytes of the scan. */
  get figures(): { readonly attempts: number; readonly moved: number; readonly scan: number } {
    return { attempts: this.#attempts, moved: this.#readBack.moved, scan: this.#scanBytes };
  }

  /** Records all that can be done before the host knows more. Nothing reads the picture after that. */
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
   * The whole file, once what was recorded is submitted. Buffers are for others again afterwards; where
   * something went wrong, they are destroyed. `valid` rejects where the device finds something wrong with what was
   * submitted: then nothing is learned from what the buffers hold. Rejects with the signal's reason once the GPU is
   * done with what was submitted last, if the encoding is aborted.
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

  /** Milliseconds of each program, of an encoding that was asked to time them. */
  async times(): Promise<ProgramTimes | undefined> {
    return this.#context.clock?.read();
  }

  /** Gives up: what was recorded is not submitted, or failed. */
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
    // Once the stream is known, so is the scan's length, nearly.
    const likely = this.#attempts === 1 ? wholeWords(this.#spec.expected) : this.#room.scan;
    const bytes = Math.min(this.#room.scan, likely);
    this.#readBack.stage(encoder, this.#dispatches.buffer('stuffed'), 0, HEAD + bytes);
  }

  async #readFile(valid: Promise<void>): Promise<Uint8Array> {
    const first = this.#spec.optimise ? this.#optimise(valid) : this.#readBack.read(this.#open, valid);
    let attempt = await first;
    while (attempt.kind === 'too-small') {
      if (this.#attempts >= ATTEMPTS) throw new Error('the scan never fits the room that it asked for');
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

  /** Makes Huffman tables of the symbols that were counted, and has the scan coded with them. */
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

  /** Begins the file with what came back. */
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

  /** Room for a stream, and for its scan: exact if it is known, else as much as stuffing takes in noise, doubled. */
  #roomFor(stream: number, scan: number): Room {
    const { layout, restartInterval } = this.#spec;
    const markers = restartInterval > 0 ? 2 * Math.ceil(layout.mcus / restartInterval) : 0;
    const likely = stream + stream / 128 + markers + 64;
    return { stream: wholeWords(stream), scan: wholeWords(Math.max(scan, likely)) };
  }

  /** Brings what the first read-back was too short for. */
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
