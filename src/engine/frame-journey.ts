/**
 * Takes the frames of a picture through the steps, block by block, up to the next step that needs all of them or to
 * the end, and then into the file. Each block takes the ways that a picture of one frame would take.
 */
import { type Carrier, giveBack, type HostCarrier, hostOf } from '../backends/leg.ts';
import { byteCount, type Image, type Picture, type Shape, sampleCount, shapeOf } from '../core/image.ts';
import { allocateSamples } from '../core/pixel.ts';
import { corrupt } from '../formats/checks.ts';
import type { Step } from '../recipe/recipe.ts';
import type { Timing } from './frames.ts';
import type { Opened } from './inputs.ts';
import { Journey, type Means, type Notes } from './journey.ts';
import { settleStep, waitingStep } from './stretches.ts';

/** Bytes of the frames that are decoded at once. 64 MiB are 20 frames of 1000 x 800 pixels. */
const BLOCK = 64 * 2 ** 20;

/** How many frames of a shape are decoded at once at most. */
export function framesAtOnce(shape: Shape): number {
  return Math.max(1, Math.floor(BLOCK / byteCount(shape)));
}

/**
 * How many frames of so many a block has. No block has a single one beside larger ones: a single frame may be resized by
 * libvips, and would differ from the others.
 */
function blockOf(shape: Shape, count: number): number {
  let size = framesAtOnce(shape);
  while (size > 1 && count % size === 1) size--;
  return size;
}

/** A source of frames that gives some at a time. */
interface Supply {
  readonly count: number;
  readonly shape: Shape;
  block(first: number, count: number): Opened['carrier'];
  /** The frames, if they are in memory. */
  readonly frames?: Picture['frames'];
}

export class FrameJourney {
  readonly #means: Means;
  readonly #timing: Timing;

  constructor(means: Means, timing: Timing) {
    this.#means = means;
    this.#timing = timing;
  }

  /** Resolves with the file. */
  async go(opened: Opened, steps: readonly Step[]): Promise<Carrier> {
    return this.#encode({ frames: await this.work(opened, steps), ...this.#timing });
  }

  /** Resolves with the frames in memory, after the steps. */
  async work(opened: Opened, steps: readonly Step[]): Promise<Picture['frames']> {
    const { run } = this.#means.context;
    let supply = supplyOf(opened);
    let [left, done] = [steps, 0];
    for (;;) {
      const waiting = waitingStep(left);
      const piece = waiting < 0 ? left : left.slice(0, waiting);
      const there = piece.length === 0 ? supply.frames : undefined;
      const frames = there ?? (await this.#workBlocks(supply, piece, done));
      const [step, ...rest] = left.slice(piece.length);
      if (!step) return frames;
      const settled = await settleStep(step, frames, run);
      this.#means.journal.settled(step.op.name);
      done += piece.length;
      left = [settled, ...rest];
      supply = supplyOfFrames(frames);
    }
  }

  /**
   * Runs the steps on all frames, and returns the frames one after another in memory. `first` is the number of the
   * first step.
   */
  async #workBlocks(supply: Supply, steps: readonly Step[], first: number): Promise<Picture['frames']> {
    const { run } = this.#means.context;
    const size = blockOf(supply.shape, supply.count);
    const journal = new OncePerWay(this.#means.journal);
    let stack: Stack | undefined;
    for (let at = 0; at < supply.count; at += size) {
      run.signal.throwIfAborted();
      const carrier = supply.block(at, Math.min(size, supply.count - at));
      const journey = new Journey({ ...this.#means, output: undefined, forFiles: false, journal });
      const host = (await journey.go({ carrier, shape: supply.shape }, steps, first)) as HostCarrier;
      stack ??= new Stack(shapeOf(host.picture.frames[0]), supply.count);
      for (const frame of host.picture.frames) stack.add(frame);
      giveBack(host);
    }
    return stack?.frames as unknown as Picture['frames'];
  }

  #encode(picture: Picture): Promise<Carrier> {
    const carrier: HostCarrier = { ...hostOf(picture.frames[0]), picture };
    return new Journey(this.#means).go({ carrier, shape: picture.frames[0] }, []);
  }
}

function supplyOf({ carrier, shape }: Opened): Supply {
  if (carrier.kind === 'host') return supplyOfFrames(carrier.picture.frames);
  const { first, count } = carrier.range ?? { first: 0, count: 1 };
  return {
    count,
    shape,
    block: (from, some) => ({ ...carrier, range: { first: first + from, count: some } }),
  };
}

function supplyOfFrames(frames: Picture['frames']): Supply {
  return {
    frames,
    count: frames.length,
    shape: shapeOf(frames[0]),
    block(first, count) {
      const some = frames.slice(first, first + count) as unknown as Picture['frames'];
      return { ...hostOf(some[0]), picture: { frames: some } };
    },
  };
}

/** Copies frames one after another into one buffer, as the encoders of libvips need them. */
class Stack {
  readonly frames: Image[] = [];
  readonly #shape: Shape;
  readonly #samples: Image['data'];

  constructor(shape: Shape, count: number) {
    this.#shape = shape;
    this.#samples = allocateSamples(shape.type, count * sampleCount(shape));
  }

  add(frame: Image): void {
    const { width, height, channels, type } = this.#shape;
    const alike = frame.width === width && frame.height === height;
    if (!alike || frame.channels !== channels || frame.type !== type) {
      throw corrupt('The frames of the picture have several shapes');
    }
    const start = this.frames.length * sampleCount(frame);
    const data = this.#samples.subarray(start, start + sampleCount(frame));
    data.set(frame.data);
    this.frames.push({ ...frame, data });
  }
}

/** Notes a way for the first block that goes it: an answer's way does not grow with its frames. */
class OncePerWay implements Notes {
  readonly #notes: Notes;
  readonly #seen = new Set<string>();

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  walked(...[ways, walked, encoded]: Parameters<Notes['walked']>): void {
    const { key } = walked.way;
    if (this.#seen.has(key) && !walked.failedOver) return;
    this.#seen.add(key);
    this.#notes.walked(ways, walked, encoded);
  }

  settled(name: string): void {
    this.#notes.settled(name);
  }
}
