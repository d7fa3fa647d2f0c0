/** libvips as a backend, through sharp. */
import type { Sharp } from 'sharp';
import { loadSharp, type Sharp as SharpModule } from '../../coders/sharp/load.ts';
import { callLibvips } from '../../coders/sharp/turns.ts';
import type { Costs, Features } from '../../core/costs.ts';
import { type Image, type Shape, sampleCount } from '../../core/image.ts';
import { SAMPLE_BYTES, viewSamples } from '../../core/pixel.ts';
import type { Run } from '../../core/run.ts';
import { featuresOf } from '../../plan/features.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import type { Backend, ImageResult } from '../backend.ts';
import { apply, callsOf } from './calls.ts';
import { PIPELINE, stepTime } from './costs.ts';

/** Runs a step in libvips if libvips gives the same result, and otherwise in a second backend. So any plan runs. */
export class SharpBackend implements Backend {
  readonly name = 'sharp';
  readonly description: string;
  readonly #sharp: SharpModule;
  readonly #others: Backend | undefined;

  private constructor(sharp: SharpModule, others: Backend | undefined) {
    this.#sharp = sharp;
    this.#others = others;
    this.description = `sharp ${sharp.versions.sharp ?? ''}, libvips ${sharp.versions.vips}`;
  }

  /**
   * Returns undefined when sharp cannot be loaded. Without `others`, only plans that libvips can run entirely are
   * supported.
   */
  static async open(others?: Backend): Promise<SharpBackend | undefined> {
    const sharp = await loadSharp();
    return sharp && new SharpBackend(sharp, others);
  }

  supports({ steps }: Plan): boolean {
    return this.#others !== undefined || steps.every(lowers);
  }

  /**
   * Infinity when the other backend should run the plan alone: libvips does none of the steps, or the kernels
   * finish before libvips would have opened a pipeline.
   */
  expects(plan: Plan, costs: Costs): number {
    const least = this.#others?.expects?.(plan, costs);
    if (least !== undefined && least < costs.time(this.name, PIPELINE)) return Number.POSITIVE_INFINITY;
    let total = 0;
    let lowered = false;
    for (const step of plan.steps) {
      const here = lowers(step);
      total += here ? stepTime(step, costs) : (this.#others?.expects?.(alone(step), costs) ?? 0);
      lowered ||= here;
    }
    return lowered ? total : Number.POSITIVE_INFINITY;
  }

  /** Expected milliseconds of a plan of which libvips does nothing. Infinity without a second backend. */
  expectsOfOthers(plan: Plan, costs: Costs): number {
    return this.#others?.expects?.(plan, costs) ?? Number.POSITIVE_INFINITY;
  }

  features(step: PlannedStep): Features {
    return featuresOf(step);
  }

  /** Uses one pipeline per step, because a pipeline runs its operations in sharp's order, not in the caller's. */
  async process({ steps }: Plan, image: Image, run?: Run): Promise<ImageResult> {
    const begun = performance.now();
    let current = resultOf(image);
    try {
      for (const step of steps) {
        const next = await this.#step(step, current.image, run);
        current.release();
        current = next;
      }
    } catch (error) {
      current.release();
      throw error;
    }
    return { ...current, timings: { sharp: performance.now() - begun } };
  }

  async close(): Promise<void> {}

  async #step(step: PlannedStep, image: Image, run?: Run): Promise<ImageResult> {
    if (lowers(step)) return resultOf(await this.#run(step, image, run));
    if (!this.#others)
      throw new Error(`libvips does not do ${step.op.name} on this picture as Noir defines it`);
    return this.#others.process(alone(step), image, run);
  }

  async #run(step: PlannedStep, image: Image, run?: Run): Promise<Image> {
    const { width, height, channels } = image;
    const { output } = step;
    const pipeline = this.#sharp(image.data as Uint8Array, { raw: { width, height, channels } });
    const lowered = apply(pipeline, callsOf(step) ?? []);
    const data = await callLibvips(() => exportRaw(lowered, output), run);
    const aligned = data.byteOffset % SAMPLE_BYTES[output.type] === 0 ? data : Buffer.from(data);
    if (aligned.byteLength !== sampleCount(output) * SAMPLE_BYTES[output.type]) {
      throw new Error(`sharp gave ${aligned.byteLength} bytes for ${step.op.name}`);
    }
    const samples = viewSamples(output.type, aligned.buffer, aligned.byteOffset, sampleCount(output));
    return { ...output, space: image.space, data: samples };
  }
}

/** A result that owns its memory. */
function resultOf(image: Image): ImageResult {
  return { kind: 'image', image, timings: {}, release: () => {} };
}

/** Whether libvips gives the op's result on raw pixels. */
function lowers(step: PlannedStep): boolean {
  return callsOf(step) !== undefined;
}

/** A plan of one step, for a backend that does not read passes. */
function alone(step: PlannedStep): Plan {
  const { input, output } = step;
  return { input, output, steps: [step], groups: [[step]], passes: [] };
}

/** Exports raw samples in the shape's layout. By default sharp would turn gray into RGB and 16 bits into 8. */
async function exportRaw(pipeline: Sharp, { channels, type }: Shape): Promise<Buffer> {
  if (type === 'u16') {
    const space = channels < 3 ? 'grey16' : 'rgb16';
    return pipeline.toColourspace(space).raw({ depth: 'ushort' }).toBuffer();
  }
  if (channels >= 3) return pipeline.raw().toBuffer();
  if (channels === 1) return pipeline.toColourspace('b-w').raw().toBuffer();
  // sharp's 8-bit gray drops alpha, its RGB keeps it. So export RGBA, and keep red and alpha.
  const wide = await pipeline.raw().toBuffer();
  const narrow = Buffer.alloc(wide.length / 2);
  for (let pixel = 0; pixel < wide.length / 4; pixel++) {
    narrow[2 * pixel] = wide[4 * pixel] as number;
    narrow[2 * pixel + 1] = wide[4 * pixel + 3] as number;
  }
  return narrow;
}
