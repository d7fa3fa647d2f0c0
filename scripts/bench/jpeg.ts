import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import sharp, { type Sharp } from 'sharp';
import { encodedOf } from '../../src/engine/encoded.ts';
import { expectDone, makeJob, sourceOf } from '../../src/engine/job.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { parseOps } from '../../src/recipe/grammar.ts';

const PHOTOS = new URL('../../../shared/data/photos/', import.meta.url);

/** What is done between decoding and encoding, in Noir's words and in sharp's. */
const JOBS: readonly { readonly ops: string; sharp(pipeline: Sharp): Sharp }[] = [
  { ops: '', sharp: (pipeline) => pipeline },
  { ops: 'resize_800', sharp: (pipeline) => pipeline.resize(800) },
  { ops: 'resize_1920', sharp: (pipeline) => pipeline.resize(1920) },
  { ops: 'blur_5', sharp: (pipeline) => pipeline.blur(5) },
  { ops: 'median_5', sharp: (pipeline) => pipeline.median(5) },
  { ops: 'greyscale', sharp: (pipeline) => pipeline.greyscale() },
];

const FILES = [
  { name: '4K', file: '4k/roses-3840x2160-q90-420.jpg', extent: [3840, 2160] },
  { name: '24 MP', file: 'cc0/sunset-pier-20MP-420.jpg', extent: [6000, 4000] },
] as const;

const CODINGS = [
  { quality: 75, chromaSubsampling: '4:2:0' },
  { quality: 95, chromaSubsampling: '4:4:4' },
] as const;

/** Milliseconds that each figure is measured for, and pictures that it takes at least. */
const LONG = 1500;
const FEWEST = 3;

/** A way to do a job once. */
interface Contender {
  readonly name: string;
  readonly flights: readonly number[];
  run(bytes: Buffer, job: (typeof JOBS)[number], coding: (typeof CODINGS)[number]): Promise<unknown>;
}

/**
 * JPEG to JPEG through Noir with and without the GPU's codec, and through plain sharp with its own threads, with
 * one, and with as many pictures in flight as there are cores: milliseconds a picture, alone and in a stream. On
 * a software adapter the GPU's way is counted instead of timed.
 */
export async function benchJpeg(): Promise<void> {
  const gpu = await createNoir({ backends: ['gpu', 'cpu'], gpu: 'software', jpeg: 'gpu' }).catch(
    () => undefined,
  );
  const cpu = await createNoir({ backends: ['cpu'], gpu: 'off', jpeg: 'cpu' });
  const software = gpu?.runner
    .status()
    .backends.some(({ description }) => /llvmpipe|swiftshader/i.test(description));
  const contenders = [
    ...(gpu && !software ? [noirContender('noir, gpu', gpu, [1, 4, 16])] : []),
    noirContender('noir, cpu', cpu, [1]),
    ...sharpContenders(),
  ];
  for (const { name, file, extent } of FILES) {
    for (const coding of CODINGS) {
      const bytes = await photoOf(file, extent, coding);
      console.log(
        `\n${name}, quality ${coding.quality}, ${coding.chromaSubsampling}, ${bytes.length} bytes\n`,
      );
      if (gpu && software) await printCounts(gpu, bytes, coding);
      await printTimes(contenders, bytes, coding);
    }
  }
  await Promise.all([gpu?.close(), cpu.close()]);
}

function noirContender(name: string, noir: Noir, flights: readonly number[]): Contender {
  return {
    name,
    flights,
    run: (bytes, { ops }, coding) => runOn(noir, bytes, { ops, coding }),
  };
}

async function runOn(
  { runner, recipes }: Noir,
  bytes: Buffer,
  { ops, coding }: { ops: string; coding: object },
) {
  const recipe = recipes.parse({ ...parseOps(ops), output: { format: 'jpeg', ...coding } });
  return encodedOf(expectDone(await runner.run(makeJob({ input: sourceOf(bytes), recipe }))));
}

function sharpContenders(): Contender[] {
  const run: Contender['run'] = (bytes, job, coding) => job.sharp(sharp(bytes)).jpeg(coding).toBuffer();
  const threads = sharp.concurrency();
  const withThreads =
    (count: number): Contender['run'] =>
    (...job) => {
      sharp.concurrency(count);
      return run(...job);
    };
  return [
    { name: 'sharp, its default', flights: [1, 4], run: withThreads(threads) },
    { name: 'sharp, one thread', flights: [1], run: withThreads(1) },
    { name: 'sharp, one thread a picture', flights: [cpus().length], run: withThreads(1) },
  ];
}

/** The photo at that extent, in that coding; made up where there is none. */
async function photoOf(
  file: string,
  [width, height]: readonly [number, number],
  coding: (typeof CODINGS)[number],
): Promise<Buffer> {
  const url = new URL(file, PHOTOS);
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const source = existsSync(url)
    ? sharp(readFileSync(url))
    : sharp({ create: { width, height, channels: 3, background: 'gray', noise } }).blur(2);
  return source
    .resize(width, height, { fit: 'fill' })
    .jpeg({ ...coding, optimiseCoding: false })
    .toBuffer();
}

async function printTimes(
  contenders: readonly Contender[],
  bytes: Buffer,
  coding: (typeof CODINGS)[number],
): Promise<void> {
  console.log(`| ms a picture, in flight | ${JOBS.map(({ ops }) => ops || 'nothing').join(' | ')} |`);
  console.log(`|---|${JOBS.map(() => '---:|').join('')}`);
  for (const contender of contenders) {
    for (const flight of contender.flights) {
      const cells: string[] = [];
      for (const job of JOBS) cells.push((await timeJob(contender, flight, bytes, job, coding)).toFixed(1));
      console.log(`| ${contender.name}, ${flight} | ${cells.join(' | ')} |`);
    }
  }
}

/** Milliseconds between finished pictures, with so many on their way. */
async function timeJob(
  { run }: Contender,
  flight: number,
  bytes: Buffer,
  job: (typeof JOBS)[number],
  coding: (typeof CODINGS)[number],
): Promise<number> {
  await run(bytes, job, coding);
  const begun = performance.now();
  let finished = 0;
  const fly = async () => {
    while (performance.now() - begun < LONG || finished < FEWEST) {
      await run(bytes, job, coding);
      finished++;
    }
  };
  await Promise.all(Array.from({ length: flight }, fly));
  return (performance.now() - begun) / finished;
}

/** Dispatches and bytes of the GPU's way: they are the same on every adapter. */
async function printCounts(gpu: Noir, bytes: Buffer, coding: object): Promise<void> {
  console.log('| on the GPU | dispatches | bytes up | bytes down | decoded, encoded |');
  console.log('|---|---:|---:|---:|---|');
  for (const { ops } of JOBS) {
    const counted = countDispatches();
    const { data, codec } = await runOn(gpu, bytes, { ops, coding });
    const cells = [ops || 'nothing', counted.stop(), bytes.length, data.length, codec];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log('');
}

/** Counts every dispatch until it is stopped. */
function countDispatches(): { stop(): number } {
  const { prototype } = GPUComputePassEncoder;
  const { dispatchWorkgroups } = prototype;
  let count = 0;
  prototype.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...sizes) {
    count++;
    return dispatchWorkgroups.apply(this, sizes);
  };
  return {
    stop() {
      prototype.dispatchWorkgroups = dispatchWorkgroups;
      return count;
    },
  };
}
