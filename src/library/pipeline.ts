/** The pipeline of the library: every op and every format is a method, and nothing runs before a `to…` method. */
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { invalidParameters } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import { encodedOf, encodedOutputs } from '../engine/encoded.ts';
import { writeError } from '../engine/file-error.ts';
import type { Done } from '../engine/job.ts';
import type { FormatName } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { listOps } from '../ops/registry.ts';
import { isRecord, show } from '../recipe/faults.ts';
import type { Keep } from '../recipe/keep.ts';
import { nameParameters } from './call.ts';
import { addStep, type Draft, newBranch } from './draft.ts';
import { formatOfEnding } from './ending.ts';
import type { OpenInput } from './input.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import type { CompositeOptions, FormatMethods, FormatOptions, OpMethods } from './methods/index.ts';
import {
  asBuffer,
  type Described,
  describedOf,
  mediaType,
  type Result,
  resultOf,
  samplesOf,
  streamOf,
} from './result.ts';
import { type RunOptions, readRunOptions, recordOf } from './run-options.ts';
import { refuseOverwriting, replaceFile } from './save.ts';
import { callsOf, type OverlayOf } from './sharp-calls.ts';
import { addSharpOnly, refuseDepth, refuseSharpOptions } from './sharp-only.ts';
import { carryOut, type Wants, type Workplace } from './work.ts';

/** Every op is a method, and so is every output format; both come from the registries. */
export interface Pipeline extends OpMethods<Pipeline>, FormatMethods<Pipeline> {}

/** Options for writing a file. */
export interface WriteOptions extends RunOptions {
  /** Whether the pipeline may overwrite a file that it reads. Defaults to false. */
  readonly force?: boolean | null | undefined;
}

/** Options for a result in memory. */
export interface BufferOptions extends RunOptions {
  /** Whether to resolve with the bytes and their description, as sharp does. Defaults to false. */
  readonly resolveWithObject?: boolean | null | undefined;
}

/** One of several overlays, for `composite`. */
export type Overlay = OverlayOf<CompositeOptions>;

/** Adds the steps and the format of one of several outputs. */
export type Branch = (pipeline: Pipeline) => Pipeline;

