import { link } from 'wesl/core';
import { shaderModules } from '../shaders.ts';
import { OWNED } from './decode-data.ts';
import { type DecodeLayout, goalBytes, HEADER, RANGES, tilesOf } from './decode-layout.ts';
import { type DecodeBuffers, STATUS_WORDS } from './decode-memory.ts';

const FOLDER = 'codecs/jpeg/decode';

/** The shaders of the decoder, their entry points, and what they bind. */
const KERNELS = {
  synchronise: { module: `${FOLDER}/sync`, entryPoint: 'synchronise', layout: 'picture' },
  repair: { module: `${FOLDER}/sync`, entryPoint: 'repair', layout: 'picture' },
  check: { module: `${FOLDER}/sync`, entryPoint: 'check', layout: 'picture' },
  finish: { module: `${FOLDER}/sync`, entryPoint: 'finish', layout: 'picture' },
  candidates: { module: `${FOLDER}/candidates`, entryPoint: 'main', layout: 'picture' },
  follow: { module: `${FOLDER}/follow`, entryPoint: 'main', layout: 'picture' },
  choose: { module: `${FOLDER}/choose`, entryPoint: 'main', layout: 'picture' },
  count: { module: `${FOLDER}/unstuff`, entryPoint: 'count', layout: 'bytes' },
  unstuff: { module: `${FOLDER}/unstuff`, entryPoint: 'unstuff', layout: 'bytes' },
  tiles: { module: `${FOLDER}/scan`, entryPoint: 'tiles', layout: 'range' },
  spine: { module: `${FOLDER}/scan`, entryPoint: 'spine', layout: 'range' },
  emit: { module: `${FOLDER}/emit`, entryPoint: 'main', layout: 'picture' },
  idct: { module: `${FOLDER}/idct`, entryPoint: 'main', layout: 'picture' },
  color: { module: `${FOLDER}/color`, entryPoint: 'main', layout: 'picture' },
  inks: { module: `${FOLDER}/inks`, entryPoint: 'main', layout: 'colors' },
  primaries: { module: `${FOLDER}/primaries`, entryPoint: 'main', layout: 'colors' },
} as const;

/** The bindings of the kernels, by number. */
const BINDINGS = {
  // Header, input, states, symbols, blocks, planes, goal, status, data.
  picture: {
    ...{ 0: 'uniform', 1: 'read-only-storage', 2: 'storage', 3: 'storage', 4: 'storage' },
    ...{ 5: 'storage', 6: 'storage', 7: 'storage', 8: 'read-only-storage' },
  },
  // Header, sums, status, data, the file's bytes.
  bytes: { 0: 'uniform', 3: 'storage', 7: 'storage', 8: 'storage', 9: 'read-only-storage' },
  // Header, planes, goal, what turns them to sRGB.
  colors: { 0: 'uniform', 5: 'storage', 6: 'storage', 9: 'read-only-storage' },
  // Range, items.
  range: { 0: 'uniform', 1: 'storage' },
} as const;

/** The modules that hold entry points. */
export function decodeModules(): string[] {
  return Object.values(KERNELS).map(({ module }) => module);
}

type Kernel = keyof typeof KERNELS;

/** A dispatch: its kernel, what it works on, and how many workgroups it takes. */
interface Stage {
  readonly kernel: Kernel;
  readonly on: 'picture' | 'file' | 'colors' | keyof typeof RANGES;
  readonly workgroups: number;
}

/** Subsequences that a workgroup finds candidates for, and that it follows them through. */
const SCOUTED = 8;
const FOLLOWED = 16;

/** Blocks and quads of pixels that a workgroup makes. */
const BLOCKS = 32;
const QUADS = 256;

/** The dispatches that decode a picture, in order. */
export function stagesOf(layout: DecodeLayout): Stage[] {
  const groups = layout.subsequences / OWNED;
  const sums = (on: keyof typeof RANGES, items: number): Stage[] => [
    { kernel: 'tiles', on, workgroups: tilesOf(items) },
    { kernel: 'spine', on, workgroups: 1 },
  ];
  const onPicture = (kernel: Kernel, workgroups: number): Stage => ({ kernel, on: 'picture', workgroups });
  const pixels = Math.ceil(layout.pixels / 4 / QUADS);
  const trails = [
    onPicture('check', groups),
    onPicture('candidates', layout.subsequences / SCOUTED),
    onPicture('follow', layout.subsequences / FOLLOWED),
    onPicture('choose', 1),
    onPicture('finish', groups),
  ];
  const tiles = tilesOf(4 * layout.words.raw);
  const unstuffing: Stage[] = [
    { kernel: 'count', on: 'file', workgroups: tiles },
    { kernel: 'spine', on: 'bytes', workgroups: 1 },
    { kernel: 'unstuff', on: 'file', workgroups: tiles },
  ];
  return [
    ...(layout.data.raw ? unstuffing : []),
    onPicture('synchronise', groups),
    ...Array.from({ length: layout.repairs }, () => onPicture('repair', groups)),
    ...(layout.thorough ? trails : []),
    ...sums('counts', 2 * layout.subsequences),
    onPicture('emit', groups),
    ...sums('differences', layout.blocks),
    onPicture('idct', Math.ceil(layout.realBlocks / BLOCKS)),
    layout.colors
      ? { kernel: layout.colors.kernel, on: 'colors', workgroups: pixels }
      : onPicture('color', pixels),
  ];
}

