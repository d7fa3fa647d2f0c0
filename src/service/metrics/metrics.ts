/** Counts and times what a server does, for Prometheus. */
import type * as Prometheus from 'prom-client';
import type { Answer } from '../../engine/job.ts';
import { type Figures, INSTRUMENTS, type Instrument, type MetricName } from './instruments.ts';
import { processFigures } from './process-figures.ts';

type Library = typeof Prometheus;

/** A metric of the library, by what is done to it here. */
interface Metric {
  inc?(labels: Readonly<Record<string, string>>, value?: number): void;
  set?(labels: Readonly<Record<string, string>>, value: number): void;
  observe?(labels: Readonly<Record<string, string>>, value: number): void;
  reset(): void;
}

const NONE = {};

/** Counts what a server does, for Prometheus. `Metrics.open()` makes one; `createApp` takes it as `metrics`. */
export class Metrics {
  readonly #registry: Prometheus.Registry;
  readonly #metrics: ReadonlyMap<MetricName, Metric>;
  readonly #watched: (() => Figures)[] = [processFigures()];

  private constructor(library: Library) {
    this.#registry = new library.Registry();
    const made = Object.entries(INSTRUMENTS).map(([name, instrument]) => {
      return [name as MetricName, make(library, this.#registry, name, instrument)] as const;
    });
    this.#metrics = new Map(made);
  }

  /** Loads the library. */
  static async open(): Promise<Metrics> {
    return new Metrics(await import('prom-client'));
  }

  /** The value of `Content-Type`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Asks for figures whenever somebody reads the metrics. */
  watch(figures: () => Figures): void {
    this.#watched.push(figures);
  }

  /** Adds 1 to a counter. */
  count(name: MetricName, labels: Readonly<Record<string, string>> = NONE): void {
    this.#metrics.get(name)?.inc?.(labels);
  }

  /** Adds to a gauge. */
  add(name: MetricName, value: number): void {
    this.#metrics.get(name)?.inc?.(NONE, value);
  }

  /** `seconds` go into a histogram. */
  time(name: MetricName, seconds: number, labels: Readonly<Record<string, string>> = NONE): void {
    this.#metrics.get(name)?.observe?.(labels, seconds);
  }

  /** Counts a job with its parts. */
  answered(answer: Answer): void {
    if (answer.kind === 'problem') {
      this.count('noir_job_problems_total', { code: answer.problem.code });
      return;
    }
    this.count('noir_jobs_total', { backend: answer.backend });
    if (answer.failedOver) this.count('noir_jobs_failed_over_total');
    for (const [part, milliseconds] of Object.entries(answer.timings)) {
      this.time('noir_job_part_duration_seconds', milliseconds / 1000, { part });
    }
  }

  /** The metrics in Prometheus' text format. */
  async text(): Promise<string> {
    const figures = this.#watched.flatMap((look) => look());
    for (const name of new Set(figures.map(([name]) => name))) this.#metrics.get(name)?.reset();
    for (const [name, value, labels = NONE] of figures) {
      const metric = this.#metrics.get(name);
      if (metric?.set) metric.set(labels, value);
      else metric?.inc?.(labels, value);
    }
    return this.#registry.metrics();
  }
}

function make(library: Library, registry: Prometheus.Registry, name: string, instrument: Instrument): Metric {
  const { kind, help, labels = [], buckets = [] } = instrument;
  const common = { name, help, labelNames: [...labels], registers: [registry] };
  if (kind === 'counter') return new library.Counter(common) as Metric;
  if (kind === 'gauge') return new library.Gauge(common) as Metric;
  return new library.Histogram({ ...common, buckets: [...buckets] }) as Metric;
}
