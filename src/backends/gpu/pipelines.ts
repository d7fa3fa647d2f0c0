// Compiles the shaders of passes, each once for a device.
import type { Pass } from '../../core/pass.ts';
import { linkShader, shaderKey } from './link.ts';
import { compileStage, type Stage } from './stage.ts';

/** The buffers that passes are given (`pass-dispatches.ts`). */
const PASS_BUFFERS = ['source', 'goal', 'frame', 'stages', 'table', 'ledger', 'other'] as const;

export type PassBuffer = (typeof PASS_BUFFERS)[number];

/** Compiled shaders of one device, each compiled once. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #compiled = new Map<string, Promise<Stage>>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Shaders compiled since the device was opened. */
  get count(): number {
    return this.#compiled.size;
  }

  /** The stage for a pass; compiled at the first call for its key. */
  get(pass: Pass): Promise<Stage> {
    const key = shaderKey(pass);
    let stage = this.#compiled.get(key);
    if (!stage) {
      stage = this.#compile(pass, key);
      this.#compiled.set(key, stage);
      stage.catch(() => this.#compiled.delete(key));
    }
    return stage;
  }

  async #compile(pass: Pass, name: string): Promise<Stage> {
    const stage = await compileStage(this.#device, { name, code: await linkShader(pass) });
    const unknown = stage.bindings.find((binding) => !PASS_BUFFERS.includes(binding.name as PassBuffer));
    if (unknown) throw new Error(`no pass has a buffer "${unknown.name}": ${PASS_BUFFERS.join(', ')}`);
    return stage;
  }
}
