/** A compiled stage of a codec. */
export interface Stage {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** What a stage binds besides `frame`, its uniforms: by name, at its place in `buffers`. */
interface Bindings<Name extends string> {
  readonly buffers: readonly (Name | 'frame')[];
  readonly reads: readonly Name[];
  readonly writes: readonly Name[];
}

/** Compiles the `main` of linked WGSL. */
export async function compileStage<Name extends string>(
  device: GPUDevice,
  label: string,
  code: string,
  { buffers, reads, writes }: Bindings<Name>,
): Promise<Stage> {
  const entry = (buffer: Name | 'frame', type: GPUBufferBindingType) => ({
    binding: buffers.indexOf(buffer),
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type },
  });
  const layout = device.createBindGroupLayout({
    entries: [
      entry('frame', 'uniform'),
      ...reads.map((buffer) => entry(buffer, 'read-only-storage')),
      ...writes.map((buffer) => entry(buffer, 'storage')),
    ],
  });
  const pipeline = await device.createComputePipelineAsync({
    label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label, code }), entryPoint: 'main' },
  });
  return { pipeline, layout };
}
