// What a device has room for: which plans it can run, and how their passes are cut into bands.
import type { Pass } from '../../core/pass.ts';
import { type Band, cutBands, texelBytes } from '../../plan/bands.ts';
import type { Plan } from '../../plan/plan.ts';
import { sizeClass } from '../pool.ts';
import { type BandedPass, texelBufferBytes } from './packed-task.ts';

/** What a device may be asked for; lower than the device's own to share it, or to test. */
export interface GpuLimits {
  /** Bytes of texel buffers over all tasks in flight; drivers do not tell when memory runs out. */
  readonly bytes: number;
  /** Bytes of one binding; what is larger is worked in bands. */
  readonly bindingBytes: number;
}

/** Bytes for all tasks in flight unless told: 2 GiB. */
const USUAL_BYTES = 2 ** 31;

export class Capacity {
  readonly limits: GpuLimits;
  readonly #device: GPUSupportedLimits;

  constructor(device: GPUSupportedLimits, limits: Partial<GpuLimits> = {}) {
    this.#device = device;
    this.limits = {
      bytes: limits.bytes ?? USUAL_BYTES,
      bindingBytes: Math.min(limits.bindingBytes ?? Infinity, device.maxStorageBufferBindingSize),
    };
  }

  /**
   * Whether a plan is worth a closer look, judged by the shapes of its input, its output and its further pictures.
   * Never false for a plan that `supports` takes, and far cheaper: no step is lowered.
   */
  couldRun({ input, output, steps }: Plan): boolean {
    const largest = Math.max(texelBytes(input), texelBytes(output));
    return this.#holds(largest, 2 * largest + othersBytes(steps));
  }

  /** Whether a plan can be run. Lowers its steps. */
  supports(plan: Plan): boolean {
    return (
      this.#holds(texelBufferBytes(plan), taskBytes(plan)) &&
      plan.passes.every((pass) => this.#cut(pass) !== undefined && this.#binds(pass))
    );
  }

  /** The passes of a plan that can be run, with the bands in which each is worked. */
  band({ passes }: Plan): BandedPass[] {
    return passes.map((pass) => ({ pass, bands: this.#cut(pass) ?? [] }));
  }

  #holds(texels: number, task: number): boolean {
    return sizeClass(texels) <= this.#device.maxBufferSize && task <= this.limits.bytes;
  }

  #cut(pass: Pass): Band[] | undefined {
    return cutBands(pass, {
      maxStorageBufferBindingSize: this.limits.bindingBytes,
      minStorageBufferOffsetAlignment: this.#device.minStorageBufferOffsetAlignment,
    });
  }

  /** Whether what a pass binds whole fits a binding; ledgers are small, and the device's own limit is theirs. */
  #binds({ other, ledger = 0 }: Pass): boolean {
    const bytes = other ? texelBytes(other.shape) : 0;
    return bytes <= this.limits.bindingBytes && 4 * ledger <= this.#device.maxStorageBufferBindingSize;
  }
}

/** Bytes of the GPU's memory that a plan takes at most: its two texel buffers, further pictures and ledgers. */
export function taskBytes(plan: Plan): number {
  const ledgers = plan.passes.reduce((sum, { ledger = 0 }) => sum + 4 * ledger, 0);
  return 2 * texelBufferBytes(plan) + othersBytes(plan.steps) + ledgers;
}

function othersBytes(steps: Plan['steps']): number {
  return steps.flatMap(({ others }) => others.map(texelBytes)).reduce((sum, bytes) => sum + bytes, 0);
}