/** Steps on one picture, in the order written. Nothing runs before one of the `to…` methods, `run` or `outputs`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are added below, one for each op
export class Pipeline {
  readonly #place: Workplace;
  readonly #input: OpenInput;
  readonly #draft: Draft;

  constructor(place: Workplace, input: OpenInput, draft: Draft) {
    this.#place = place;
    this.#input = input;
    this.#draft = draft;
  }

  /** A new pipeline with one more step. Parameters are checked when the pipeline runs. */
  step(name: string, parameters: object = {}): Pipeline {
    // JavaScript may give anything. A name that is no text is refused with the recipe.
    const op = typeof name === 'string' ? this.#place.recipes.ops.find(name) : undefined;
    const given = isRecord(parameters) ? parameters : recordOf(parameters);
    return this.#with(addStep(this.#draft, { name, op, parameters: given }));
  }

  /** A new pipeline that encodes to the format. */
  toFormat<Name extends FormatName>(format: Name, options?: FormatOptions[Name]): Pipeline;
  toFormat(format: 'auto', options?: { readonly quality?: number | undefined }): Pipeline;
  toFormat(format: string, options: object = {}): Pipeline {
    const { keep } = this.#draft.output;
    const output = { ...recordOf(options), format, ...(keep !== undefined && { keep }) };
    return this.#with({ ...this.#draft, output, raw: false });
  }

  /**
   * A new pipeline that gives its file the input's ICC profile. The samples stay as they are stored, as in sharp: steps
   * work on them unconverted. Where the output cannot have the profile, they are converted to sRGB as always.
   */
  keepIccProfile(): Pipeline {
    return this.#keep('icc');
  }

  /** A new pipeline that keeps the input's EXIF, without its position, thumbnail and maker's notes. */
  keepExif(): Pipeline {
    return this.#keep('exif');
  }

  /** A new pipeline that keeps the profile, XMP, IPTC, and EXIF with its position. */
  keepMetadata(): Pipeline {
    return this.#keep('all');
  }

  /**
   * A new pipeline that returns samples only: interleaved by pixel, rows from the top without padding, in the pixel
   * type of the last step and the byte order of the machine. `cast` before it chooses the type.
   */
  raw(...given: readonly never[]): Pipeline {
    refuseDepth(given);
    return this.#with({ ...this.#draft, output: {}, raw: true });
  }

  /** The same pipeline: one never changes, so any number of others may go on from it. */
  clone(): Pipeline {
    return this;
  }

  /**
   * The bytes of a file in the format asked for; by default in the input's own format, or PNG. With
   * `resolveWithObject` also what `run` says of them, as `info`.
   */
  toBuffer(options: BufferOptions & { readonly resolveWithObject: true }): Promise<Described>;
  toBuffer(options?: BufferOptions | null): Promise<Buffer<ArrayBuffer>>;
  async toBuffer(options?: BufferOptions | null): Promise<Buffer<ArrayBuffer> | Described> {
    const { resolveWithObject, ...others } = recordOf(options);
    const result = await this.run(others);
    return resolveWithObject ? describedOf(result) : asBuffer(result);
  }

  /** The bytes of a file with its media type. */
  async toBlob(options?: RunOptions | null): Promise<Blob> {
    const { data, format } = await this.run(options);
    return new Blob([data], { type: mediaType(format) });
  }

  /** A stream of the bytes of a file. The work begins with the first read, and is cancelled when the stream is destroyed. */
  toStream(options?: RunOptions | null): Readable {
    return streamOf((signal) => this.toBuffer({ ...options, signal }), options?.signal ?? undefined);
  }

  /**
   * Writes a file. Without a format, the name's ending decides. Throws `invalid-parameter` when the ending is unknown
   * or belongs to another format than the one asked for, and when the pipeline reads the file itself, unless `force`
   * is given.
   */
  async toFile(path: string | URL, given?: WriteOptions | null): Promise<Result> {
    const { force = false, ...options } = recordOf(given);
    const file = typeof path === 'string' ? path : fileURLToPath(path);
    const chosen = this.#forEnding(file);
    if (!force) await refuseOverwriting(file, this.#paths(), 'give { force: true } to allow it');
    const result = await chosen.run(options);
    await replaceFile(file, result.data).catch((error) => {
      throw writeError(file, error);
    });
    return result;
  }

  /**
   * The file, with the backends, coders and times that made it.
   *
   * Like all methods that begin the work, it rejects with a `NoirError`: `invalid-parameter` names all faults of the steps
   * at once; `not-found` is a file that is not there; codes such as `unsupported-format`, `corrupt-image` and `pixel-limit`
   * are about the picture; `cancelled` and `deadline` come from `signal` and `timeout`. `docs/errors.md` lists all codes.
   */
  async run(options?: RunOptions | null): Promise<Result> {
    if (!this.#draft.raw) return resultOf(encodedOf(await this.#do('file', options)));
    return samplesOf(await this.#do('samples', options));
  }

  /**
   * Several files of one decoding. The steps so far run once; each function adds steps and a format of its own to the
   * pipeline that it is given. Resolves with the results in a list, or by name for an object of functions. One output
   * that fails rejects the promise, with an error that says which one it was.
   *
   * @example
   * const { large, small } = await noir('photo.jpg')
   *   .resize(1600)
   *   .outputs({ large: (p) => p.avif(), small: (p) => p.resize(400).webp() });
   */
  async outputs<const Branches extends readonly Branch[] | Readonly<Record<string, Branch>>>(
    branches: Branches,
    options?: RunOptions | null,
  ): Promise<{ -readonly [Name in keyof Branches]: Result }> {
    if (!Array.isArray(branches) && !isRecord(branches)) {
      const reason = `expected a list or an object of functions, received ${show(branches)}`;
      throw invalidParameters([{ pointer: '/outputs', reason }]);
    }
    const isList = Array.isArray(branches);
    const entries = Object.entries<Branch>(branches as Readonly<Record<string, Branch>>);
    let last = this.#draft;
    const outputs = entries.map(([name, grow], index) => {
      last = this.#grow(grow, newBranch(this.#draft, index, last));
      return { ...(!isList && { name }), steps: last.steps, output: last.output };
    });
    const { files, paths } = last;
    const done = await this.#with({ ...this.#draft, files, paths, outputs }).#do('file', options);
    const results = encodedOutputs(done).map(resultOf);
    const made = isList ? results : Object.fromEntries(entries.map(([name], at) => [name, results[at]]));
    return made as { -readonly [Name in keyof Branches]: Result };
  }

  /** The report of an op such as `stats`, which must be the last step. Rejects with `invalid-parameter` if it is not. */
  async toReport(options?: RunOptions | null): Promise<unknown> {
    const { data } = encodedOf(await this.#do('report', options));
    return JSON.parse(new TextDecoder().decode(data));
  }

  /** The pixels, in the pixel type of the last step. */
  async toImage(options?: RunOptions | null): Promise<Image> {
    const { outputs } = await this.#do('samples', options);
    const [output] = outputs;
    if (output.kind !== 'samples') throw new Error('the job asked for samples');
    return { ...output.shape, space: output.space, data: output.data };
  }

  /** Metadata of the input's file, as sharp's `metadata`. Decodes nothing and ignores the steps. */
  async metadata(...given: readonly never[]): Promise<Metadata> {
    readRunOptions(given[0]);
    const { recipes } = this.#place;
    refuseSharpOptions(this.#draft.input);
    const { input } = recipes.parse({ input: this.#draft.input });
    return readMetadata(await this.#input.read(), recipes.limits, input);
  }

  #keep(what: Keep): Pipeline {
    const { keep = [], ...output } = this.#draft.output as { readonly keep?: readonly Keep[] };
    return this.#with({ ...this.#draft, output: { ...output, keep: [...new Set([...keep, what])] } });
  }

  /** The draft of a branch, as the caller's function has grown it. */
  #grow(grow: Branch, draft: Draft): Draft {
    const grown: unknown = typeof grow === 'function' ? grow(this.#with(draft)) : undefined;
    const { place } = draft;
    if (this.#draft.raw || (grown instanceof Pipeline && grown.#draft.raw)) {
      throw invalidParameters([{ pointer: place, reason: 'outputs are files: leave out raw()' }]);
    }
    if (grown instanceof Pipeline && grown.#input === this.#input && grown.#draft.place === place) {
      return grown.#draft;
    }
    const reason = 'expected a function that returns the pipeline it was given, with steps and a format';
    throw invalidParameters([{ pointer: place, reason }]);
  }

  /** Paths of the files that the pipeline reads. */
  #paths(): readonly string[] {
    const { path } = this.#input;
    return path === undefined ? this.#draft.paths : [path, ...this.#draft.paths];
  }

  /** The pipeline with the format of a file's ending, if the ending decides. */
  #forEnding(file: string): Pipeline {
    const { raw, steps, output } = this.#draft;
    if (raw) return this;
    const last = this.#place.recipes.ops.find(String(steps.at(-1)?.op));
    const format = formatOfEnding(file, { format: output.format, report: last?.report && last.name });
    return format ? this.#with({ ...this.#draft, output: { ...output, format: format.name } }) : this;
  }

  #do(wants: Wants, options: unknown): Promise<Done> {
    return carryOut(this.#place, { input: this.#input, draft: this.#draft, wants }, options);
  }

  #with(draft: Draft): Pipeline {
    return new Pipeline(this.#place, this.#input, draft);
  }
}

for (const op of listOps()) {
  const method = function (this: Pipeline, ...values: unknown[]): Pipeline {
    return callsOf(op.name, values).reduce<Pipeline>(
      (pipeline, call) => pipeline.step(op.name, nameParameters(op, call)),
      this,
    );
  };
  for (const spelling of [op.name, ...op.aliases])
    Object.defineProperty(Pipeline.prototype, spelling, { value: method });
}

for (const format of Object.keys(FORMATS) as FormatName[]) {
  const method = function (this: Pipeline, options?: object): Pipeline {
    return this.toFormat(format, options);
  };
  Object.defineProperty(Pipeline.prototype, format, { value: method });
}

addSharpOnly(Pipeline.prototype);
