import type { Backend, BackendName } from '../backends/backend.ts';
import { pixelCount } from '../core/image.ts';
import type { Plan } from '../plan/plan.ts';
import { planPixels } from '../plan/work.ts';
import { Estimate } from './estimate.ts';
import { expectTime, FIXED } from './expected.ts';
import { planKey } from './plan-key.ts';

/** Kinds of plans that are remembered, the latest ones: callers can make as many as they like. */
export const CAPACITY = 500;
/** A backend loses its place to one that is faster by this factor: noise is less. */
const MARGIN = 1.15;
/** A backend is tried where it is not expected to take more than this many times what the first one does. */
const REACH = 2;
/** Before these runs of a kind, the first one known being number 0: the first run of a backend may compile. */
const TRIALS: readonly number[] = [2, 5];
/** And from here on before each power of two: what was learnt while something else was going on must not last. */
const LATER_TRIALS = 16;
/** Milliseconds in which libjpeg decodes or encodes a pixel at best. */
const CODEC = 8e-6;

interface Known {
  readonly estimates: Map<BackendName, Estimate>;
  /** Who is asked first, by the power of two of the pixels. */
  readonly chosen: Map<number, BackendName>;
  /** What is expected for each pixel, by backend and power of two: asking takes as long as a small picture. */
  readonly guesses: Map<string, number>;
  runs: number;
}

/** Knows who is likely to be done first: by what plans of the kind took here, and before by what is expected. */
export class Costs {
  readonly #known = new Map<string, Known>();

  /** How many kinds of plans are remembered. */
  get size(): number {
    return this.#known.size;
  }

  /**
   * Backends that can run a plan by the time that they are expected to take. The order in which they are given
   * breaks ties, and the first one keeps its place until another one is clearly faster. A software adapter, which
   * nobody gets without asking, stays where it is.
   */
  rank<Some extends Backend>(plan: Plan, able: readonly Some[]): Some[] {
    const known = this.#known.get(planKey(plan));
    const ranked = byTime(plan, able.filter(isReal), known);
    return able.map((backend) => (isReal(backend) ? (ranked.shift() as Some) : backend));
  }

  /** The same for a run that is about to be, which may be the trial of a backend of which little is known. */
  choose<Some extends Backend>(plan: Plan, able: readonly Some[]): Some[] {
    const ranked = this.rank(plan, able);
    const [first] = ranked;
    const known = this.#known.get(planKey(plan));
    if (!first || !known || ranked.length < 2 || !isReal(first)) return ranked;
    known.chosen.set(octaveOf(plan), first.name);
    known.runs++;
    const tried = isTrial(known.runs) ? worthTrying(plan, ranked, known) : undefined;
    return tried ? [tried, ...ranked.filter((backend) => backend !== tried)] : ranked;
  }

  /**
   * Remembers what a run took. Beside other jobs it takes longer than it had to, so such a run counts only where it
   * was quicker than expected all the same.
   */
  learn(plan: Plan, name: BackendName, milliseconds: number, alone: boolean): void {
    const key = planKey(plan);
    const pixels = planPixels(plan);
    const known = this.#known.get(key) ?? {
      estimates: new Map(),
      chosen: new Map(),
      guesses: new Map(),
      runs: 0,
    };
    const before = known.estimates.get(name);
    if (!alone && !(before && milliseconds < before.at(pixels))) return;
    const estimate = before ?? new Estimate(FIXED[name]);
    estimate.add(pixels, milliseconds);
    known.estimates.set(name, estimate);
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > CAPACITY) this.#known.delete(this.#known.keys().next().value as string);
  }

  /** Whether a backend is known to take longer than another one would with a JPEG to decode or encode besides. */
  isOutrun(plan: Plan, { name }: Backend, others: readonly Backend[]): boolean {
    const estimates = this.#known.get(planKey(plan))?.estimates;
    const pixels = planPixels(plan);
    const own = estimates?.get(name)?.at(pixels) ?? 0;
    const codec = CODEC * Math.max(pixelCount(plan.input), pixelCount(plan.output));
    return others.some((other) => {
      const theirs = estimates?.get(other.name)?.at(pixels) ?? Number.POSITIVE_INFINITY;
      return own > MARGIN * (theirs + codec);
    });
  }
}

/** A software adapter is there for tests, whatever it takes. */
function isReal({ name, fast }: Backend): boolean {
  return name !== 'gpu' || fast !== false;
}

function octaveOf(plan: Plan): number {
  return Math.floor(Math.log2(planPixels(plan)));
}

function byTime<Some extends Backend>(plan: Plan, able: readonly Some[], known: Known | undefined): Some[] {
  if (able.length < 2) return [...able];
  const times = timesOf(plan, able, known);
  const timeOf = (backend: Some) => times[able.indexOf(backend)] as number;
  const within = able.filter((backend) => timeOf(backend) <= MARGIN * Math.min(...times));
  const keeper = known?.chosen.get(octaveOf(plan));
  const first = within.find(({ name }) => name === keeper) ?? within[0];
  // The one in front is before itself and everybody.
  const rankOf = (backend: Some) => (backend === first ? -1 : timeOf(backend));
  return [...able].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : rankOf(a) > rankOf(b) ? 1 : 0));
}

/** What is expected of those that have not run yet is measured by how the others kept to it. */
function timesOf(plan: Plan, able: readonly Backend[], known: Known | undefined): number[] {
  const pixels = planPixels(plan);
  const measured = able.map(({ name }) => known?.estimates.get(name)?.at(pixels));
  if (measured.every((time) => time !== undefined)) return measured;
  const expected = able.map((backend) => guessOf(plan, backend, known));
  const errors = measured.flatMap((time, index) => {
    const error = Math.log((time ?? Number.NaN) / (expected[index] as number));
    return Number.isFinite(error) ? [error] : [];
  });
  const pace = Math.exp(errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length));
  return measured.map((time, index) => time ?? pace * (expected[index] as number));
}

function isTrial(runs: number): boolean {
  return TRIALS.includes(runs) || (runs >= LATER_TRIALS && Number.isInteger(Math.log2(runs)));
}

/** A backend that may not take much longer; of the first trials, one that has run less often than there were any. */
function worthTrying<Some extends Backend>(
  plan: Plan,
  [first, ...others]: readonly Some[],
  known: Known,
): Some | undefined {
  const { estimates, runs } = known;
  const pixels = planPixels(plan);
  const best = first && estimates.get(first.name)?.at(pixels);
  if (best === undefined) return undefined;
  return others.find((backend) => {
    const estimate = estimates.get(backend.name);
    const due = runs >= LATER_TRIALS || (estimate?.count ?? 0) <= TRIALS.indexOf(runs);
    const least = Math.min(guessOf(plan, backend, known), estimate?.at(pixels) ?? Number.POSITIVE_INFINITY);
    return due && isReal(backend) && least <= REACH * best;
  });
}

function guessOf(plan: Plan, backend: Backend, known: Known | undefined): number {
  const pixels = planPixels(plan);
  const kind = `${backend.name} ${octaveOf(plan)}`;
  const pace = known?.guesses.get(kind) ?? expectTime(plan, backend) / pixels;
  known?.guesses.set(kind, pace);
  return pace * pixels;
}
