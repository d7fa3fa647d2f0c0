// Decides which plans fit a device, and cuts their passes into bands.
import type { Pass } from '../../core/pass.ts';
import { type Band, cutBands, texelBytes } from '../../plan/bands.ts';
import type { Plan } from '../../plan/plan.ts';
import { sizeClass } from '../pool.ts';
import { type BandedPass, texelBufferBytes } from './packed-task.ts';
import { readBackOf } from './read-back.ts';

/** Limits on what Noir takes of a device. Lower than the device's own to share it, or in tests. */
export interface GpuLimits {
  /**
   * Bytes of texel buffers over all tasks in flight. A budget is needed because drivers do not report low memory.
   */
  readonly bytes: number;
  /** Bytes of one binding. Larger passes run in bands. */
  readonly bindingBytes: number;
  /**
   * Time for one submission. A GPU that takes longer counts as hanging, and is given up. No limit by default.
   */
  readonly milliseconds?: number;
}

/** A device's limits that decide which plans fit it. */
export type DeviceLimits = Pick<
  GPUSupportedLimits,
  'maxStorageBufferBindingSize' | 'maxBufferSize' | 'minStorageBufferOffsetAlignment'
>;

/** Default budget in bytes for all tasks in flight: 2 GiB. */
const USUAL_BYTES = 2 ** 31;

export class Capacity {
  readonly limits: GpuLimits;
  readonly #device: DeviceLimits;

  constructor(device: DeviceLimits, limits: Partial<GpuLimits> = {}) {
    this.#device = device;
    this.limits = {
      bytes: limits.bytes ?? USUAL_BYTES,
      bindingBytes: Math.min(limits.bindingBytes ?? Infinity, device.maxStorageBufferBindingSize),
    };
  }

  /**
   * Quick test by the shapes of input, output and further pictures. Lowers no step. Never false for a plan that
   * `supports` accepts.
   */
  couldRun({ input, output, steps }: Plan): boolean {
    const largest = Math.max(texelBytes(input), texelBytes(output));
    return this.#holds(largest, 2 * largest + othersBytes(steps));
  }

  /** Whether the device can run the plan. Lowers its steps. */
  supports(plan: Plan): boolean {
    return (
      this.#holds(Math.max(texelBufferBytes(plan), readBackOf(plan).bytes), taskBytes(plan)) &&
      plan.passes.every((pass) => this.#cut(pass) !== undefined && this.#binds(pass))
    );
  }

  /** The passes of a supported plan, each with its bands. */
  band({ passes }: Plan): BandedPass[] {
    return passes.map((pass) => ({ pass, bands: this.#cut(pass) ?? [] }));
  }

  /** Whether the largest buffer is within the device's limit, and the whole task within the budget. */
  #holds(largest: number, task: number): boolean {
    return sizeClass(largest) <= this.#device.maxBufferSize && task <= this.limits.bytes;
  }

  #cut(pass: Pass): Band[] | undefined {
    return cutBands(pass, {
      maxStorageBufferBindingSize: this.limits.bindingBytes,
      minStorageBufferOffsetAlignment: this.#device.minStorageBufferOffsetAlignment,
    });
  }

  /**
   * Whether bindings that a pass needs as a whole fit. Ledgers are small; only the device's own limit applies to
   * them.
   */
  #binds({ other, ledger = 0 }: Pass): boolean {
    const bytes = other ? texelBytes(other.shape) : 0;
    return bytes <= this.limits.bindingBytes && 4 * ledger <= this.#device.maxStorageBufferBindingSize;
  }
}

/** GPU memory of a plan in bytes: two texel buffers, further pictures and ledgers. */
export function taskBytes(plan: Plan): number {
  const ledgers = plan.passes.reduce((sum, { ledger = 0 }) => sum + 4 * ledger, 0);
  return 2 * texelBufferBytes(plan) + othersBytes(plan.steps) + ledgers;
}

function othersBytes(steps: Plan['steps']): number {
  return steps.flatMap(({ others }) => others.map(texelBytes)).reduce((sum, bytes) => sum + bytes, 0);
}
