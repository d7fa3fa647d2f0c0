import type { Backend, DirectJob, JpegFile, JpegTarget } from '../backends/backend.ts';
import type { Output } from '../codecs/codec.ts';
import { readJpegFrame } from '../codecs/jpeg/frame.ts';
import { readJpegPicture } from '../codecs/jpeg/scan.ts';
import { FORMATS } from '../codecs/registry.ts';
import { isNoirError } from '../core/errors.ts';
import type { Image, Shape } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Op } from '../ops/op.ts';
import { OPS } from '../ops/registry.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import type { Step } from '../plan/recipe.ts';
import type { EngineOptions } from './config.ts';

/** Who may decode and encode JPEGs: `auto` is the GPU where that is expected to be faster. */
export type JpegMode = EngineOptions['jpeg'];

/** Pixels from which on it pays to wake the GPU for a JPEG alone. */
const WORTH_PIXELS = 250_000;

interface Request {
  readonly mode: JpegMode;
  readonly input: Uint8Array | Image;
  readonly steps: readonly Step[];
  readonly output: Output | undefined;
  readonly limits: Limits;
  /** The backend that would take a plan from and to compressed bytes; undefined for none. */
  backendFor(plan: Plan): Backend | undefined;
}

/**
 * The same work from the compressed bytes, into compressed bytes, or both, where a backend may decode or encode
 * the JPEG by itself and that is expected to pay. Undefined where the pixels go through main memory.
 */
export function planDirect(request: Request): DirectJob | undefined {
  const { mode, input, steps, output, limits, backendFor } = request;
  if (mode === 'cpu' || steps.some(({ op, params }) => op.settle?.(params))) return undefined;
  const from = input instanceof Uint8Array ? openJpeg(input, limits) : input;
  if (!from) return undefined;
  const before = 'picture' in from ? turns(from.orientation) : [];
  const shape = 'picture' in from ? from.shape : from;
  const plan = makePlan([...before, ...steps], shape, limits, { first: -before.length });
  const backend = backendFor(plan);
  if (!backend || (mode === 'auto' && !(backend.fast && pixelsOf(plan) >= WORTH_PIXELS))) return undefined;
  const target = output && targetOf(output);
  const to = target && backend.encodes?.(plan, target) ? target : undefined;
  // Pixels that come from main memory and go there are no business of this way.
  return 'picture' in from || to ? { plan, from, to } : undefined;
}

function pixelsOf({ input, output }: Plan): number {
  return Math.max(input.width * input.height, output.width * output.height);
}

interface OpenedJpeg extends JpegFile {
  readonly shape: Shape;
  readonly orientation: number;
}

/** A JPEG whose samples mean sRGB; profiles are a matter for the CPU. */
function openJpeg(bytes: Uint8Array, limits: Limits): OpenedJpeg | undefined {
  if (!FORMATS.jpeg.sniff(bytes)) return undefined;
  const frame = readJpegFrame(bytes, limits);
  const { width, height, components, orientation, profiled } = frame;
  if (profiled || (components !== 1 && components !== 3)) return undefined;
  const shape = { width, height, channels: components, type: 'u8' } as const;
  const picture = readTables(bytes, limits, frame);
  return picture && { bytes, picture, shape, orientation };
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

/** What an encoder here can do of the options: a sequential file with typical tables. */
function targetOf({ format, options }: Output): JpegTarget | undefined {
  if (format !== 'jpeg' || options.progressive || options.mozjpeg) return undefined;
  const { quality, chromaSubsampling } = options as unknown as JpegTarget;
  return { quality, chromaSubsampling };
}
