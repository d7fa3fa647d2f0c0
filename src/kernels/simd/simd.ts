/** Lends the SIMD code to kernels, each with a WebAssembly memory of its own. */
import type { Work } from '../../core/turns.ts';
import { COMPILED } from './compiled.ts';
import type { EntryPoints } from './entry-points.ts';

/** The part of WebAssembly's interface in use. Node's types leave it out. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const PAGE = 2 ** 16;

/** First byte that kernels may take. The compiled code's stack pointer and data would lie below. */
const FIRST = 2 ** 10;

/** Bytes of memory that idle instances may keep together. Memory cannot shrink, so an instance that has more is dropped. */
const KEPT = 2 ** 25;

/** Most bytes that any function reads or writes behind the end of its memory. */
const SLACK = 64;

/** Not called `module`: some test runners and bundlers wrap code in a function that has a parameter of that name. */
let compiled: object | undefined;
let idle: readonly Simd[] = [];

/**
 * The SIMD code with a memory of its own, for one run of a kernel. Views of the memory become invalid when more of it
 * is taken, so read them from here each time.
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
    compiled ??= new Module(Uint8Array.from(atob(COMPILED), (letter) => letter.charCodeAt(0)));
    this.code = new Instance(compiled).exports as EntryPoints;
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

  /**
   * Takes memory for this run, with slack behind it. Returns its place, a multiple of 64. The contents are undefined.
   */
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

  /** Frees all memory that was taken. */
  #empty(): void {
    this.#taken = FIRST;
  }

  /** Runs a kernel with an instance of its own, which the next run may reuse. */
  static run<Result>(kernel: (simd: Simd) => Result): Result {
    const simd = Simd.#borrow();
    try {
      return kernel(simd);
    } finally {
      simd.#giveBack();
    }
  }

  /**
   * The same for a kernel that yields. It keeps its instance and the contents of its memory until it ends or is
   * abandoned; kernels that run meanwhile have instances of their own.
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
    const [simd = new Simd(), ...others] = idle;
    idle = others;
    return simd;
  }

  #giveBack(): void {
    this.#empty();
    const kept = idle.reduce((sum, { bytes }) => sum + bytes.length, this.bytes.length);
    if (kept <= KEPT) idle = [this, ...idle];
  }
}
