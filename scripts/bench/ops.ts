import sharp, { type Sharp } from 'sharp';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../src/backends/gpu/backend.ts';
import { openDevice } from '../../src/backends/gpu/device.ts';
import { byteCount, type Image } from '../../src/core/image.ts';
import { PIXEL_TYPES } from '../../src/core/pixel.ts';
import { toEnd } from '../../src/core/turns.ts';
import type { Op } from '../../src/ops/op.ts';
import { listOps } from '../../src/ops/registry.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { parseOps, writeStep } from '../../src/recipe/grammar.ts';
import { parseRecipe, type Step } from '../../src/recipe/recipe.ts';
import { askSharp } from '../sharp-peers.ts';
import { NO_LIMITS } from './limits.ts';
import { makeFile, makePicture } from './pictures.ts';

/** What is asked of the ops whose cost depends on it; of the others their first example. */
const CASES =
  'blur_1,blur_10,blur_100,boxBlur_1,boxBlur_50,clahe_240_135,dilate_1,dilate_10,dilate_50,erode_1,median_3,median_5,' +
  'median_15,median_51,resize_1920,resize_800,resize_7680,rotate_90,rotate_10,sharpen_1';

const ROUNDS = 3;
/** Milliseconds after which one round has to do. */
const SLOW = 2000;

/**
 * For each op and pixel type: the GPU's own time against the time in which the GPU copies as many bytes as the
 * op must read and write, the CPU backend's time, and sharp's on the same pixels.
 */
export async function benchOps(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--size');
  const [width = 3840, height = 2160] = at < 0 ? [] : (args[at + 1] ?? '').split('x').map(Number);
  const names = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  const gpu = await GpuBackend.open({ mode: 'software' });
  const bandwidth = gpu ? await copyBandwidth() : undefined;
  console.log(`picture: ${width}x${height} rgb; best of ${ROUNDS}, one where it takes over ${SLOW / 1000} s`);
  if (bandwidth)
    console.log(`the adapter copies ${(bandwidth / 1e6).toFixed(1)} GB/s, read and written counted`);
  console.log('\n| step | type | gpu ms | floor ms | gpu / floor | cpu ms | sharp ms | cpu / sharp |');
  console.log('|---|---|---:|---:|---:|---:|---:|---:|');
  for (const step of listCases(names)) {
    for (const type of PIXEL_TYPES) {
      await benchStep(step, makePicture({ width, height, channels: 3, type }), gpu, bandwidth);
    }
  }
}

interface Case {
  readonly op: Op;
  readonly params: unknown;
  readonly text: string;
}

function listCases(names: readonly string[]): Case[] {
  const cases = CASES.split(',').map((text) => ({ ...parseRecipe(parseOps(text)).steps[0], text }) as Case);
  const rest = listOps()
    .filter(({ name, report }) => !report && !cases.some(({ op }) => op.name === name))
    .map((op): Case => {
      const [example = {}] = op.shown ?? op.examples;
      return { op, params: op.params.parse(example), text: writeStep(op, example) };
    });
  const all = [...cases, ...rest].sort((a, b) => a.op.name.localeCompare(b.op.name));
  return names.length === 0 ? all : all.filter(({ op }) => names.includes(op.name));
}

async function benchStep(
  { op, params, text }: Case,
  image: Image,
  gpu: GpuBackend | undefined,
  bandwidth: number | undefined,
): Promise<void> {
  const plan = planCase(op, params, image);
  if (!plan) return;
  const onGpu = gpu?.supports(plan) ? await best(() => gpuTime(gpu, plan, image)) : undefined;
  const floor = bandwidth && (byteCount(plan.input) + byteCount(plan.output)) / bandwidth;
  const cpu = new CpuBackend();
  const onCpu = await best(async () => {
    const begun = performance.now();
    (await cpu.process(plan, image)).release();
    return performance.now() - begun;
  });
  const inSharp = await sharpTime(op, params, image).catch(() => undefined);
  const cells = [
    `\`${text}\``,
    image.type,
    milliseconds(onGpu),
    milliseconds(floor),
    ratio(onGpu, floor),
    milliseconds(onCpu),
    milliseconds(inSharp),
    ratio(onCpu, inSharp),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

/** Undefined where the op does not take such a picture. */
function planCase(op: Op, params: unknown, image: Image): Plan | undefined {
  const settled = toEnd(op.settle?.(params)?.(image)) ?? { op, params };
  const sources = settled.op.sources?.(settled.params) ?? [];
  const pictures = sources.map((source) =>
    makeFile(source.kind === 'file' ? source.name : 'logo.png', image),
  );
  const step: Step = { ...settled, pictures };
  try {
    return makePlan([step], image, NO_LIMITS);
  } catch {
    return undefined;
  }
}

async function gpuTime(gpu: GpuBackend, plan: Plan, image: Image): Promise<number> {
  const { timings, release } = await gpu.process(plan, image);
  release();
  return timings.gpu ?? Number.NaN;
}

/** sharp takes floats through its 8-bit spaces, and so has no part in them. */
async function sharpTime(op: Op, params: unknown, image: Image): Promise<number | undefined> {
  if (image.type === 'f32') return undefined;
  const { width, height, channels, type } = image;
  const files = async (name: string) => {
    const other = makeFile(name, image);
    return sharp(other.data as Uint8Array, { raw: other })
      .png()
      .toBuffer();
  };
  const raw = { width, height, channels };
  const open = () => askSharp(op, params, sharp(image.data as Uint8Array, { raw }), image, files);
  if (!(await open())) return undefined;
  return best(async () => {
    const pipeline = (await open()) as Sharp;
    const begun = performance.now();
    await pipeline.raw(type === 'u16' ? { depth: 'ushort' } : {}).toBuffer();
    return performance.now() - begun;
  });
}

async function best(run: () => Promise<number>): Promise<number> {
  let least = await run();
  if (least > SLOW) return least;
  for (let round = 0; round < ROUNDS; round++) least = Math.min(least, await run());
  return least;
}

/** Bytes that the device reads and writes in a millisecond when it copies one buffer into another. */
async function copyBandwidth(): Promise<number | undefined> {
  const opened = await openDevice('software');
  if (!opened) return undefined;
  const { device, adapter } = opened;
  const size = adapter.software ? 2 ** 26 : 2 ** 28;
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [from, to] = [device.createBuffer({ size, usage }), device.createBuffer({ size, usage })];
  const copies = 16;
  const time = await best(async () => {
    const encoder = device.createCommandEncoder();
    for (let copy = 0; copy < copies; copy++) encoder.copyBufferToBuffer(from, 0, to, 0, size);
    const begun = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - begun;
  });
  device.destroy();
  return (2 * size * copies) / time;
}

function milliseconds(value: number | undefined): string {
  if (value === undefined) return '';
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function ratio(value: number | undefined, other: number | undefined): string {
  return value === undefined || other === undefined ? '' : (value / other).toFixed(1);
}
