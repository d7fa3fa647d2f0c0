import { link } from 'wesl/core';
import { compileStage, type Stage } from '../compile-stage.ts';
import { shaderModules } from '../shaders.ts';

/** The buffers of the shaders in `wgsl/codecs/png`, in the order of their bindings. */
const BUFFERS = ['frame', 'source', 'choices', 'stream', 'sums'] as const;

type BufferName = (typeof BUFFERS)[number];

interface StageUse {
  readonly reads: readonly BufferName[];
  readonly writes: readonly BufferName[];
}

/** The stages in the order in which they run. */
const STAGES = {
  choose: { reads: ['source'], writes: ['choices'] },
  write: { reads: ['source', 'choices'], writes: ['stream', 'sums'] },
} as const satisfies Record<string, StageUse>;

type StageName = keyof typeof STAGES;

/** What the stages bind for a picture. */
export type FilterBuffers = Readonly<Record<BufferName, GPUBufferBinding>>;

export type CompiledStages = Readonly<Record<StageName, Stage>>;

/** Compiles every stage for a device. */
export async function compileStages(device: GPUDevice): Promise<CompiledStages> {
  const [choose, write] = await Promise.all([compile(device, 'choose'), compile(device, 'write')]);
  return { choose, write };
}

async function compile(device: GPUDevice, name: StageName): Promise<Stage> {
  const weslSrc = Object.fromEntries(shaderModules());
  const { dest: code } = await link({ weslSrc, rootModuleName: moduleOf(name) });
  const use: StageUse = STAGES[name];
  return compileStage<BufferName>(device, `png ${name}`, code, { buffers: BUFFERS, ...use });
}

const moduleOf = (name: string) => `codecs/png/${name}`;

/** The modules below `wgsl/` that nobody imports by their names. */
export function filterModules(): string[] {
  return Object.keys(STAGES).map(moduleOf);
}

/** Records one stage. */
export function dispatchStage(
  device: GPUDevice,
  pass: GPUComputePassEncoder,
  { pipeline, layout }: Stage,
  stage: {
    readonly name: StageName;
    readonly buffers: FilterBuffers;
    readonly groups: readonly [number, number];
  },
): void {
  const { reads, writes }: StageUse = STAGES[stage.name];
  const entries = (['frame', ...reads, ...writes] as const).map((buffer) => ({
    binding: BUFFERS.indexOf(buffer),
    resource: stage.buffers[buffer],
  }));
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...stage.groups);
}
