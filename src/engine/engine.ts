import type { Backend, BackendName, DirectJob, DirectResult, Timings } from '../backends/backend.ts';
import { encodeFilteredPng } from '../coders/png/encoder.ts';
import { type Coders, openCoders } from '../coders/registry.ts';
import { NoirError } from '../core/errors.ts';
import { Gate } from '../core/gate.ts';
import { byteCount, checkImage, type Image, type Shape, shapeOf } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { FormatName, Output } from '../formats/format.ts';
import { readHeader } from '../formats/registry.ts';
import { OpSet } from '../ops/op-set.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import { parseRecipe, type Recipe, type Step } from '../recipe/recipe.ts';
import { openBackends } from './backends.ts';
import type { EngineOptions } from './config.ts';
import { type CodingModes, planDirect, withColors } from './direct.ts';
import { type FindFile, type FurtherPictures, findFurther } from './further.ts';
import { type Given, openInput } from './given.ts';
import { type Failed, Ladder, type Laddered, type OnFailure } from './ladder.ts';
import { castFor, type Report, reportOf, settleOutput } from './output.ts';
import { checkOwnOps } from './own-ops.ts';
import { runSettling } from './settling.ts';
import { afterShrinking } from './shrinking.ts';

/** A finished picture as bytes of a file, or what was found out about it as JSON. */
export interface Encoded {
  readonly data: Uint8Array;
  readonly format: FormatName | 'json';
  /** The picture that was encoded, or reported on. */
  readonly shape: Shape;
  /** Who did the steps; `none` when there were none. */
  readonly backend: BackendName | 'none';
  /** What decoded and what encoded: `jpeg-gpu, png-cpu`; `none` for a picture in memory, and for JSON. */
  readonly codec: string;
  readonly timings: Timings;
}

/** What a run may need beside the picture and the recipe. */
export interface RunOptions {
  /** The formats that may be sent when the recipe leaves the choice. */
  readonly accepted?: readonly FormatName[] | undefined;
  /** The files that the recipe names; none by default. */
  readonly files?: FindFile | undefined;
}

/** What a backend made of a picture, and of whose decoding. */
interface Made extends DirectResult {
  readonly shape: Shape;
  readonly backend: Encoded['backend'];
  readonly decodedBy: string;
}

const NO_FILES: FindFile = async () => undefined;

/** Runs recipes: decodes, hands the work to a backend, encodes. */
export class Engine {
  readonly limits: Limits;
  /** Every op that recipes may name. */
  readonly ops: OpSet;
  /** One line on what the engine runs on, for people. */
  readonly summary: string;
  readonly #coders: Coders;
  readonly #ladder: Ladder;
  readonly #memory: Gate;
  readonly #modes: CodingModes;
  #closing = false;

  private constructor(
    options: EngineOptions,
    coders: Coders,
    opened: { backends: Backend[]; ops: OpSet; summary: string },
    onFailure: OnFailure,
  ) {
    this.limits = options.limits;
    this.ops = opened.ops;
    this.summary = opened.summary;
    this.#coders = coders;
    this.#modes = options;
    this.#ladder = new Ladder(opened.backends, onFailure);
    this.#memory = new Gate(options.limits.totalBytes);
  }

  /** Throws when none of the backends asked for can be had here, and for ops of one's own that do not work. */
  static async open(options: EngineOptions, onFailure: OnFailure = () => {}): Promise<Engine> {
    const ops = new OpSet(options.ops);
    const coders = await openCoders(options.codecs);
    const opened = await openBackends(options);
    await checkOwnOps(ops.own, opened.backends);
    return new Engine(options, coders, { ...opened, ops }, onFailure);
  }

  /** Checks a recipe of unknown origin. Throws `invalid-parameter` with every fault in it. */
  parse(value: unknown): Recipe {
    return parseRecipe(value, this.limits, this.ops);
  }

