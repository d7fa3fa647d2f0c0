/** Looks up words of strangers. */

/** The value that a table has for a word: undefined for words such as `constructor`, which every object has something for. */
export function lookUp<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
