import { link } from 'wesl/core';
import { shaderModules } from '../shaders.ts';
import { type DecodeLayout, goalBytes, HEADER, OWNED, RANGES, tilesOf } from './decode-layout.ts';
import { type DecodeBuffers, STATUS_BYTES } from './decode-memory.ts';

const FOLDER = 'codecs/jpeg/decode';

/** The shaders of the decoder, their entry points, and what they bind. */
const KERNELS = {
  synchronise: { module: `${FOLDER}/sync`, entryPoint: 'synchronise', layout: 'picture' },
  repair: { module: `${FOLDER}/sync`, entryPoint: 'repair', layout: 'picture' },
  finish: { module: `${FOLDER}/sync`, entryPoint: 'finish', layout: 'picture' },
  candidates: { module: `${FOLDER}/candidates`, entryPoint: 'main', layout: 'picture' },
  follow: { module: `${FOLDER}/follow`, entryPoint: 'main', layout: 'picture' },
  choose: { module: `${FOLDER}/choose`, entryPoint: 'main', layout: 'picture' },
  tiles: { module: `${FOLDER}/scan`, entryPoint: 'tiles', layout: 'range' },
  spine: { module: `${FOLDER}/scan`, entryPoint: 'spine', layout: 'range' },
  emit: { module: `${FOLDER}/emit`, entryPoint: 'main', layout: 'picture' },
  idct: { module: `${FOLDER}/idct`, entryPoint: 'main', layout: 'picture' },
  color: { module: `${FOLDER}/color`, entryPoint: 'main', layout: 'picture' },
} as const;

/** The modules that hold entry points. */
export function decodeModules(): string[] {
  return Object.values(KERNELS).map(({ module }) => module);
}

type Kernel = keyof typeof KERNELS;

/** A dispatch: its kernel, what it works on, and how many workgroups it takes. */
export interface Stage {
  readonly kernel: Kernel;
  readonly on: 'picture' | keyof typeof RANGES;
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
  const trails = [
    onPicture('candidates', layout.subsequences / SCOUTED),
    onPicture('follow', layout.subsequences / FOLLOWED),
    onPicture('choose', 1),
    onPicture('finish', groups),
  ];
  return [
    onPicture('synchronise', groups),
    ...Array.from({ length: layout.repairs }, () => onPicture('repair', groups)),
    ...(layout.thorough ? trails : []),
    ...sums('counts', 2 * layout.subsequences),
    onPicture('emit', groups),
    ...sums('differences', layout.blocks),
    onPicture('idct', Math.ceil(layout.realBlocks / BLOCKS)),
    onPicture('color', Math.ceil(layout.pixels / 4 / QUADS)),
  ];
}

/** Workgroups in two dimensions, each as long as any device takes; some may be over. */
function spread(workgroups: number): [across: number, down: number] {
  const down = Math.ceil(workgroups / 65_535);
  return [Math.ceil(workgroups / down), down];
}

/** The compiled kernels of a device. */
export interface CompiledKernels {
  readonly pipelines: Readonly<Record<Kernel, GPUComputePipeline>>;
  readonly layouts: Readonly<Record<'picture' | 'range', GPUBindGroupLayout>>;
}

export async function compileKernels(device: GPUDevice): Promise<CompiledKernels> {
  const layoutOf = (types: readonly GPUBufferBindingType[]) =>
    device.createBindGroupLayout({
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
  const layouts = {
    // Header, input, states, symbols, blocks, planes, goal, status.
    picture: layoutOf(['uniform', 'read-only-storage', ...Array<'storage'>(6).fill('storage')]),
    range: layoutOf(['uniform', 'storage']),
  };
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

/** What the kernels bind beside their uniform: no more than they need, for bindings may be smaller than buffers. */
function slicesOf({ buffers, layout, goal }: Pick<DecodeJob, 'buffers' | 'layout' | 'goal'>) {
  const { words } = layout;
  const states = { buffer: buffers.states, size: 4 * words.states };
  const symbols = { buffer: buffers.symbols, size: 4 * words.symbols };
  const blocks = { buffer: buffers.blocks, size: 4 * words.blocks };
  const planes = { buffer: buffers.planes, size: 4 * words.planes };
  const input = { buffer: buffers.input, size: layout.input.byteLength };
  const texels = { buffer: goal, size: goalBytes(layout) };
  const status = { buffer: buffers.status, size: STATUS_BYTES };
  return {
    picture: [input, states, symbols, blocks, planes, texels, status],
    counts: [states],
    differences: [blocks],
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
  const { input } = job.buffers;
  const bound = slicesOf(job);
  const groupOf = (on: Stage['on']) => {
    const uniform = { buffer: input, ...(on === 'picture' ? HEADER : RANGES[on]) };
    const resources = [uniform, ...bound[on]];
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    return device.createBindGroup({ layout: kernels.layouts[on === 'picture' ? on : 'range'], entries });
  };
  const groups = {
    picture: groupOf('picture'),
    counts: groupOf('counts'),
    differences: groupOf('differences'),
  };
  let pass = stamps ? undefined : encoder.beginComputePass();
  stagesOf(job.layout).forEach(({ kernel, on, workgroups }, index) => {
    if (stamps) pass = encoder.beginComputePass({ timestampWrites: stampsAt(stamps, index) });
    pass?.setPipeline(kernels.pipelines[kernel]);
    pass?.setBindGroup(0, groups[on]);
    pass?.dispatchWorkgroups(...spread(workgroups));
    if (stamps) pass?.end();
  });
  if (!stamps) pass?.end();
}

function stampsAt(querySet: GPUQuerySet, index: number): GPUComputePassTimestampWrites {
  return { querySet, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 };
}
