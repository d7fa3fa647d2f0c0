// The GPU as a backend. Jobs go to a `Runner` for the device that is open; when that device is lost, the next job opens
// another one.
import type { Costs, Features } from '../../core/costs.ts';
import { type Image, sampleCount } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import type { Backend, BackendResult, CodedTarget, DirectJob, ImageResult } from '../backend.ts';
import type { GpuLimits } from './capacity.ts';
import { gpuFeatures, planTime } from './costs.ts';
import { type AdapterSummary, type Device, type GpuMode, openDevice } from './device.ts';
import { unlessAborted } from './leaving.ts';
import { Runner, type RunnerStats } from './runner.ts';

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
  #runner: Runner;
  #reopening: Promise<void> | undefined;

  private constructor(options: GpuOptions, device: Device) {
    this.#options = options;
    this.adapter = device.adapter;
    this.#device = device;
    this.#runner = new Runner(device, options.limits);
  }

  /** Undefined when the machine has no adapter of the wanted kind. */
  static async open(options: GpuOptions): Promise<GpuBackend | undefined> {
    const device = await openDevice(options.mode);
    return device && new GpuBackend(options, device);
  }

  get description(): string {
    const { description, vendor, architecture } = this.adapter;
    return description || `${vendor} ${architecture}`;
  }

  /** A software adapter computes on the CPU, where libjpeg's own code is faster. */
  get fast(): boolean {
    return !this.adapter.software;
  }

  /**
   * Whether a plan is worth offering to the GPU, judged by its shapes alone. Never false for a plan that `supports`
   * takes, and far cheaper: no step is lowered.
   */
  couldRun(plan: Plan): boolean {
    return this.#runner.couldRun(plan);
  }

  supports(plan: Plan): boolean {
    return this.#runner.supports(plan);
  }

  expects(plan: Plan, costs: Costs): number {
    return planTime(plan, costs);
  }

  features(step: PlannedStep): Features {
    return gpuFeatures(step);
  }

  async process(plan: Plan, image: Image, run: Run = UNBOUND): Promise<ImageResult> {
    if (image.data.length !== sampleCount(plan.input)) throw new Error('the picture does not fit the plan');
    const runner = await this.#open(run);
    return runner.process(plan, image, run);
  }

  async direct(job: DirectJob, run: Run = UNBOUND): Promise<BackendResult | undefined> {
    const runner = await this.#open(run);
    return runner.direct(job, run);
  }

  /** Whether the result of a plan can be encoded as a JPEG here, or its rows be filtered. */
  encodes(plan: Plan, to: CodedTarget): boolean {
    return this.#runner.encodes(plan, to);
  }

  /** Compiles the shaders of passes that are likely to come. */
  warm(passes: readonly Pass[]): Promise<void> {
    return this.#runner.warm(passes);
  }

  /** What was used of the open device. */
  stats(): RunnerStats {
    return this.#runner.stats();
  }

  async close(): Promise<void> {
    this.#runner.destroy();
  }

  /** The runner of a device that works. */
  async #open(run: Run): Promise<Runner> {
    if (this.#device.loss.aborted) await unlessAborted(this.#reopen(), run);
    return this.#runner;
  }

  /** Everything is rebuilt together: after a loss the adapter, the buffers and the shaders are dead. */
  #reopen(): Promise<void> {
    this.#reopening ??= openDevice(this.#options.mode)
      .then((device) => {
        if (!device) throw new Error('the GPU is gone');
        this.#runner.destroy();
        this.#device = device;
        this.#runner = new Runner(device, this.#options.limits);
      })
      .finally(() => {
        this.#reopening = undefined;
      });
    return this.#reopening;
  }
}