  /**
   * Runs a recipe on the bytes of a file, or on a picture in memory, which becomes PNG unless told. Throws
   * `NoirError` for anything that a stranger can get wrong.
   */
  async run(
    input: Uint8Array | Image,
    recipe: Recipe,
    { accepted, files }: RunOptions = {},
  ): Promise<Encoded> {
    const given = openInput(input, this.#coders, this.limits);
    const possible = accepted?.filter((format) => this.#coders.encodes(format));
    const output = settleOutput(recipe.output, given, possible);
    const report = reportOf(recipe.steps);
    const further = await this.#findFurther(report ? recipe.steps.slice(0, -1) : recipe.steps, files);
    // Refuses what would fail later before a pixel is decoded.
    const expected = makePlan(further.steps, given.shape, this.limits);
    const leave = await this.#admit(expected);
    try {
      const cast = report ? [] : castFor(output.format, expected.output.type);
      const told = report ?? output;
      const failed: Failed = new Set();
      const direct = await this.#direct(input, further, cast, told, failed);
      if (direct) return await this.#finish(direct, told, {});
      return await this.#indirect(input, given, further, cast, told, failed);
    } finally {
      leave();
    }
  }

  /** Decodes a file without doing anything to it. */
  async decode(bytes: Uint8Array): Promise<Image> {
    const { limits } = this;
    return (await this.#coders.decode(bytes, readHeader(bytes, limits), { limits })).frames[0];
  }

  /** Runs steps on a picture in memory. The result belongs to the caller until it is released. */
  async process(image: Image, steps: readonly Step[], files?: FindFile): Promise<Laddered> {
    checkImage(image);
    checkShape(image, this.limits);
    const further = await this.#findFurther(steps, files);
    const leave = await this.#admit(makePlan(further.steps, image, this.limits));
    try {
      return await this.#work(await further.decode(), image);
    } finally {
      leave();
    }
  }

  /** Backends in the order in which they are asked, and whether one is taking a pause. */
  status(): ReturnType<Ladder['status']> {
    return this.#ladder.status();
  }

  /** Takes no more work, waits for what is in progress, and frees everything. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#memory.enter(Infinity);
    await this.#ladder.close();
  }

  #findFurther(steps: readonly Step[], find: FindFile = NO_FILES) {
    return findFurther(steps, { find, coders: this.#coders, limits: this.limits });
  }

  #work(steps: readonly Step[], image: Image, failed?: Failed): Promise<Laddered> {
    return runSettling(steps, image, this.limits, (plan, input) => this.#ladder.process(plan, input, failed));
  }

  /** The same without pixels in main memory, where a backend decodes JPEGs or encodes by itself. */
  async #direct(
    input: Uint8Array | Image,
    further: FurtherPictures,
    cast: readonly Step[],
    output: Output | Report,
    failed: Failed,
  ): Promise<Made | undefined> {
    // By shapes alone first: further pictures are decoded for what is going to happen only.
    const shaped = this.#plan(input, [...further.steps, ...cast], output);
    if (!shaped) return undefined;
    const steps = await further.decode();
    const job = steps === further.steps ? shaped : this.#plan(input, [...steps, ...cast], output);
    return this.#runDirect(job && (await withColors(job, this.#coders)), 'none', failed);
  }

  /** Decodes into main memory. What was decoded there may still be encoded by a backend. */
  async #indirect(
    input: Uint8Array | Image,
    given: Given,
    further: FurtherPictures,
    cast: readonly Step[],
    output: Output | Report,
    failed: Failed,
  ): Promise<Encoded> {
    const timings: Record<string, number> = {};
    const decoding = () => Promise.all([given.decode(), further.decode()]);
    const inMemory = !(input instanceof Uint8Array);
    const [image, steps] = await (inMemory ? decoding() : timed(timings, 'decode', decoding));
    checkShape(image, this.limits);
    const all = afterShrinking([...steps, ...cast], given.shape, image);
    const decodedBy = inMemory ? 'none' : `${given.format}-cpu`;
    // Of a picture that was in memory that was asked already.
    const job = inMemory ? undefined : this.#plan(image, all, output);
    const made = await this.#runDirect(job, decodedBy, failed);
    return this.#finish(made ?? madeOf(await this.#work(all, image, failed), decodedBy), output, timings);
  }

  #plan(input: Uint8Array | Image, steps: readonly Step[], output: Output | Report): DirectJob | undefined {
    if (!this.#ladder.codes) return undefined;
    return planDirect({
      modes: this.#modes,
      input,
      steps,
      output: typeof output === 'function' ? undefined : output,
      limits: this.limits,
      backendFor: (plan: Plan) => this.#ladder.directFor(plan),
    });
  }

  async #runDirect(job: DirectJob | undefined, decodedBy: string, failed: Failed): Promise<Made | undefined> {
    const done = job && (await this.#ladder.direct(job, failed));
    if (!done) return undefined;
    return { ...done, shape: job.plan.output, decodedBy: 'picture' in job.from ? 'jpeg-gpu' : decodedBy };
  }

  /** Encodes what a backend made, or reports on it, and gives its memory back. */
  async #finish(made: Made, output: Output | Report, before: Timings): Promise<Encoded> {
    const { image, file, rows, shape, backend, release, decodedBy } = made;
    const timings: Record<string, number> = { ...before, ...made.timings };
    const whose = { shape: shapeOf(shape), backend, timings };
    try {
      if (typeof output === 'function') {
        const told = await timed(timings, 'report', async () => output(image as Image));
        return { ...whose, data: jsonBytes(told), format: 'json', codec: `${decodedBy}, none` };
      }
      const { format, options } = output;
      const encode = () =>
        rows ? encodeFilteredPng(rows, options) : this.#coders.encode({ frames: [image as Image] }, output);
      const data = file ?? (await timed(timings, 'encode', encode));
      return { ...whose, data, format, codec: `${decodedBy}, ${format}-${image ? 'cpu' : 'gpu'}` };
    } finally {
      release();
    }
  }

  /** Waits until the plan's pictures fit beside those of the other jobs. */
  async #admit({ input, steps }: Plan): Promise<() => void> {
    if (this.#closing) throw new NoirError('shutting-down', 'The engine is closed');
    const further = new Set(steps.flatMap(({ others }) => others));
    const bytes =
      [...further].reduce((sum, shape) => sum + byteCount(shape), byteCount(input)) +
      Math.max(0, ...steps.map(({ output }) => byteCount(output)));
    if (!this.#memory.hasRoom(bytes) && this.#memory.waiting >= this.limits.queue) {
      throw new NoirError('busy', 'Too many pictures are waiting; try again in a second');
    }
    return this.#memory.enter(bytes);
  }
}

function madeOf(processed: Laddered, decodedBy: string): Made {
  return { ...processed, shape: processed.image, decodedBy };
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

async function timed<Result>(
  timings: Record<string, number>,
  name: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const begun = performance.now();
  try {
    return await run();
  } finally {
    timings[name] = performance.now() - begun;
  }
}
