/** Reads numbers that somebody typed. No DOM. */

/** The number that a text is; the text itself where it is none. JSON has no infinities, so `1e999` stays a text. */
export function readNumber(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
