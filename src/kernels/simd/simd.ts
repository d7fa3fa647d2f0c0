import type { Work } from '../../core/turns.ts';
import type { ColorCode } from './color-code.ts';
import { COMPILED } from './compiled.ts';
import type { PictureCode } from './picture-code.ts';

/** What assembly/ offers, where it is described; places are byte offsets in the code's memory. */
interface Code extends ColorCode, PictureCode {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  widen(from: number, samples: number, bits: number, to: number): void;
  narrow(from: number, samples: number, bits: number, to: number): void;
  lumaOfRgb: Luma;
  lumaOfRgba: Luma;
  adler32(from: number, length: number, before: number): number;
  filterSub: Filter;
  filterUp: Filter;
  filterAverage: Filter;
  filterPaeth: Filter;
  bytesToFloats: Convert;
  halvesToFloats: Convert;
  floatsToBytes: Convert;
  floatsToHalves: Convert;
  areFinite(from: number, samples: number): number;
  multiplyByAlpha: Weigh;
  fadeCancelled: Weigh;
  divideByAlpha: Weigh;
  makeFinite(from: number, samples: number): void;
  raiseFloats(samples: number, count: number, by: number): void;
  raiseFine(samples: number, count: number, by: number): void;
  premultiply(samples: number, count: number, channels: number, white: number): void;
  straighten(
    sums: number,
    negatives: number,
    count: number,
    channels: number,
    gain: number,
    offset: number,
  ): void;
  floatsToKeys(samples: number, count: number, raised: number, turned: number): void;
  keysToFloats(keys: number, count: number, raised: number, turned: number): void;
  turnRound(samples: number, length: number): void;
  largerOf(one: number, other: number, length: number, sample: number, to: number): void;
  largestAlong(row: number, length: number, step: number, window: number, sample: number, to: number): void;
  countColumns(from: number, step: number, columns: number, coarse: number, fine: number, by: number): void;
  slideWindow(coarse: number, fine: number, columns: number, reach: number, room: number, to: number): void;
  networkRoom(): number;
  medianOfNine: Network;
  medianOf25: Network;
  sumFine(rows: number, shares: number, pairs: number, samples: number, shift: number, to: number): void;
  sumAlphas(rows: number, shares: number, taps: number, count: number, to: number): void;
  mixAlphas(from: number, starts: number, shares: number, pixels: number, taps: number, to: number): void;
  sumFloats(rows: number, shares: number, taps: number, samples: number, to: number): void;
  mixFine(
    from: number,
    line: number,
    starts: number,
    shares: number,
    pixels: number,
    pairs: number,
    channels: number,
    shift: number,
    to: number,
    goal: number,
  ): void;
  mixFloats(
    from: number,
    starts: number,
    shares: number,
    pixels: number,
    taps: number,
    channels: number,
    to: number,
  ): void;
  splitPlanes(
    from: number,
    pixels: number,
    channels: number,
    white: number,
    to: number,
    stride: number,
    before: number,
    after: number,
  ): void;
  joinMeans(from: number, pixels: number, channels: number, white: number, stride: number, to: number): void;
  squareDifferences(
    one: number,
    other: number,
    channels: number,
    stride: number,
    pixels: number,
    to: number,
  ): void;
  addRows(rows: number, count: number, pixels: number, to: number): void;
  weighSquares(
    from: number,
    side: number,
    spare: number,
    scale: number,
    far: number,
    pixels: number,
    to: number,
  ): void;
  addWeighted(
    weights: number,
    from: number,
    channels: number,
    stride: number,
    pixels: number,
    to: number,
  ): void;
  spreadBytes: Spread;
  spreadHalves: Spread;
  spreadFloats: Spread;
  packBytes: Spread;
  packHalves: Spread;
  packFloats: Spread;
  weighPixels(pixels: number, count: number): void;
  areUsual(pixels: number, count: number, far: number, most: number): number;
  blendRow(
    lower: number,
    upper: number,
    pixels: number,
    opacity: number,
    shares: number,
    blend: number,
    keeps: number,
  ): void;
  maskRow(
    pixels: number,
    masks: number,
    count: number,
    weights: number,
    fromAlpha: number,
    invert: number,
  ): void;
  flattenPixels(pixels: number, count: number, background: number): void;
  takeAlphas(from: number, count: number, to: number): void;
  takeUncovered(from: number, upper: number, count: number, opacity: number, to: number): void;
  straightenPixels(pixels: number, count: number): void;
  warpRow(
    frame: number,
    columns: number,
    depths: number,
    pixels: number,
    x: number,
    y: number,
    z: number,
    to: number,
    rest: number,
  ): number;
}

