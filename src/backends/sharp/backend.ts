import type { Sharp } from 'sharp';
import { type Image, type Shape, sampleCount } from '../../core/image.ts';
import { SAMPLE_BYTES, viewSamples } from '../../core/pixel.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import type { Backend, Processed } from '../backend.ts';

type SharpModule = typeof import('sharp').default;

/** Runs the steps that libvips does the same way, through sharp. */
export class SharpBackend implements Backend {
  readonly name = 'sharp';
  readonly description: string;
  readonly #sharp: SharpModule;

  private constructor(sharp: SharpModule) {
    this.#sharp = sharp;
    this.description = `sharp ${sharp.versions.sharp ?? ''}, libvips ${sharp.versions.vips}`;
  }

  /** Undefined when sharp cannot be loaded here. */
  static async open(): Promise<SharpBackend | undefined> {
    try {
      return new SharpBackend((await import('sharp')).default);
    } catch {
      return undefined;
    }
  }

  supports({ steps }: Plan): boolean {
    return steps.every((step) => this.#lower(step, this.#blank(step.input)) !== undefined);
  }

  /** One pipeline for each step: inside of one, libvips' order counts rather than the caller's. */
  async process({ steps }: Plan, image: Image): Promise<Processed> {
    const begun = performance.now();
    let current = image;
    for (const step of steps) current = await this.#run(step, current);
    return { image: current, timings: { sharp: performance.now() - begun }, release: () => {} };
  }

  async close(): Promise<void> {}

  async #run(step: PlannedStep, image: Image): Promise<Image> {
    const { width, height, channels } = image;
    const raw = { width, height, channels };
    const lowered = this.#lower(step, this.#sharp(image.data as Uint8Array, { raw }));
    if (!lowered) throw new Error(`sharp has no ${step.op.name}`);
    const { output } = step;
    const data = await exportRaw(lowered, output);
    const aligned = data.byteOffset % SAMPLE_BYTES[output.type] === 0 ? data : Buffer.from(data);
    if (aligned.byteLength !== sampleCount(output) * SAMPLE_BYTES[output.type]) {
      throw new Error(`sharp gave ${aligned.byteLength} bytes for ${step.op.name}`);
    }
    const samples = viewSamples(output.type, aligned.buffer, aligned.byteOffset, sampleCount(output));
    return { ...output, space: image.space, data: samples };
  }

  #lower({ op, params, input }: PlannedStep, pipeline: Sharp): Sharp | undefined {
    return op.sharp?.(pipeline, params, input);
  }

  /** A pipeline to ask an op whether it has a lowering; nothing runs in it. */
  #blank({ channels }: Shape): Sharp {
    return this.#sharp(new Uint8Array(channels), { raw: { width: 1, height: 1, channels } });
  }
}

/** Raw samples in the shape's layout: sharp would widen gray, and narrow 16 bits, by itself. */
async function exportRaw(pipeline: Sharp, { channels, type }: Shape): Promise<Buffer> {
  if (type === 'u16') {
    const space = channels < 3 ? 'grey16' : 'rgb16';
    return pipeline.toColourspace(space).raw({ depth: 'ushort' }).toBuffer();
  }
  if (channels >= 3) return pipeline.raw().toBuffer();
  if (channels === 1) return pipeline.toColourspace('b-w').raw().toBuffer();
  // Its 8-bit gray loses alpha, its RGB keeps it: every channel but red and alpha goes.
  const wide = await pipeline.raw().toBuffer();
  const narrow = Buffer.alloc(wide.length / 2);
  for (let pixel = 0; pixel < wide.length / 4; pixel++) {
    narrow[2 * pixel] = wide[4 * pixel] as number;
    narrow[2 * pixel + 1] = wide[4 * pixel + 3] as number;
  }
  return narrow;
}
