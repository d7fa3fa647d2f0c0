/** Measures a GPU in a fraction of a second. The result scales the GPU's rows of the table of costs. */
import type { Costs, Features } from '../../core/costs.ts';
import { byteCount, createImage, type Image, pixelCount, type Shape } from '../../core/image.ts';
import { DEFAULT_LIMITS } from '../../core/limits.ts';
import { readJpegPicture } from '../../formats/jpeg/scan.ts';
import { OPS } from '../../ops/registry.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import type { Step } from '../../recipe/recipe.ts';
import type { BackendResult, JpegTarget, Timings } from '../backend.ts';
import type { GpuBackend } from './backend.ts';
import { busFeatures, gpuFeatures, jpegFeatures, SUBMISSION } from './costs.ts';
import type { AdapterSummary } from './device.ts';

type Scales = Record<string, number>;

/** Large enough to keep a GPU busy, small enough to finish in time. */
const LARGE: Shape = { width: 1920, height: 1088, channels: 3, type: 'u8' };
const SMALL: Shape = { width: 16, height: 16, channels: 3, type: 'u8' };

/** Timed runs of each piece of work, after one that compiles its shaders. */
const RUNS = 3;

/** Milliseconds below which a time is noise. */
const LEAST = 1e-3;

/** Bounds of a scale. Values beyond come from a wrong measurement, not from a fast or slow device. */
const [LOWEST, HIGHEST] = [1e-3, 1e3];

const JPEG: JpegTarget = {
  kind: 'jpeg',
  quality: 80,
  chromaSubsampling: '4:2:0',
  optimiseCoding: false,
};

/** Rows that take over another row's scale, because the same part of a GPU limits them. */
const FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  point: ['geometry', 'compose', 'filter png'],
  area: ['resample', 'reduce'],
};

/**
 * The GPU as a device that the table must be scaled to. With `measures`, an unknown GPU is measured. Returns
 * undefined for a software adapter, because costs never select one.
 */
export function gpuDevice(gpu: GpuBackend, measures: boolean) {
  const device = knownDevice(gpu.adapter);
  return (
    device && {
      ...device,
      ...(measures && { measure: (costs: Costs) => measureGpu(gpu, costs) }),
    }
  );
}

/** A GPU as a device whose profile is stored already. Undefined for a software adapter. */
export function knownDevice({ vendor, architecture, description, software }: AdapterSummary) {
  if (software) return undefined;
  const words = [vendor, architecture, description].filter((word) => word !== '');
  return { who: 'gpu', description: words.join(', ') };
}

/**
 * Measured time divided by the table's time, by row: a submission, both transfers, one op of each class, JPEG
 * encoding and decoding. Takes under 2 s on a GPU. `shape` should be large, 8-bit RGB. Rejects when the GPU fails.
 */
export async function measureGpu(gpu: GpuBackend, costs: Costs, shape: Shape = LARGE): Promise<Scales> {
  const photo = makePicture(shape);
  const scales: Scales = {};
  const note = (features: Features, milliseconds: number) => {
    const scale = Math.max(LEAST, milliseconds) / costs.time(gpu.name, features);
    scales[features.kind] = Math.min(HIGHEST, Math.max(LOWEST, scale));
  };
  const small = planOf([stepOf('linear', { a: 1.2 })], SMALL);
  note(SUBMISSION, await least(() => gpu.process(small, createImage(SMALL)), wallOf));
  const steps = {
    point: stepOf('linear', { a: 1.2 }),
    area: stepOf('blur', { sigma: 5 }),
    median: stepOf('median', { size: 9 }),
  };
  for (const [row, step] of Object.entries(steps)) {
    const plan = planOf([step], shape);
    const [planned] = plan.steps;
    if (!planned || !gpu.supports(plan)) continue;
    const features = { ...gpuFeatures(planned), kind: row };
    const run = () => gpu.process(plan, photo);
    note(features, await least(run, ({ gpu: time }) => time));
    if (row !== 'point') continue;
    note(busFeatures('upload', byteCount(shape)), await least(run, ({ upload }) => upload));
    note(busFeatures('download', byteCount(shape)), await least(run, ({ readback }) => readback));
  }
  await measureJpeg(gpu, photo, note);
  for (const [row, rows] of Object.entries(FOLLOWERS)) {
    for (const follower of rows) if (scales[row] !== undefined) scales[follower] = scales[row];
  }
  return scales;
}

/** Encodes a JPEG on the GPU, then decodes that file. */
async function measureJpeg(
  gpu: GpuBackend,
  photo: Image,
  note: (features: Features, milliseconds: number) => void,
): Promise<void> {
  const plan = planOf([], photo);
  if (!gpu.encodes(plan, JPEG)) return;
  let file: Uint8Array | undefined;
  const encode = async () => {
    const result = await gpu.perform({ plan, from: { kind: 'image', image: photo }, to: JPEG });
    if (result?.kind === 'file') file = result.bytes;
    return result;
  };
  const encoding = await least(encode, ({ gpu: time }) => time);
  if (!file) return;
  const bytes = file;
  note(jpegFeatures('encode jpeg', photo, bytes.length), encoding);
  const picture = readJpegPicture(bytes, DEFAULT_LIMITS);
  const decoding = await least(
    () => gpu.perform({ plan, from: { kind: 'jpeg', bytes, picture } }),
    ({ gpu: time }) => time,
  );
  note(jpegFeatures('decode jpeg', photo, bytes.length), decoding);
}

/** Key for the whole time of a run, beside the names of its parts. */
const WALL = 'wall';
const wallOf = (timings: Timings) => timings[WALL];

/** Shortest time of a part over several runs. Uses the whole time where the device cannot time the part. */
async function least(
  run: () => Promise<BackendResult | undefined>,
  part: (timings: Timings) => number | undefined,
): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn <= RUNS; turn++) {
    const begun = performance.now();
    const result = await run();
    const wall = performance.now() - begun;
    result?.release();
    if (turn > 0 && result) best = Math.min(best, part({ ...result.timings, [WALL]: wall }) ?? wall);
  }
  if (best === Number.POSITIVE_INFINITY) throw new Error('the GPU declined every measured run');
  return best;
}

function planOf(steps: readonly Step[], shape: Shape): Plan {
  return makePlan(steps, shape, DEFAULT_LIMITS);
}

function stepOf(name: 'linear' | 'blur' | 'median', values: object): Step {
  const op = OPS[name];
  return { op: op as unknown as Step['op'], params: op.params.parse(values) };
}

/** Waves with a little grain, so that the JPEG is neither trivially small nor noise. */
function makePicture(shape: Shape): Image {
  const image = createImage(shape);
  for (let pixel = 0; pixel < pixelCount(shape); pixel++) {
    const [x, y] = [pixel % shape.width, Math.floor(pixel / shape.width)];
    const wave = 128 + 80 * Math.sin(x / 31) * Math.cos(y / 47) + ((pixel * 2654435761) % 7);
    image.data.fill(wave, 3 * pixel, 3 * pixel + 3);
  }
  return image;
}