type Spread = (from: number, pixels: number, step: number, mask: number, gain: number, to: number) => void;

type Luma = (
  from: number,
  pixels: number,
  redGreen: number,
  blueHalf: number,
  per: number,
  to: number,
) => void;

type Filter = (row: number, above: number, step: number, length: number, to: number) => void;

type Network = (
  rows: number,
  stride: number,
  step: number,
  length: number,
  sample: number,
  room: number,
  to: number,
) => void;

type Convert = (from: number, samples: number, to: number) => void;

type Weigh = (pixels: number, count: number, alphas: number) => void;

/** The part of WebAssembly's interface in use; the types of Node leave it out. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const PAGE = 2 ** 16;

/** The stack pointer and data of the compiled code, if it had any, lie below. */
const FIRST = 2 ** 10;

/** Memory that is kept between runs; it cannot shrink, so an instance with more is dropped. */
const KEPT = 2 ** 25;

/** What is read and written behind the end of anything, at most. */
const SLACK = 64;

let module: object | undefined;
let idle: Simd | undefined;

/**
 * The SIMD code and its memory, for one run of a kernel. Views of the memory end when more of it is taken, so they
 * are to be asked for where they are used.
 */
export class Simd {
  readonly code: Code;
  #taken = FIRST;
  #bytes = new Uint8Array();
  #halves = new Int16Array();
  #words = new Int32Array();
  #floats = new Float32Array();

  constructor() {
    const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
    module ??= new Module(Uint8Array.from(atob(COMPILED), (letter) => letter.charCodeAt(0)));
    this.code = new Instance(module).exports as Code;
    this.#view();
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get halves(): Int16Array {
    return this.#halves;
  }

  get words(): Int32Array {
    return this.#words;
  }

  get floats(): Float32Array {
    return this.#floats;
  }

  /** Takes memory for this run, with slack behind it; its place is a multiple of 64. What is there may be anything. */
  take(bytes: number): number {
    const place = this.#taken;
    this.#taken = Math.ceil((place + bytes + SLACK) / 64) * 64;
    const { memory } = this.code;
    const lacking = this.#taken - memory.buffer.byteLength;
    if (lacking > 0) {
      memory.grow(Math.ceil(lacking / PAGE));
      this.#view();
    }
    return place;
  }

  #view(): void {
    const { buffer } = this.code.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#halves = new Int16Array(buffer);
    this.#words = new Int32Array(buffer);
    this.#floats = new Float32Array(buffer);
  }

  /** Gives back what was taken. */
  #empty(): void {
    this.#taken = FIRST;
  }

  /** Runs a kernel with an instance of its own, which the next run gets again. */
  static run<Result>(kernel: (simd: Simd) => Result): Result {
    const simd = Simd.#borrow();
    try {
      return kernel(simd);
    } finally {
      simd.#giveBack();
    }
  }

  /**
   * The same for a kernel that lets go of the event loop. It keeps its instance, and what it has in its memory, until
   * it ends or is given up: kernels that run in between have instances of their own.
   */
  static *lend<Result>(kernel: (simd: Simd) => Work<Result>): Work<Result> {
    const simd = Simd.#borrow();
    try {
      return yield* kernel(simd);
    } finally {
      simd.#giveBack();
    }
  }

  static #borrow(): Simd {
    const simd = idle ?? new Simd();
    idle = undefined;
    return simd;
  }

  #giveBack(): void {
    this.#empty();
    if (this.bytes.length <= KEPT) idle = this;
  }
}