/** Workgroups in two dimensions, each as long as any device takes; some may be over. */
function spread(workgroups: number): [across: number, down: number] {
  const down = Math.max(1, Math.ceil(workgroups / 65_535));
  return [Math.ceil(workgroups / down), down];
}

/** The compiled kernels of a device. */
export interface CompiledKernels {
  readonly pipelines: Readonly<Record<Kernel, GPUComputePipeline>>;
  readonly layouts: Readonly<Record<keyof typeof BINDINGS, GPUBindGroupLayout>>;
}

export async function compileKernels(device: GPUDevice): Promise<CompiledKernels> {
  const layouts = Object.fromEntries(
    Object.entries(BINDINGS).map(([name, bindings]) => {
      const entries = Object.entries(bindings).map(([binding, type]) => ({
        binding: Number(binding),
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: type as GPUBufferBindingType },
      }));
      return [name, device.createBindGroupLayout({ entries })];
    }),
  ) as CompiledKernels['layouts'];
  const compiled = Object.entries(KERNELS).map(async ([kernel, { module, entryPoint, layout }]) => {
    const label = `${module} ${entryPoint}`;
    const code = await linkKernel(module);
    const pipeline = await device.createComputePipelineAsync({
      label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layouts[layout]] }),
      compute: { module: device.createShaderModule({ label, code }), entryPoint },
    });
    return [kernel, pipeline] as const;
  });
  const pipelines = Object.fromEntries(await Promise.all(compiled)) as CompiledKernels['pipelines'];
  return { pipelines, layouts };
}

/** Links a shader of the decoder with what it imports, to WGSL. */
async function linkKernel(rootModuleName: string): Promise<string> {
  const weslSrc = Object.fromEntries(shaderModules());
  return (await link({ weslSrc, rootModuleName })).dest;
}

/** What the kernels bind, by number: no more than they need, for bindings may be smaller than buffers. */
function slicesOf({
  buffers,
  layout,
  goal,
}: DecodeJob): Record<Stage['on'], Record<number, GPUBufferBinding>> {
  const { words } = layout;
  const header = { buffer: buffers.input, ...HEADER };
  const range = (name: keyof typeof RANGES) => ({ buffer: buffers.input, ...RANGES[name] });
  const states = { buffer: buffers.states, size: 4 * words.states };
  const symbols = { buffer: buffers.symbols, size: 4 * words.symbols };
  const blocks = { buffer: buffers.blocks, size: 4 * words.blocks };
  const status = { buffer: buffers.status, size: STATUS_WORDS * 4 };
  const data = { buffer: buffers.data, size: 4 * words.data };
  const planes = { buffer: buffers.planes, size: 4 * words.planes };
  const texels = { buffer: goal, size: goalBytes(layout) };
  return {
    picture: {
      ...{ 0: header, 1: { buffer: buffers.input, size: layout.input.byteLength }, 2: states, 3: symbols },
      ...{ 4: blocks, 5: planes, 6: texels, 7: status, 8: data },
    },
    file: {
      ...{ 0: header, 3: symbols, 7: status, 8: data },
      9: { buffer: buffers.raw, size: Math.max(4, 4 * words.raw) },
    },
    colors: { 0: header, 5: planes, 6: texels, 9: { buffer: buffers.colors, size: 4 * words.colors } },
    bytes: { 0: range('bytes'), 1: symbols },
    counts: { 0: range('counts'), 1: states },
    differences: { 0: range('differences'), 1: blocks },
  };
}

interface DecodeJob {
  readonly kernels: CompiledKernels;
  readonly layout: DecodeLayout;
  readonly buffers: DecodeBuffers;
  readonly goal: GPUBuffer;
  readonly stamps: GPUQuerySet | undefined;
}

/** Encodes every dispatch that decodes a picture, all in one pass unless they are timed. */
export function encodeStages(device: GPUDevice, encoder: GPUCommandEncoder, job: DecodeJob): void {
  const { kernels, stamps } = job;
  const slices = slicesOf(job);
  const groupOf = (on: Stage['on']) => {
    const name = on === 'picture' || on === 'colors' ? on : on === 'file' ? 'bytes' : 'range';
    const entries = Object.entries(slices[on]).map(([binding, resource]) => ({
      binding: Number(binding),
      resource,
    }));
    return device.createBindGroup({ layout: kernels.layouts[name], entries });
  };
  const stages = stagesOf(job.layout);
  const groups = new Map([...new Set(stages.map(({ on }) => on))].map((on) => [on, groupOf(on)]));
  let pass = stamps ? undefined : encoder.beginComputePass();
  stages.forEach(({ kernel, on, workgroups }, index) => {
    if (stamps) pass = encoder.beginComputePass({ timestampWrites: stampsAt(stamps, index) });
    pass?.setPipeline(kernels.pipelines[kernel]);
    pass?.setBindGroup(0, groups.get(on) as GPUBindGroup);
    pass?.dispatchWorkgroups(...spread(workgroups));
    if (stamps) pass?.end();
  });
  if (!stamps) pass?.end();
}

function stampsAt(querySet: GPUQuerySet, index: number): GPUComputePassTimestampWrites {
  return { querySet, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 };
}
