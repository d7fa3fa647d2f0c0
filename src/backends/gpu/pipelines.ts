import type { Pass } from '../../core/pass.ts';
import { linkShader, shaderKey } from './link.ts';

/** Compiled shaders of one device, each compiled once. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #layout: GPUBindGroupLayout;
  readonly #pipelineLayout: GPUPipelineLayout;
  readonly #compiled = new Map<string, Promise<GPUComputePipeline>>();

  constructor(device: GPUDevice) {
    this.#device = device;
    const types = [
      'read-only-storage',
      'storage',
      'uniform',
      'uniform',
      'read-only-storage',
      'storage',
      'read-only-storage',
    ] as const;
    // Explicit: a layout read off a shader lacks the bindings that the shader does not use.
    this.#layout = device.createBindGroupLayout({
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    this.#pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [this.#layout] });
  }

  /** Source, goal, frame, stages, table, ledger and the other picture, in this order. */
  get bindGroupLayout(): GPUBindGroupLayout {
    return this.#layout;
  }

  /** Shaders compiled since the device was opened. */
  get count(): number {
    return this.#compiled.size;
  }

  /** The pipeline for a pass; compiled at the first call for its key. */
  get(pass: Pass): Promise<GPUComputePipeline> {
    const key = shaderKey(pass);
    let pipeline = this.#compiled.get(key);
    if (!pipeline) {
      pipeline = this.#compile(pass, key);
      this.#compiled.set(key, pipeline);
      pipeline.catch(() => this.#compiled.delete(key));
    }
    return pipeline;
  }

  async #compile(pass: Pass, label: string): Promise<GPUComputePipeline> {
    const module = this.#device.createShaderModule({ label, code: await linkShader(pass) });
    return this.#device.createComputePipelineAsync({
      label,
      layout: this.#pipelineLayout,
      compute: { module, entryPoint: 'main' },
    });
  }
}
