import { link } from 'wesl/core';
import { compileStage, type Stage } from '../compile-stage.ts';
import { shaderModules, shaderSource } from '../shaders.ts';

/** The buffers of the shaders in `wgsl/codecs/jpeg/encode`, in the order of their bindings. */
const BUFFERS = [
  'frame',
  'source',
  'tables',
  'coefficients',
  'masks',
  'places',
  'groups',
  'starts',
  'packed',
  'chunks',
  'chunkStarts',
  'stuffed',
  'counts',
] as const;

export type BufferName = (typeof BUFFERS)[number];

interface StageUse {
  readonly reads: readonly BufferName[];
  readonly writes: readonly BufferName[];
  /** What becomes of the symbols, where the stage goes through them. */
  readonly sink?: string;
}

const SYMBOLS_OF = ['tables', 'coefficients', 'masks'] as const;
const STREAM = ['places', 'starts', 'packed'] as const;

/** The stages in the order in which they run; `count` only for tables made to measure. */
export const STAGES = {
  transform: { reads: ['source', 'tables'], writes: ['coefficients', 'masks'] },
  count: { reads: SYMBOLS_OF, writes: ['counts'], sink: 'count' },
  measure: { reads: SYMBOLS_OF, writes: ['places', 'groups'], sink: 'sum' },
  place: { reads: ['groups'], writes: ['starts', 'packed'] },
  pack: { reads: [...SYMBOLS_OF, 'places', 'starts'], writes: ['packed'], sink: 'word' },
  tally: { reads: STREAM, writes: ['chunks'] },
  settle: { reads: [...STREAM, 'chunks'], writes: ['chunkStarts', 'stuffed'] },
  stuff: { reads: [...STREAM, 'chunkStarts'], writes: ['stuffed'] },
} as const satisfies Record<string, StageUse>;

export type StageName = keyof typeof STAGES;

/** What a stage binds for a job. */
export type JobBuffers = Readonly<Partial<Record<BufferName, GPUBufferBinding>>>;

export type CompiledStages = Readonly<Record<StageName, Stage>>;

/** Compiles every stage for a device. */
export async function compileStages(device: GPUDevice): Promise<CompiledStages> {
  const names = Object.keys(STAGES) as StageName[];
  const stages = await Promise.all(names.map(async (name) => [name, await compile(device, name)] as const));
  return Object.fromEntries(stages) as unknown as CompiledStages;
}

async function compile(device: GPUDevice, name: StageName): Promise<Stage> {
  const use: StageUse = STAGES[name];
  return compileStage<BufferName>(device, `jpeg encode ${name}`, await linkStage(name), {
    buffers: BUFFERS,
    ...use,
  });
}

const FOLDER = 'codecs/jpeg/encode';

/** The modules below `wgsl/` that nobody imports by their names. */
export function encodeModules(): string[] {
  return Object.entries<StageUse>(STAGES).flatMap(([name, { sink }]) => [
    `${FOLDER}/${name}`,
    ...(sink ? [`${FOLDER}/sinks/${sink}`] : []),
  ]);
}

async function linkStage(name: StageName): Promise<string> {
  const { sink }: StageUse = STAGES[name];
  const linked = await link({
    weslSrc: {
      ...Object.fromEntries(shaderModules()),
      ...(sink && { sink: shaderSource(`${FOLDER}/sinks/${sink}`) }),
    },
    rootModuleName: `${FOLDER}/${name}`,
  });
  return linked.dest;
}

/** A stage with the workgroups of its dispatch. */
export type StageDispatch = readonly [name: StageName, groups: readonly [x: number, y: number]];

/** A row of a dispatch holds so many workgroups at most, on every device. */
const ROW = 65_535;

/** Workgroups that are counted one by one, in as many rows as they need. */
export function inRows(groups: number): readonly [x: number, y: number] {
  return [Math.min(groups, ROW), Math.ceil(groups / ROW)];
}

/** Records one stage of a job. */
export function dispatchStage(
  device: GPUDevice,
  pass: GPUComputePassEncoder,
  stages: CompiledStages,
  { stage: [name, groups], buffers }: { readonly stage: StageDispatch; readonly buffers: JobBuffers },
): void {
  const { pipeline, layout } = stages[name];
  const { reads, writes }: StageUse = STAGES[name];
  const entries = (['frame', ...reads, ...writes] as const).map((buffer) => ({
    binding: BUFFERS.indexOf(buffer),
    resource: buffers[buffer] as GPUBufferBinding,
  }));
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...groups);
}
