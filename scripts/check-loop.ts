// How long the pieces are that each op does on the CPU between two yields, and how long it takes: `npm run check:loop [op ...]`, with
// `--size 3840x2160`, `--types u8,u16,f32` and `--channels 3`. For people; nothing is asserted.
import { lastOf, runGroups } from '../src/backends/cpu/groups.ts';
import { byteCount, type Image } from '../src/core/image.ts';
import type { Channels, PixelType } from '../src/core/pixel.ts';
import { toEnd, type Work, workOf } from '../src/core/turns.ts';
import type { Op } from '../src/ops/op.ts';
import { defineOp } from '../src/ops/own/own.ts';
import { listOps } from '../src/ops/registry.ts';
import { makePlan } from '../src/plan/plan.ts';
import { parseOps, writeStep } from '../src/recipe/grammar.ts';
import { parseRecipe, type Step } from '../src/recipe/recipe.ts';
import { NO_LIMITS } from './bench/limits.ts';
import { makeFile, makePicture } from './bench/pictures.ts';

/** What is asked of the ops whose cost depends on it; of the others their first example. */
const CASES =
  'blur_1,blur_100,blur_5_light=linear,boxBlur_1,boxBlur_500,bilateral_5,denoise,denoise_0.05_0_2_7,dilate_50,' +
  'clahe,clahe_8_8,median_3,median_5,median_9,median_51,resize_800,resize_30,resize_7680,' +
  'resize_800_600_position=entropy,resize_800_600_position=attention,resize_800_light=linear,rotate_90,rotate_10,' +
  'sharpen_1,sharpen_10_method=unsharp,extend_100_100_100_100_mirror,rotate_10_interpolator=nohalo';

const ROUNDS = 2;

const MATRIX = Array.from({ length: 31 * 31 }, (_, at) => 1 + ((at * 7) % 5));

interface Case {
  readonly text: string;
  readonly op: Op;
  readonly params: unknown;
}

/** A user's op that takes about a microsecond a pixel. */
const slow = defineOp({
  name: 'slowOwnOp',
  summary: 'Take the sine of a sine of a sine.',
  wgsl: 'fn pixel(color: vec4f, params: Params) -> vec4f { return color; }',
  pixel(color) {
    for (let at = 0; at < 3; at++) {
      let value = color[at] as number;
      for (let round = 0; round < 12; round++) value = Math.sin(value + round);
      color[at] = value;
    }
  },
}) as unknown as Op;

function listCases(names: readonly string[]): Case[] {
  const cases = CASES.split(',').map((text): Case => {
    const [step] = parseRecipe(parseOps(text)).steps;
    return { ...(step as Step), text };
  });
  const convolve = listOps().find(({ name }) => name === 'convolve') as Op;
  const large = convolve.params.parse({ width: 31, height: 31, kernel: MATRIX });
  cases.push({ text: 'convolve 31x31', op: convolve, params: large });
  cases.push({ text: slow.name, op: slow, params: {} });
  const rest = listOps()
    .filter(({ name }) => !cases.some(({ op }) => op.name === name))
    .map((op): Case => {
      const [example = {}] = op.examples;
      return { op, params: op.params.parse(example), text: writeStep(op, example) };
    });
  const all = [...cases, ...rest].sort((a, b) => a.text.localeCompare(b.text));
  return names.length === 0
    ? all
    : all.filter(({ op, text }) => names.some((n) => n === op.name || n === text));
}

/**
 * Does some work several times, and says how long its longest piece takes, in the best of the rounds: pieces are the
 * same ones each time, and what else the machine does hits others. Node's loop is held for that and a turn at most.
 */
function measure(make: () => Work<unknown>): { total: number; longest: number; at: string } {
  const best: number[] = [];
  let total = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const work = make();
    const begun = spent();
    for (let piece = 0, last = begun, done: boolean | undefined = false; !done; piece++) {
      ({ done } = work.next());
      const now = spent();
      // The first piece is the preparation.
      if (piece > 0) best[piece] = Math.min(best[piece] ?? Infinity, now - last);
      last = now;
    }
    total = Math.min(total, spent() - begun);
  }
  const longest = best.reduce((most, time) => Math.max(most, time), 0);
  return { total, longest, at: `${best.indexOf(longest) + 1} of ${best.length}` };
}

/** Milliseconds of processor time, of which others on the machine take none away. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const files = new Map<string, Image>();

/** A further picture, made once. */
function fileFor(name: string, image: Image): Image {
  const key = `${name} ${image.type}`;
  const file = files.get(key) ?? makeFile(name, image);
  files.set(key, file);
  return file;
}

function* runCase({ op, params }: Case, image: Image): Work<void> {
  if (op.report) {
    yield* workOf(op.report(image, params) as Work<unknown>);
    return;
  }
  const settled = (yield* workOf(op.settle?.(params)?.(image))) ?? { op, params };
  const sources = settled.op.sources?.(settled.params) ?? [];
  const pictures = sources.map((source) => fileFor(source.kind === 'file' ? source.name : 'logo.png', image));
  const { groups } = makePlan([{ ...settled, pictures }], image, NO_LIMITS);
  const bytes = Math.max(...groups.map((group) => byteCount(lastOf(group).output)));
  // In a server the pool has it.
  const memory = new ArrayBuffer(bytes);
  new Uint8Array(memory).fill(1);
  yield;
  yield* runGroups(groups, image, [memory]);
}

const args = process.argv.slice(2);
function option(name: string, fallback: string): string {
  const at = args.indexOf(name);
  return at < 0 ? fallback : (args.splice(at, 2)[1] as string);
}
const [width = 0, height = 0] = option('--size', '3840x2160').split('x').map(Number);
const types = option('--types', 'u8').split(',') as PixelType[];
const channels = Number(option('--channels', '3')) as Channels;

console.log(`picture: ${width}x${height}, ${channels} channels; the best of ${ROUNDS} rounds\n`);
console.log('| step | type | longest piece ms | which | total ms |\n|---|---|---:|---|---:|');
for (const one of listCases(args)) {
  for (const type of types) {
    const image = makePicture({ width, height, channels, type });
    try {
      // Makes further pictures, and the compiler's code.
      toEnd(runCase(one, image));
      const { longest, total, at } = measure(() => runCase(one, image));
      console.log(`| ${one.text} | ${type} | ${longest.toFixed(1)} | ${at} | ${total.toFixed(0)} |`);
    } catch (error) {
      console.log(`| ${one.text} | ${type} | ${(error as Error).message} | |`);
    }
  }
}
