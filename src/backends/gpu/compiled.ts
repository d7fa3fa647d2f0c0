/** Lazy compilation of a codec's shaders. */

/** Compiles on first use, and again after a failure. */
export class Compiled<Shaders> {
  readonly #compile: () => Promise<Shaders>;
  #compiling: Promise<Shaders> | undefined;
  #shaders: Shaders | undefined;

  constructor(compile: () => Promise<Shaders>) {
    this.#compile = compile;
  }

  /** Compiles once; later calls wait for the same compilation. */
  async warm(): Promise<void> {
    this.#compiling ??= this.#compile().catch((error) => {
      this.#compiling = undefined;
      throw error;
    });
    this.#shaders = await this.#compiling;
  }

  /** The shaders. Throws if `warm` has not resolved. */
  get(): Shaders {
    if (!this.#shaders) throw new Error('the shaders are not compiled yet');
    return this.#shaders;
  }
}
