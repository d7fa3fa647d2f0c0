// A GPU that another process has open, for planning: it offers the same legs, and cannot run them.
import type { Plan } from '../../plan/plan.ts';
import type { Backend, CodedTarget } from '../backend.ts';
import { Capacity, type DeviceLimits } from './capacity.ts';
import type { AdapterSummary } from './device.ts';
import { fitsJpeg } from './jpeg/encoder.ts';
import { fitsPng } from './png/filter.ts';

/** Everything about an open GPU that decides on ways, as plain data. */
export interface GpuOutline {
  readonly adapter: AdapterSummary;
  readonly limits: DeviceLimits;
}

export class DistantGpu implements Backend {
  readonly name = 'gpu';
  readonly description: string;
  readonly fast: boolean;
  readonly #capacity: Capacity;
  readonly #limits: DeviceLimits;

  constructor({ adapter, limits }: GpuOutline) {
    this.description = adapter.description;
    this.fast = !adapter.software;
    this.#capacity = new Capacity(limits);
    this.#limits = limits;
  }

  couldRun(plan: Plan): boolean {
    return this.#capacity.couldRun(plan);
  }

  supports(plan: Plan): boolean {
    return this.#capacity.supports(plan);
  }

  encodes({ output }: Plan, to: CodedTarget): boolean {
    return to.kind === 'png' ? fitsPng(output, this.#limits) : fitsJpeg(output, to, this.#limits);
  }

  process(): never {
    throw new Error('this GPU is in another process');
  }

  perform(): never {
    return this.process();
  }

  async close(): Promise<void> {}
}
