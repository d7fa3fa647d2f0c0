/** Records a job: the possible ways, the legs that ran, and the time they took. */
import type { Leg } from '../backends/leg.ts';
import type { Course } from './job.ts';
import { type OnProgress, ProgressMeter } from './progress.ts';
import type { Walked } from './walk.ts';
import type { Way } from './ways.ts';

/** A way with the expected milliseconds of each leg, as plain data. */
interface ExplainedWay {
  readonly way: string;
  readonly cost: number;
  readonly legs: readonly { readonly who: string; readonly does: readonly string[]; readonly cost: number }[];
}

/** A stretch of a job: its possible ways, the best first, and the one taken. */
export interface ExplainedStretch {
  readonly ways: readonly ExplainedWay[];
  readonly taken: string;
}

/** Formats of a job's files, for the header that names its codecs. */
interface Formats {
  readonly from: string | undefined;
  /** Formats of the encoded outputs, in order; samples and reports have none. */
  readonly to: readonly string[];
}

export class Journal {
  readonly #tableId: string;
  readonly #stretches: { ways: readonly Way[]; walked: Walked }[] = [];
  readonly #settled: string[] = [];
  readonly #timings: Record<string, number> = {};
  readonly #notes = new Set<string>();

  /** Reports progress to the caller. */
  readonly progress: ProgressMeter;

  constructor(tableId: string, onProgress?: OnProgress) {
    this.#tableId = tableId;
    this.progress = new ProgressMeter(onProgress);
  }

  /** Adds milliseconds to a part of the work. */
  spent(part: string, milliseconds: number): void {
    this.#timings[part] = (this.#timings[part] ?? 0) + milliseconds;
  }

  /** Adds a sentence for people, once. */
  note(sentence: string): void {
    this.#notes.add(sentence);
  }

  /** Records a finished stretch, and its possible ways in the order of preference. */
  walked(ways: readonly Way[], walked: Walked): void {
    this.#stretches.push({ ways, walked });
  }

  /** Notes a step that ended the stretch before. */
  settled(name: string): void {
    this.#settled[this.#stretches.length - 1] = name;
  }

  course(formats: Formats): Course {
    const legs = this.#stretches.flatMap(({ walked }) => walked.legs);
    return {
      way: this.#way(),
      failedOver: this.#stretches.some(({ walked }) => walked.failedOver),
      backend: backendsOf(legs),
      codec: codecOf(legs, formats),
      notes: [...this.#notes],
      timings: { ...this.#timings },
    };
  }

  explain(): ExplainedStretch[] {
    return this.#stretches.map(({ ways, walked }) => ({
      ways: ways.map(({ key, cost, legs }) => ({
        way: key,
        cost,
        legs: legs.map(({ who, does, cost: expected }) => ({ who, does, cost: expected })),
      })),
      taken: walked.way.key,
    }));
  }

  #way(): string {
    const keys = this.#stretches.flatMap(({ walked }, index) => {
      const settled = this.#settled[index];
      return settled === undefined ? [walked.way.key] : [walked.way.key, `settle(${settled})`];
    });
    return `${keys.join(' | ')}; costs=${this.#tableId}`;
  }
}

const CODING = new Set(['decode', 'encode', 'filter', 'deflate']);

function backendsOf(legs: readonly Leg[]): string {
  const working = legs.filter(({ does }) => does.some((what) => !CODING.has(what)));
  return [...new Set(working.map(({ who }) => who))].join(', ') || 'none';
}

function codecOf(legs: readonly Leg[], { from, to }: Formats): string {
  const decoder = legs.find(({ does }) => does.includes('decode'));
  const encoders = legs.filter(({ does }) => does.includes('encode') || does.includes('filter'));
  const name = (format: string | undefined, leg: Leg | undefined) =>
    format && leg ? `${format}-${leg.device ?? 'cpu'}` : 'none';
  const encoded = to.length > 0 ? to.map((format, index) => name(format, encoders[index])) : ['none'];
  return [name(from, decoder), ...new Set(encoded)].join(', ');
}
