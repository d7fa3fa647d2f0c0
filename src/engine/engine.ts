import type { Backend, BackendName, Timings } from '../backends/backend.ts';
import type { FormatName, Header, Output } from '../codecs/codec.ts';
import { type Codecs, openCodecs } from '../codecs/open.ts';
import { uprightExtent } from '../codecs/orient.ts';
import { readHeader } from '../codecs/registry.ts';
import { NoirError } from '../core/errors.ts';
import { Gate } from '../core/gate.ts';
import { byteCount, checkImage, type Image, type Shape, shapeOf } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import type { Recipe, Step } from '../plan/recipe.ts';
import { openBackends } from './backends.ts';
import type { EngineOptions } from './config.ts';
import { Ladder, type Laddered, type OnFailure } from './ladder.ts';
import { castFor, settleOutput } from './output.ts';

/** A finished picture as bytes of a file. */
export interface Encoded {
  readonly data: Uint8Array;
  readonly format: FormatName;
  /** The picture that was encoded. */
  readonly shape: Shape;
  /** Who did the steps; `none` when there were none. */
  readonly backend: BackendName | 'none';
  readonly timings: Timings;
}

/** Runs recipes: decodes, hands the work to a backend, encodes. */
export class Engine {
  readonly limits: Limits;
  /** One line on what the engine runs on, for people. */
  readonly summary: string;
  readonly #codecs: Codecs;
  readonly #ladder: Ladder;
  readonly #memory: Gate;
  #closing = false;

  private constructor(
    options: EngineOptions,
    codecs: Codecs,
    opened: { backends: Backend[]; summary: string },
    onFailure: OnFailure,
  ) {
    this.limits = options.limits;
    this.summary = opened.summary;
    this.#codecs = codecs;
    this.#ladder = new Ladder(opened.backends, onFailure);
    this.#memory = new Gate(options.limits.totalBytes);
  }

  /** Throws when none of the backends asked for can be had here. */
  static async open(options: EngineOptions, onFailure: OnFailure = () => {}): Promise<Engine> {
    const codecs = await openCodecs(options.codecs);
    return new Engine(options, codecs, await openBackends(options), onFailure);
  }

  /**
   * Runs a recipe on the bytes of a file. `accepted` are the formats that may be sent when the recipe
   * leaves the choice. Throws `NoirError` for anything that a stranger can get wrong.
   */
  async run(bytes: Uint8Array, recipe: Recipe, accepted?: readonly FormatName[]): Promise<Encoded> {
    const header = readHeader(bytes, this.limits);
    const possible = accepted?.filter((format) => this.#codecs.encodes(format));
    const output = settleOutput(recipe.output, header, possible);
    const planFor = (shape: Shape) => this.#plan(recipe.steps, shape, output.format);
    // Refuses what would fail later before a pixel is decoded.
    const expected = planFor(upright(header));
    const leave = await this.#admit(expected);
    try {
      const timings: Record<string, number> = {};
      const image = await timed(timings, 'decode', () => this.#codecs.decode(bytes, header, this.limits));
      checkShape(image, this.limits);
      return await this.#finish(await this.#ladder.process(planFor(image), image), output, timings);
    } finally {
      leave();
    }
  }

  /** Decodes a file without doing anything to it. */
  async decode(bytes: Uint8Array): Promise<Image> {
    return this.#codecs.decode(bytes, readHeader(bytes, this.limits), this.limits);
  }

  /** Runs steps on a picture in memory. The result belongs to the caller until it is released. */
  async process(image: Image, steps: readonly Step[]): Promise<Laddered> {
    checkImage(image);
    checkShape(image, this.limits);
    const plan = makePlan(steps, image, this.limits);
    const leave = await this.#admit(plan);
    try {
      return await this.#ladder.process(plan, image);
    } finally {
      leave();
    }
  }

  /** Encodes a picture in memory, after a change of pixel type where the format needs one. */
  async encode(image: Image, output: Recipe['output']): Promise<Encoded> {
    const settled = settleOutput(output, { format: 'png' });
    return this.#finish(await this.process(image, castFor(settled.format, image.type)), settled, {});
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

  #plan(steps: readonly Step[], input: Shape, format: FormatName): Plan {
    const plan = makePlan(steps, input, this.limits);
    const cast = castFor(format, plan.output.type);
    return cast.length === 0 ? plan : makePlan([...steps, ...cast], input, this.limits);
  }

  /** Encodes what a backend made, and gives its memory back. */
  async #finish(processed: Laddered, output: Output, before: Timings): Promise<Encoded> {
    const { image, backend, release } = processed;
    const timings: Record<string, number> = { ...before, ...processed.timings };
    try {
      const data = await timed(timings, 'encode', () => this.#codecs.encode(image, output));
      return { data, format: output.format, shape: shapeOf(image), backend, timings };
    } finally {
      release();
    }
  }

  /** Waits until the plan's pictures fit beside those of the other jobs. */
  async #admit({ input, steps }: Plan): Promise<() => void> {
    if (this.#closing) throw new NoirError('shutting-down', 'The engine is closed');
    const bytes = byteCount(input) + Math.max(0, ...steps.map(({ output }) => byteCount(output)));
    if (!this.#memory.hasRoom(bytes) && this.#memory.waiting >= this.limits.queue) {
      throw new NoirError('busy', 'Too many pictures are waiting; try again in a second');
    }
    return this.#memory.enter(bytes);
  }
}

/** The shape that a file has once it is decoded and turned by its EXIF orientation. */
function upright(header: Header): Shape {
  return { ...uprightExtent(header, header.orientation), channels: header.channels, type: header.type };
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
