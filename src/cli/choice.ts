/** Reads an argument that takes one of some words. */
import { suggestion } from '../recipe/nearest.ts';
import { describeType } from '../service/configuration/types.ts';
import { UsageError } from './failure.ts';

/**
 * A parser for commander: returns the word, and throws a `UsageError` for any other, with the nearest one. Call it after
 * `choices`, whose parser it replaces; help and completion still list the words.
 */
export function oneOf<const Word extends string>(what: string, words: readonly Word[]) {
  return (given: string): Word => {
    const found = words.find((word) => word === given);
    if (found !== undefined) return found;
    const hint = suggestion(given, words);
    throw new UsageError(
      `${what} takes ${describeType({ kind: 'choice', values: words })}, not ${JSON.stringify(given)}${hint}`,
    );
  };
}
