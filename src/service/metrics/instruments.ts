/** The metrics of a server, as a table: names, kinds, labels and help. Names are OpenTelemetry's where it has some. */

export interface Instrument {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram, in its unit. */
  readonly buckets?: readonly number[];
}

/** OpenTelemetry's advice for the durations of HTTP requests, in seconds. */
const REQUEST = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Parts of a job: a thumbnail is decoded in a millisecond, and deadlines are some seconds. */
const PART = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const INSTRUMENTS = {
  http_server_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time from the headers of a request to those of its answer.',
    labels: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: REQUEST,
  },
  http_server_active_requests: { kind: 'gauge', help: 'Requests in progress.' },
  noir_job_part_duration_seconds: {
    kind: 'histogram',
    help: 'Time of the parts of jobs, by the names of Server-Timing: turn is the wait for a place.',
    labels: ['part'],
    buckets: PART,
  },
  noir_jobs_total: { kind: 'counter', help: 'Jobs that were done, by backend.', labels: ['backend'] },
  noir_job_problems_total: {
    kind: 'counter',
    help: 'Jobs that ended in a problem, by code.',
    labels: ['code'],
  },
  noir_jobs_failed_over_total: { kind: 'counter', help: 'Jobs that were done in another way than expected.' },
  noir_jobs_running: { kind: 'gauge', help: 'Jobs in progress.' },
  noir_jobs_waiting: { kind: 'gauge', help: 'Jobs that wait for their turn or for memory.' },
  noir_jobs_waiting_cost_seconds: {
    kind: 'gauge',
    help: 'Expected time of the jobs that wait for their turn.',
  },
  noir_traffic_bytes: { kind: 'gauge', help: 'Bytes of bodies, and of answers that are not taken yet.' },
  noir_fetch_duration_seconds: {
    kind: 'histogram',
    help: 'Time that sources take for a file, by outcome: file, unchanged, or the code of an error.',
    labels: ['outcome'],
    buckets: PART,
  },
  noir_pictures_total: {
    kind: 'counter',
    help: 'Pictures of GET /image, by how they came about: hit, stale, made, collapsed or bypassed.',
    labels: ['how'],
  },
  noir_cache_requests_total: {
    kind: 'counter',
    help: 'Questions to the stores of finished pictures.',
    labels: ['store', 'result'],
  },
  noir_backend_failures_total: {
    kind: 'counter',
    help: 'Failures of a backend, after which the next one took over.',
    labels: ['backend'],
  },
  noir_breaker_open: {
    kind: 'gauge',
    help: '1 while a backend that keeps failing is left alone.',
    labels: ['backend'],
  },
  noir_gpu_losses_total: { kind: 'counter', help: 'Losses of the GPU.' },
  noir_gpu_pool_bytes: {
    kind: 'gauge',
    help: 'Bytes of GPU buffers, in use (leased) and kept for the next job (free).',
    labels: ['state'],
  },
  noir_worker_deaths_total: { kind: 'counter', help: 'Worker processes that ended unasked.' },
  process_cpu_seconds_total: { kind: 'counter', help: 'CPU time of the front process.' },
  process_resident_memory_bytes: { kind: 'gauge', help: 'Resident memory of the front process.' },
  process_start_time_seconds: { kind: 'gauge', help: 'Start of the front process, in seconds since 1970.' },
  nodejs_eventloop_utilization: {
    kind: 'gauge',
    help: 'Part of the time, since the last look, in which the event loop of the front process was busy.',
  },
} as const satisfies Readonly<Record<string, Instrument>>;

export type MetricName = keyof typeof INSTRUMENTS;

/** What is not counted when it happens, but looked at when somebody asks. */
export type Figures = readonly (readonly [
  name: MetricName,
  value: number,
  labels?: Readonly<Record<string, string>>,
])[];
