import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { z } from 'zod';
import type { FormatName } from './codecs/codec.ts';
import { FORMATS, findFormat } from './codecs/registry.ts';
import { createImage, type Image, shapeOf } from './core/image.ts';
import type { Encoded, Engine } from './engine/engine.ts';
import { listOps, type OPS } from './ops/registry.ts';
import { isRecord } from './plan/faults.ts';
import { parseRecipe } from './plan/recipe.ts';

type Ops = typeof OPS;
type Options<Name extends keyof Ops> = z.input<Ops[Name]['params']>;

/** Values by position for as many names as one likes, then options for the rest. */
type Values<Names extends readonly string[], All> =
  | [options?: Partial<All>]
  | (Names extends readonly [infer First extends keyof All, ...infer Rest extends readonly string[]]
      ? [value: All[First] | undefined, ...rest: Values<Rest, All>]
      : never);

/** As `Values`, but where something is required, the first value or all options must be there. */
type Call<Names extends readonly string[], All> =
  Partial<All> extends All
    ? Values<Names, All>
    :
        | [options: All]
        | (Names extends readonly [infer First extends keyof All, ...infer Rest extends readonly string[]]
            ? [value: All[First], ...rest: Values<Rest, All>]
            : never);

/** `.linear(1.2, -10)`, `.linear({ a: 1.2 })` or `.linear(1.2, { b: -10 })`. */
type OpMethods = {
  [Name in keyof Ops]: (...values: Call<Ops[Name]['positional'], Options<Name>>) => Pipeline;
};

/** The other spellings of each op. */
type AliasMethods = { [Name in keyof Ops as Ops[Name]['aliases'][number]]: OpMethods[Name] };

type FormatMethods = { [Name in FormatName]: (options?: Readonly<Record<string, unknown>>) => Pipeline };

/** Every op is a method, and so is every output format; both come from the registries. */
export interface Pipeline extends OpMethods, AliasMethods, FormatMethods {}

interface Draft {
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly output: Readonly<Record<string, unknown>>;
}

/** Steps on one picture, in the order written. Nothing runs before one of the `to…` methods. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are added below, one for each op
export class Pipeline {
  readonly #engine: Engine;
  readonly #read: () => Promise<Uint8Array | Image>;
  readonly #draft: Draft;

  constructor(
    engine: Engine,
    read: () => Promise<Uint8Array | Image>,
    draft: Draft = { steps: [], output: {} },
  ) {
    this.#engine = engine;
    this.#read = read;
    this.#draft = draft;
  }

  /** A new pipeline with one more step. Parameters are checked when the pipeline runs. */
  step(name: string, parameters: Readonly<Record<string, unknown>> = {}): Pipeline {
    const steps = [...this.#draft.steps, { ...parameters, op: name }];
    return new Pipeline(this.#engine, this.#read, { ...this.#draft, steps });
  }

  /** A new pipeline that encodes to the format. */
  toFormat(format: FormatName | 'auto', options: Readonly<Record<string, unknown>> = {}): Pipeline {
    return new Pipeline(this.#engine, this.#read, { ...this.#draft, output: { ...options, format } });
  }

  /** The bytes of a file: in the format asked for, else in the input's own, else PNG. */
  async toBuffer(): Promise<Buffer> {
    const { data } = await this.run();
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  /** Writes a file; without a format its ending decides. */
  async toFile(path: string): Promise<Encoded> {
    const byEnding = findFormat(extname(path).slice(1))?.name;
    const chosen = this.#draft.output.format === undefined && byEnding ? this.toFormat(byEnding) : this;
    const encoded = await chosen.run();
    await writeFile(path, encoded.data);
    return encoded;
  }

  /** The file with what it took to make it. */
  async run(): Promise<Encoded> {
    const input = await this.#read();
    const recipe = parseRecipe(this.#draft, this.#engine.limits);
    if (input instanceof Uint8Array) return this.#engine.run(input, recipe);
    const { image, backend, timings, release } = await this.#engine.process(input, recipe.steps);
    try {
      const encoded = await this.#engine.encode(image, recipe.output);
      const by = backend === 'none' ? encoded.backend : backend;
      return { ...encoded, backend: by, timings: { ...timings, ...encoded.timings } };
    } finally {
      release();
    }
  }

  /** The pixels, in the pixel type that the steps end in. */
  async toImage(): Promise<Image> {
    const input = await this.#read();
    const { steps } = parseRecipe({ steps: this.#draft.steps }, this.#engine.limits);
    const image = input instanceof Uint8Array ? await this.#engine.decode(input) : input;
    const processed = await this.#engine.process(image, steps);
    try {
      const copy = createImage(shapeOf(processed.image));
      copy.data.set(processed.image.data);
      return copy;
    } finally {
      processed.release();
    }
  }
}

for (const { name, aliases, positional } of listOps()) {
  const method = function (this: Pipeline, ...parameters: unknown[]): Pipeline {
    const last = parameters.at(-1);
    const options = isRecord(last) ? last : {};
    const byPosition = isRecord(last) ? parameters.slice(0, -1) : parameters;
    const named = byPosition.map(
      (value, index) => [positional[index] ?? `value ${index + 1}`, value] as const,
    );
    const given = named.filter(([, value]) => value !== undefined);
    return this.step(name, { ...Object.fromEntries(given), ...options });
  };
  for (const spelling of [name, ...aliases])
    Object.defineProperty(Pipeline.prototype, spelling, { value: method });
}

for (const format of Object.keys(FORMATS) as FormatName[]) {
  const method = function (this: Pipeline, options?: Readonly<Record<string, unknown>>): Pipeline {
    return this.toFormat(format, options);
  };
  Object.defineProperty(Pipeline.prototype, format, { value: method });
}
