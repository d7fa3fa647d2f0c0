/** Records a job: the possible ways, the legs that ran, and the time they took. */
import type { Leg } from '../backends/leg.ts';
import type { FormatName } from '../formats/format.ts';
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

/** A finished stretch. */
interface Finished {
  readonly ways: readonly Way[];
  readonly walked: Walked;
  /** The format of the file that it ends in. */
  readonly encoded: FormatName | undefined;
}

export class Journal {
  readonly #tableId: string;
  readonly #stretches: Finished[] = [];
  readonly #settled: string[] = [];
  readonly #timings: Record<string, number> = {};
  readonly #notes = new Set<string>();
  #keptFile = false;

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

  /** Records a finished stretch, its possible ways in the order of preference, and the format of the file it made. */
  walked(ways: readonly Way[], walked: Walked, encoded?: FormatName): void {
    this.#stretches.push({ ways, walked, encoded });
  }

  /** Notes a step that ended the stretch before. */
  settled(name: string): void {
    this.#settled[this.#stretches.length - 1] = name;
  }

  /** Notes that the input's own file is sent in place of the encoded one. */
  keptFile(): void {
    this.#keptFile = true;
    this.note('The file was sent as it came, without its metadata, because it would have become larger');
  }

  /** `from` is the format of the job's input. Undefined for samples. */
  course(from: FormatName | undefined): Course {
    const legs = this.#stretches.flatMap(({ walked }) => walked.legs);
    return {
      way: this.#way(),
      failedOver: this.#stretches.some(({ walked }) => walked.failedOver),
      backend: backendsOf(legs),
      codec: codecOf(this.#stretches, from),
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
    if (this.#keptFile) keys.push('keep');
    return `${keys.join(' | ')}; costs=${this.#tableId}`;
  }
}

const CODING = new Set(['decode', 'encode', 'filter', 'deflate']);

function backendsOf(legs: readonly Leg[]): string {
  const working = legs.filter(({ does }) => does.some((what) => !CODING.has(what)));
  return [...new Set(working.map(({ who }) => who))].join(', ') || 'none';
}

function codecOf(stretches: readonly Finished[], from: FormatName | undefined): string {
  const name = (format: FormatName | undefined, legs: readonly Leg[], ...parts: readonly string[]) => {
    const leg = legs.find(({ does }) => parts.some((part) => does.includes(part)));
    return format && leg ? [`${format}-${leg.device ?? 'cpu'}`] : [];
  };
  const legs = stretches.flatMap(({ walked }) => walked.legs);
  const [decoder = 'none'] = name(from, legs, 'decode');
  const encoders = stretches.flatMap(({ walked, encoded }) => name(encoded, walked.legs, 'encode', 'filter'));
  return [decoder, ...new Set(encoders.length > 0 ? encoders : ['none'])].join(', ');
}
