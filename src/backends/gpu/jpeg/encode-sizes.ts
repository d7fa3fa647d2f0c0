/** What a scan's length is guessed by before there was one of the kind, in bytes a pixel: photos take less. */
const FIRST_GUESS: readonly [quality: number, bytes: number][] = [
  [97, 1],
  [85, 0.4],
  [0, 0.2],
];

/** Room over the last lengths, so that most scans fit their guess. */
const MARGIN = 1.25;

/** Below this, guessing saves nothing. */
const LEAST = 4096;

/**
 * Guesses how long a scan will be from those before it, so that it comes back with the same read-back that tells
 * its length.
 */
export class ScanSizes {
  /** Bytes a pixel, by what decides them but for the picture. */
  readonly #known = new Map<string, number>();

  guess(kind: string, quality: number, pixels: number): number {
    const known = this.#known.get(kind);
    const first = FIRST_GUESS.find(([least]) => quality >= least)?.[1] ?? 1;
    const bytes = pixels * (known === undefined ? first : known * MARGIN);
    return LEAST + 4 * Math.ceil(bytes / 4);
  }

  /** Follows longer scans at once and shorter ones slowly. */
  learn(kind: string, pixels: number, bytes: number): void {
    const ratio = bytes / pixels;
    const known = this.#known.get(kind) ?? ratio;
    this.#known.set(kind, Math.max(ratio, (3 * known + ratio) / 4));
  }
}
