import type { Backend, DirectJob, JpegFile, JpegTarget, PngTarget } from '../backends/backend.ts';
import type { PngOptions } from '../coders/png/bands.ts';
import type { Coders } from '../coders/registry.ts';
import { isNoirError } from '../core/errors.ts';
import { type Image, pixelCount, type Shape } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Output } from '../formats/format.ts';
import { readJpegFrame } from '../formats/jpeg/frame.ts';
import { shrunkExtent } from '../formats/jpeg/geometry.ts';
import { readJpegPicture } from '../formats/jpeg/scan.ts';
import { uprightExtent } from '../formats/orientation.ts';
import { FORMATS } from '../formats/registry.ts';
import type { Op } from '../ops/op.ts';
import { OPS } from '../ops/registry.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import type { Step } from '../recipe/recipe.ts';
import type { EngineOptions } from './config.ts';
import { afterShrinking, shrinkFor } from './shrinking.ts';

/** Who may code JPEGs, and filter the rows of PNGs: `auto` is the GPU where that is expected to be faster. */
export type CodingModes = Pick<EngineOptions, 'jpeg' | 'png'>;

/** Pixels from which on it pays to wake the GPU for coding alone. */
const WORTH_PIXELS = 250_000;

interface Request {
  readonly modes: CodingModes;
  readonly input: Uint8Array | Image;
  readonly steps: readonly Step[];
  readonly output: Output | undefined;
  readonly limits: Limits;
  /** The backend that would take a plan from and to compressed bytes; undefined for none. */
  backendFor(plan: Plan): Backend | undefined;
}

/**
 * The same work from the compressed bytes of a JPEG, into those of one or the filtered rows of a PNG, or both, where
 * a backend may do so and that is expected to pay. Undefined where the pixels go through main memory.
 */
export function planDirect(request: Request): DirectJob | undefined {
  const { modes, input, steps, output, limits, backendFor } = request;
  const target = output && targetOf(output);
  const encoded = target && ('rows' in target ? modes.png : modes.jpeg);
  if (input instanceof Uint8Array ? modes.jpeg === 'cpu' : !target) return undefined;
  if (steps.some(({ op, params }) => op.settle?.(params))) return undefined;
  const opened = input instanceof Uint8Array ? openJpeg(input, limits) : input;
  if (!opened) return undefined;
  const { from, shape, before, after } =
    'picture' in opened ? shrinkFile(opened, steps) : asIs(opened, steps);
  const plan = makePlan([...before, ...after], shape, limits, { first: -before.length });
  const backend = backendFor(plan);
  if (!backend) return undefined;
  const stored = 'picture' in opened ? opened.shape : opened;
  const pixels = Math.max(pixelCount(stored), pixelCount(plan.output));
  const pays = (mode: CodingModes['png'] = 'auto') =>
    mode === 'gpu' || (mode === 'auto' && backend.fast === true && pixels >= WORTH_PIXELS);
  if ('picture' in from && !pays(modes.jpeg)) return undefined;
  const to = target && pays(encoded) && backend.encodes?.(plan, target) ? target : undefined;
  // Pixels that come from main memory and go there are no business of this way.
  return 'picture' in from || to ? { plan, from, to } : undefined;
}

/** The job with what turns a JPEG's samples to sRGB, where they are something else. Undefined where nobody knows. */
export async function withColors(
  job: DirectJob,
  coders: Pick<Coders, 'colors'>,
): Promise<DirectJob | undefined> {
  const { from } = job;
  if (!('picture' in from)) return job;
  const { bytes, picture, profile } = from;
  const inks = picture.components.length === 4;
  if (!inks && profile !== 'other') return job;
  const colors = await coders.colors(bytes, inks ? 4 : 3);
  return colors && { ...job, from: { ...from, colors } };
}

interface OpenedJpeg extends JpegFile {
  /** As stored. */
  readonly shape: Shape;
  readonly orientation: number;
}

/** What the steps work on. */
interface Source {
  readonly from: DirectJob['from'];
  /** As it comes from the decoder. */
  readonly shape: Shape;
  /** The steps that turn it upright, and those that were asked for. */
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}

function asIs(image: Image, steps: readonly Step[]): Source {
  return { from: image, shape: image, before: [], after: steps };
}

/** As the CPU's way has it: a picture that becomes much smaller is decoded smaller, by its upright extent. */
function shrinkFile({ shape, orientation, ...file }: OpenedJpeg, steps: readonly Step[]): Source {
  const upright = { ...shape, ...uprightExtent(shape, orientation) };
  const shrink = shrinkFor('jpeg', upright, steps);
  return {
    from: { ...file, shrink },
    shape: { ...shape, ...shrunkExtent(shape, shrink) },
    before: turns(orientation),
    after: afterShrinking(steps, upright, shrunkExtent(upright, shrink)),
  };
}

/** A JPEG in colours or inks, or in gray that is sRGB's; gray with another profile is a matter for the CPU. */
function openJpeg(bytes: Uint8Array, limits: Limits): OpenedJpeg | undefined {
  if (!FORMATS.jpeg.sniff(bytes)) return undefined;
  const frame = readJpegFrame(bytes, limits);
  const { width, height, components, orientation, profile } = frame;
  if (profile === 'other' && components === 1) return undefined;
  const shape = { width, height, channels: components === 1 ? 1 : 3, type: 'u8' } as const;
  const picture = readTables(bytes, limits, frame);
  return picture && { bytes, picture, shape, orientation, profile };
}

/** Undefined for tables that are refused here: libjpeg takes some of these, and has the last word. */
function readTables(...file: Parameters<typeof readJpegPicture>): JpegFile['picture'] | undefined {
  try {
    return readJpegPicture(...file);
  } catch (error) {
    if (isNoirError(error)) return undefined;
    throw error;
  }
}

/** The moves that turn a stored picture upright, by its EXIF orientation. */
function turns(orientation: number): Step[] {
  const { flip, flop, rotate } = OPS;
  const turn = (angle: number) => stepOf(rotate, { angle });
  const moves: Readonly<Record<number, Step[]>> = {
    2: [stepOf(flop)],
    3: [turn(180)],
    4: [stepOf(flip)],
    5: [stepOf(flip), turn(90)],
    6: [turn(90)],
    7: [stepOf(flop), turn(90)],
    8: [turn(270)],
  };
  return moves[orientation] ?? [];
}

function stepOf(op: Pick<Op, 'params'>, values = {}): Step {
  return { op: op as Op, params: op.params.parse(values) };
}

/**
 * What a backend can do of the options: a sequential JPEG; rows of a sequential PNG, unless they
 * are not to be filtered, or stored as they are, which gains nothing from it.
 */
function targetOf({ format, options }: Output): JpegTarget | PngTarget | undefined {
  if (options.progressive) return undefined;
  if (format === 'png') {
    const { compressionLevel, adaptiveFiltering } = options as PngOptions;
    return (adaptiveFiltering ?? compressionLevel !== 0) ? { rows: 'filtered' } : undefined;
  }
  if (format !== 'jpeg' || options.mozjpeg) return undefined;
  const { quality, chromaSubsampling, optimiseCoding } = options as unknown as JpegTarget;
  return { quality, chromaSubsampling, optimiseCoding };
}
