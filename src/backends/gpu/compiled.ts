// Shaders of a codec, which are compiled when the codec is first used.
/** Compiles shaders when they are first needed, and again if that failed. */
export class Compiled<Shaders> {
  readonly #compile: () => Promise<Shaders>;
  #compiling: Promise<Shaders> | undefined;
  #shaders: Shaders | undefined;

  constructor(compile: () => Promise<Shaders>) {
    this.#compile = compile;
  }

  /** Compiles them, once. */
  async warm(): Promise<void> {
    this.#compiling ??= this.#compile().catch((error) => {
      this.#compiling = undefined;
      throw error;
    });
    this.#shaders = await this.#compiling;
  }

  /** Throws before they are compiled. */
  get(): Shaders {
    if (!this.#shaders) throw new Error('the shaders are not compiled');
    return this.#shaders;
  }
}
