/** Finds the name that was probably meant, by Levenshtein's distance. */
import { distance } from 'fastest-levenshtein';

/** Characters of a word beyond which no name is like it. */
const LONGEST = 40;

/** The name closest to a misspelt word, of which up to a third may be wrong. Undefined when no name is that close. */
export function nearest(word: unknown, names: readonly string[]): string | undefined {
  if (typeof word !== 'string' || word.length > LONGEST || word.length < 3) return undefined;
  const wanted = word.toLowerCase();
  const ranked = names
    .map((name) => ({ name, wrong: mistakes(wanted, name.toLowerCase()) }))
    .filter(({ name, wrong }) => 3 * wrong <= Math.min(word.length, name.length) + 1)
    .sort((a, b) => a.wrong - b.wrong);
  return ranked[0]?.name;
}

/** The distance, where two neighbours in the wrong order are one mistake. */
function mistakes(word: string, name: string): number {
  const swapped = Array.from(word.slice(1), (letter, at) => {
    return word.slice(0, at) + letter + word[at] + word.slice(at + 2);
  });
  return Math.min(distance(word, name), ...swapped.map((other) => 1 + distance(other, name)));
}

/** `; did you mean resize?`, or nothing. */
export function suggestion(word: unknown, names: readonly string[]): string {
  const name = nearest(word, names);
  return name === undefined ? '' : `; did you mean ${name}?`;
}
