import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { z } from 'zod';
import { NoirError } from './core/errors.ts';
import type { Image } from './core/image.ts';
import { type Encoded, encodedOf } from './engine/encoded.ts';
import { type FindFile, findOnDisk, gatherFiles } from './engine/files.ts';
import { type Done, expectDone, type Job, makeJob, type Runner, sourceOf } from './engine/job.ts';
import type { FormatName } from './formats/format.ts';
import type { InputOptions } from './formats/input.ts';
import { FORMATS, findFormat } from './formats/registry.ts';
import { listOps, type OPS } from './ops/registry.ts';
import { isRecord } from './recipe/faults.ts';
import type { Recipes } from './recipe/recipes.ts';

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

/** What a pipeline runs with. */
interface Workplace {
  readonly runner: Runner;
  readonly recipes: Recipes;
}

/** How long a result is waited for. */
export interface RunOptions {
  /** Aborts the work; the promise rejects with `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the promise rejects with `deadline`. */
  readonly timeout?: number | undefined;
}

interface Draft {
  readonly input: InputOptions;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly output: Readonly<Record<string, unknown>>;
  /** Files that stood in place of a name, by the name that they got. */
  readonly files: ReadonlyMap<string, Uint8Array | Image>;
}

/** A pipeline that has no steps yet. */
export function newDraft(input: InputOptions): Draft {
  return { input, steps: [], output: {}, files: new Map() };
}

/** Steps on one picture, in the order written. Nothing runs before one of the `to…` methods. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are added below, one for each op
export class Pipeline {
  readonly #noir: Workplace;
  readonly #read: () => Promise<Uint8Array | Image>;
  readonly #draft: Draft;

  constructor(noir: Workplace, read: () => Promise<Uint8Array | Image>, draft: Draft) {
    this.#noir = noir;
    this.#read = read;
    this.#draft = draft;
  }

  /** A new pipeline with one more step. Parameters are checked when the pipeline runs. */
  step(name: string, parameters: Readonly<Record<string, unknown>> = {}): Pipeline {
    const files = new Map(this.#draft.files);
    const named = Object.entries(parameters).map(([field, value]) => {
      if (!isFile(value)) return [field, value] as const;
      const file = `file ${files.size + 1}`;
      files.set(file, value);
      return [field, file] as const;
    });
    const steps = [...this.#draft.steps, { ...Object.fromEntries(named), op: name }];
    return new Pipeline(this.#noir, this.#read, { ...this.#draft, steps, files });
  }

  /** A new pipeline that encodes to the format. */
  toFormat(format: FormatName | 'auto', options: Readonly<Record<string, unknown>> = {}): Pipeline {
    return new Pipeline(this.#noir, this.#read, { ...this.#draft, output: { ...options, format } });
  }

  /** The bytes of a file: in the format asked for, else in the input's own, else PNG. */
  async toBuffer(options?: RunOptions): Promise<Buffer> {
    const { data } = await this.run(options);
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  /** Writes a file; without a format its ending decides. */
  async toFile(path: string, options?: RunOptions): Promise<Encoded> {
    const byEnding = findFormat(extname(path).slice(1))?.name;
    const chosen = this.#draft.output.format === undefined && byEnding ? this.toFormat(byEnding) : this;
    const encoded = await chosen.run(options);
    await writeFile(path, encoded.data);
    return encoded;
  }

  /** The file with what it took to make it. */
  async run(options?: RunOptions): Promise<Encoded> {
    return encodedOf(await this.#do('file', options));
  }

  /** What an op such as `stats`, which must be the last one, says of the picture. */
  async toReport(options?: RunOptions): Promise<unknown> {
    const { data } = await this.run(options);
    return JSON.parse(new TextDecoder().decode(data));
  }

  /** The pixels, in the pixel type that the steps end in. */
  async toImage(options?: RunOptions): Promise<Image> {
    const { outputs } = await this.#do('samples', options);
    const [output] = outputs;
    if (output.kind !== 'samples') {
      throw new NoirError('invalid-parameter', 'A recipe that ends in a report has no pixels: use toReport');
    }
    return { ...output.shape, space: output.space, data: output.data };
  }

  async #do(wants: Job['wants'], { signal, timeout }: RunOptions = {}): Promise<Done> {
    const { runner, recipes } = this.#noir;
    const { input: reading, steps, output } = this.#draft;
    const input = sourceOf(await this.#read());
    const recipe = recipes.parse({ input: reading, steps, ...(wants === 'file' && { output }) });
    const files = await gatherFiles(recipe, this.#findFile);
    const timeLeft = timeout === undefined ? {} : { timeLeft: timeout };
    return expectDone(await runner.run(makeJob({ input, recipe, files, wants, ...timeLeft }), signal));
  }

  /** A file that was given in place of its name, else the one that lies at that path. */
  readonly #findFile: FindFile = async (name) => {
    const given = this.#draft.files.get(name);
    return given ? sourceOf(given) : findOnDisk(name);
  };
}

function isFile(value: unknown): value is Uint8Array | Image {
  return value instanceof Uint8Array || (isRecord(value) && 'data' in value);
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
