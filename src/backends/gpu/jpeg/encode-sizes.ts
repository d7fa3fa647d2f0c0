/** Predicts the length of JPEG scans. */

/** First prediction in bytes per pixel, by quality. Photos take less. */
const FIRST_GUESS: readonly [quality: number, bytes: number][] = [
  [97, 1],
  [85, 0.4],
  [0, 0.2],
];

/** Factor over past lengths, so that most scans fit. */
const MARGIN = 1.25;

/** Bytes added to every prediction. Less would save nothing. */
const LEAST = 4096;

/**
 * Predicts a scan's length from earlier scans, so that one read-back usually fetches both the length and the whole
 * scan.
 */
export class ScanSizes {
  /** Bytes per pixel, by layout and settings. */
  readonly #known = new Map<string, number>();

  guess(kind: string, quality: number, pixels: number): number {
    const known = this.#known.get(kind);
    const first = FIRST_GUESS.find(([least]) => quality >= least)?.[1] ?? 1;
    const bytes = pixels * (known === undefined ? first : known * MARGIN);
    return LEAST + 4 * Math.ceil(bytes / 4);
  }

  /** Adopts longer scans at once, shorter ones gradually. */
  learn(kind: string, pixels: number, bytes: number): void {
    const ratio = bytes / pixels;
    const known = this.#known.get(kind) ?? ratio;
    this.#known.set(kind, Math.max(ratio, (3 * known + ratio) / 4));
  }
}
