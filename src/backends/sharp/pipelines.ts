/** Starts and ends of libvips pipelines, and the errors for which they decline. */
import { performance } from 'node:perf_hooks';
import { isAboutInput, saysDamaged } from '../../coders/faults.ts';
import { encodePlainJpeg, type PlainOptions } from '../../coders/jpeg/encoder.ts';
import { plainJpegOptions } from '../../coders/jpeg/plain.ts';
import type { Sharp } from '../../coders/sharp/load.ts';
import { completeFile, openFile, turnUpright, writePipeline } from '../../coders/sharp/pipeline.ts';
import { readPlannedSamples } from '../../coders/sharp/samples.ts';
import { callHeeding } from '../../coders/sharp/warnings.ts';
import { type Extent, type Image, type Shape, shapeOf } from '../../core/image.ts';
import { type Limits, NO_LIMITS } from '../../core/limits.ts';
import { viewSamples } from '../../core/pixel.ts';
import { inTurns, mayUseThread, type ThreadUse } from '../../core/turns.ts';
import type { Output } from '../../formats/format.ts';
import { peekHeader } from '../../formats/registry.ts';
import { hostMemory } from '../host-memory.ts';
import {
  type FileCarrier,
  frameOf,
  type HostCarrier,
  hostOf,
  type LegContext,
  type SourceCarrier,
} from '../leg.ts';
import { apply, type Call } from './calls.ts';
import { freeMemory } from './free-memory.ts';
import { turnsFirst } from './order.ts';
import { type Loaded, loadInThread } from './thread-loader.ts';

type Pipeline = ReturnType<typeof openFile>;

/** How pipelines read files. */
export interface FileReading {
  readonly sharp: Sharp;
  /** Whether plain JPEGs are decoded in this thread rather than in libvips'. The samples are the same. */
  readonly inThread: ThreadUse;
}

/** The beginning of a pipeline that reads a file. */
export interface FileStart extends FileReading {
  readonly calls: readonly Call[];
  readonly limits: Limits;
}

/**
 * Ends a pipeline that reads the file, turns it upright, and makes the calls. `isAlone` says whether libvips reads the file while no
 * other pipeline from a file is in progress here.
 */
type EndFile<Result> = (pipeline: Pipeline, isAlone: boolean) => Promise<Result>;

/** Pipelines from files that are in progress in this process. */
let inProgress = 0;

/** Begins such a pipeline. */
export async function withFile<Result>(
  start: FileStart,
  carrier: SourceCarrier,
  context: LegContext,
  end: EndFile<Result>,
): Promise<Result> {
  const { sharp, calls, limits } = start;
  const { orientation } = carrier.header;
  inProgress++;
  let loaded: Loaded | undefined;
  try {
    loaded = mayUseThread(start.inThread) ? await loadInThread(carrier, calls, limits, context) : undefined;
    const upright = { ...carrier, header: { ...carrier.header, orientation: 1 } };
    const file = loaded ? openSamples(sharp, loaded.image) : openFile(sharp, upright, limits);
    return await end(
      turnsFirst(calls)
        ? apply(turnUpright(file, orientation), calls)
        : turnUpright(apply(file, calls), orientation),
      !loaded && inProgress === 1,
    );
  } finally {
    inProgress--;
    loaded?.release();
  }
}

/** A pipeline that reads raw 8-bit samples and makes the calls. */
export function beginFromSamples(sharp: Sharp, image: Image, calls: readonly Call[]): Pipeline {
  return apply(openSamples(sharp, image), calls);
}

function openSamples(sharp: Sharp, { width, height, channels, data }: Image): Pipeline {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

/** Ends the pipeline in a picture. Undefined when its shape differs from the planned one. */
export function endInSamples(
  pipeline: Pipeline,
  shape: Shape,
  context: LegContext,
): Promise<HostCarrier | undefined> {
  return declining(context, async () => {
    const image = await readPlannedSamples(pipeline, shape, context.run);
    return image && hostOf(image);
  });
}

/**
 * Bytes of pictures that are worth moving. For smaller ones V8 seldom collects. Of larger ones libvips would take the memory from the
 * system anew each time.
 */
const [LEAST_MOVED, MOST_MOVED] = [2 ** 18, 2 ** 24];

/** The same in memory that is lent, if the picture is worth that: the memory of libvips is free again. */
export async function endInLentSamples(
  pipeline: Pipeline,
  shape: Shape,
  context: LegContext,
): Promise<HostCarrier | undefined> {
  const made = await endInSamples(pipeline, shape, context);
  const image = made && frameOf(made);
  const bytes = image?.data.byteLength ?? 0;
  if (!image || bytes < LEAST_MOVED || bytes > MOST_MOVED) return made;
  const lease = hostMemory.lease(bytes);
  const data = viewSamples(image.type, lease.resource, 0, image.data.length);
  data.set(image.data);
  freeMemory(image.data);
  return hostOf({ ...image, data }, () => lease.release());
}

/** How pipelines write files. */
interface FileEnd {
  /** Whether plain JPEGs are encoded in this thread. The files are the same. */
  readonly inThread: ThreadUse;
  readonly output: Output;
  readonly shape: Shape;
}

/** Ends the pipeline in a file. Undefined when its extent differs from the planned one. */
export async function endInFile(
  pipeline: Pipeline,
  { output, shape, inThread }: FileEnd,
  context: LegContext,
): Promise<FileCarrier | undefined> {
  const plain = mayUseThread(inThread) ? plainJpegOptions(output, shape) : undefined;
  if (plain) {
    const made = await endInSamples(pipeline, shape, context);
    return made && encodeInThread(frameOf(made), plain, context);
  }
  return declining(context, async () => {
    const written = writePipeline(pipeline, output, shape.channels, shape.type);
    const file = await callHeeding(written, () => written.toBuffer(), context.run);
    const bytes = completeFile(file, output);
    return hasExtent(bytes, shape) ? { kind: 'file', bytes, shape: shapeOf(shape) } : undefined;
  });
}

/** Writes a plain JPEG in this thread, in six tenths of libvips' time, and frees the picture. The file is the same. */
async function encodeInThread(
  image: Image,
  options: PlainOptions,
  { run, spent }: LegContext,
): Promise<FileCarrier> {
  const begun = performance.now();
  try {
    const bytes = await inTurns(encodePlainJpeg(image, options), run);
    return { kind: 'file', bytes, shape: shapeOf(image) };
  } finally {
    freeMemory(image.data);
    spent('encode', performance.now() - begun);
  }
}

/**
 * Reads the extent from the file's header, because sharp reports a wrong one for an extract followed by an extend.
 */
function hasExtent(bytes: Uint8Array, { width, height }: Extent): boolean {
  const header = peekHeader(bytes, NO_LIMITS);
  return header.width === width && header.height === height;
}

/**
 * Declines when libvips blames the file or the picture. Decoding and encoding separately will tell which is at
 * fault.
 */
async function declining<Result>(
  { spent, run }: LegContext,
  work: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const begun = performance.now();
  try {
    const result = await work();
    spent('libvips', performance.now() - begun);
    return result;
  } catch (error) {
    if (!run.signal.aborted && (isAboutInput(error) || saysDamaged(error))) return undefined;
    throw error;
  }
}
