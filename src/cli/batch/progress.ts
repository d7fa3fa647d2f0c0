/** Shows on a terminal how far a batch has come. */

/** Milliseconds between two pictures of the bar. */
const REDRAW = 100;

/** Characters of the bar itself: as many as there is room for, up to `WIDTH`. Below `LEAST` it says nothing. */
const [WIDTH, LEAST] = [24, 4];

/** Columns of a terminal that does not say how many it has. */
const USUAL = 80;

/** Counts of a batch. */
export interface Counts {
  done: number;
  failed: number;
  readonly total: number;
}

export class ProgressBar {
  readonly #counts: Counts;
  readonly #begun = performance.now();
  readonly #stream: NodeJS.WriteStream | undefined;
  #drawn = Number.NEGATIVE_INFINITY;

  /** Draws only on a terminal that can take a line back. */
  constructor(counts: Counts, quiet: boolean) {
    this.#counts = counts;
    const draws = process.stderr.isTTY && process.env.TERM !== 'dumb' && !quiet;
    this.#stream = draws ? process.stderr : undefined;
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return (performance.now() - this.#begun) / 1000;
  }

  draw(): void {
    if (!this.#stream || performance.now() - this.#drawn < REDRAW) return;
    this.#drawn = performance.now();
    const line = describeProgress(this.#counts, this.seconds, this.#stream.columns || USUAL);
    this.#stream.write(`\r\x1b[K${line}`);
  }

  /** Removes the bar. */
  clear(): void {
    this.#stream?.write('\r\x1b[K');
  }
}

/**
 * A bar, the counts, pictures a second, and the time that is left at this rate, in fewer characters than there are columns: a line
 * that the terminal breaks could not be taken back.
 */
export function describeProgress({ done, failed, total }: Counts, seconds: number, columns = USUAL): string {
  const finished = done + failed;
  const rate = finished / Math.max(seconds, 1e-3);
  const left = finished > 0 ? `, ${describeTime((total - finished) / rate)} left` : '';
  const failures = failed > 0 ? `, ${failed} failed` : '';
  const text = `${finished}/${total}, ${rate.toFixed(rate < 10 ? 1 : 0)}/s${left}${failures}`;
  const width = Math.min(WIDTH, columns - 1 - '[] '.length - text.length);
  if (width < LEAST) return text.slice(0, Math.max(0, columns - 1));
  const filled = Math.round(width * (total === 0 ? 1 : finished / total));
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${text}`;
}

/** Seconds as 0:07 or 1:02:03. */
function describeTime(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
