/** Mistakes in the configuration, all at once, each as a line for the person who wrote it. */
import { closest } from 'fastest-levenshtein';

/** The configuration has mistakes. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** A line for each. */
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

/** `did you mean …?` with the nearest of some names. */
export function suggest(given: string, names: readonly string[]): string {
  return `did you mean ${closest(given, names)}?`;
}
