// Compiles the shaders of passes, each once per device.
import { LRUCache } from 'lru-cache';
import type { Pass } from '../../core/pass.ts';
import { type ComputeProgram, compileProgram } from './compute-program.ts';
import { linkShader, shaderKey } from './link.ts';

/** Names of the buffers that passes can bind (`pass-dispatches.ts`). */
const PASS_BUFFERS = ['source', 'goal', 'frame', 'stages', 'table', 'ledger', 'other'] as const;

export type PassBuffer = (typeof PASS_BUFFERS)[number];

/**
 * Compiled shaders that are kept. A server needs some hundreds. Strangers may write any number of rows of point ops, and each
 * other row is another shader.
 */
const MOST = 1000;

/** The compiled shaders of one device, those that were used last. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #compiled: LRUCache<string, Promise<ComputeProgram>>;

  constructor(device: GPUDevice, most = MOST) {
    this.#device = device;
    this.#compiled = new LRUCache({ max: most });
  }

  /** Shaders that are kept. */
  get count(): number {
    return this.#compiled.size;
  }

  /** The program of a pass. Compiles it on the first call for its key. */
  get(pass: Pass): Promise<ComputeProgram> {
    const key = shaderKey(pass);
    let program = this.#compiled.get(key);
    if (!program) {
      program = this.#compile(pass, key);
      this.#compiled.set(key, program);
      program.catch(() => this.#compiled.delete(key));
    }
    return program;
  }

  async #compile(pass: Pass, name: string): Promise<ComputeProgram> {
    const program = await compileProgram(this.#device, { name, code: await linkShader(pass) });
    const unknown = program.bindings.find((binding) => !PASS_BUFFERS.includes(binding.name as PassBuffer));
    if (unknown)
      throw new Error(`passes have no buffer "${unknown.name}"; they have ${PASS_BUFFERS.join(', ')}`);
    return program;
  }
}
