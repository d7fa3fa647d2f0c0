/** Lends the SIMD code to kernels, each with a WebAssembly memory of its own. */
import type { Work } from '../../core/turns.ts';
import { COMPILED } from './compiled.ts';
import type { EntryPoints } from './entry-points.ts';

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
  readonly code: EntryPoints;
  #taken = FIRST;
  #bytes = new Uint8Array();
  #halves = new Int16Array();
  #words = new Int32Array();
  #floats = new Float32Array();

  constructor() {
    const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
    module ??= new Module(Uint8Array.from(atob(COMPILED), (letter) => letter.charCodeAt(0)));
    this.code = new Instance(module).exports as EntryPoints;
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
