// The GPU as a backend. An `Executor` runs tasks on the open device. After a device is lost, the next task opens
// another.
import type { Costs, Features } from '../../core/costs.ts';
import { type Image, sampleCount } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import type { Backend, BackendResult, CodedTarget, DeviceUsage, ImageResult, Task } from '../backend.ts';
import type { GpuLimits } from './capacity.ts';
import { gpuFeatures, planTime } from './costs.ts';
import { type AdapterSummary, type Device, type GpuMode, openDevice } from './device.ts';
import type { GpuOutline } from './distant.ts';
import { Executor, type ExecutorStats } from './executor.ts';
import { unlessAborted } from './leaving.ts';

export interface GpuOptions {
  readonly mode: GpuMode;
  readonly limits?: Partial<GpuLimits>;
}

/** Runs plans as WGSL compute shaders. */
export class GpuBackend implements Backend {
  readonly name = 'gpu';
  readonly adapter: AdapterSummary;
  readonly #options: GpuOptions;
  #device: Device;
  #executor: Executor;
  #reopening: Promise<void> | undefined;
  #losses = 0;
  #isClosed = false;

  private constructor(options: GpuOptions, device: Device) {
    this.#options = options;
    this.adapter = device.adapter;
    this.#device = device;
    this.#executor = new Executor(device, options.limits);
  }

  /** Returns undefined when the machine has no adapter of this kind. */
  static async open(options: GpuOptions): Promise<GpuBackend | undefined> {
    const device = await openDevice(options.mode);
    return device && new GpuBackend(options, device);
  }

  get description(): string {
    const { description, vendor, architecture } = this.adapter;
    return description || `${vendor} ${architecture}`;
  }

  /** False for a software adapter: it computes on the CPU, where libjpeg is faster. */
  get fast(): boolean {
    return !this.adapter.software;
  }

  /** What another process needs for planning. */
  get outline(): GpuOutline {
    const { maxStorageBufferBindingSize, maxBufferSize, minStorageBufferOffsetAlignment } =
      this.#device.device.limits;
    const limits = { maxStorageBufferBindingSize, maxBufferSize, minStorageBufferOffsetAlignment };
    return { adapter: this.adapter, limits };
  }

  /** Quick test by shapes alone, before any step is lowered. Never false for a plan that `supports` accepts. */
  couldRun(plan: Plan): boolean {
    return this.#executor.couldRun(plan);
  }

  supports(plan: Plan): boolean {
    return this.#executor.supports(plan);
  }

  expects(plan: Plan, costs: Costs): number {
    return planTime(plan, costs);
  }

  features(step: PlannedStep): Features {
    return gpuFeatures(step);
  }

  async process(plan: Plan, image: Image, run: Run = UNBOUND): Promise<ImageResult> {
    if (image.data.length !== sampleCount(plan.input))
      throw new Error('the image does not have the shape that the plan expects');
    const executor = await this.#open(run);
    return executor.process(plan, image, run);
  }

  async perform(task: Task, run: Run = UNBOUND): Promise<BackendResult | undefined> {
    const executor = await this.#open(run);
    return executor.perform(task, run);
  }

  /** Whether the GPU can encode the plan's result as a JPEG, or filter its rows for PNG. */
  encodes(plan: Plan, to: CodedTarget): boolean {
    return this.#executor.encodes(plan, to);
  }

  /** Compiles shaders for passes that are likely to come. */
  warm(passes: readonly Pass[]): Promise<void> {
    return this.#executor.warm(passes);
  }

  get usage(): DeviceUsage {
    return { losses: this.#losses, ...this.#executor.held() };
  }

  /** Counters of the open device. */
  stats(): ExecutorStats {
    return this.#executor.stats();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#executor.destroy();
  }

  /** The executor of a working device. */
  async #open(run: Run): Promise<Executor> {
    if (this.#device.loss.aborted) await unlessAborted(this.#reopen(), run);
    return this.#executor;
  }

  /** Rebuilds adapter, device, buffers and shaders together: after a loss none of them works. */
  #reopen(): Promise<void> {
    this.#reopening ??= openDevice(this.#options.mode)
      .then((device) => {
        this.#losses++;
        if (!device) throw new Error('the GPU was lost and no adapter is left');
        this.#executor.destroy();
        this.#device = device;
        this.#executor = new Executor(device, this.#options.limits);
        if (this.#isClosed) this.#executor.destroy();
      })
      .finally(() => {
        this.#reopening = undefined;
      });
    return this.#reopening;
  }
}
