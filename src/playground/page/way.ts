/** Reads the header `X-Noir-Way`. No DOM. */

/**
 * The legs of all stretches of a way, with arrows between them, and the other facts that decide the bytes, each once. The
 * text has `|` between stretches, which end where a picture has to be seen for the next one, `>` between legs, and the facts
 * after semicolons.
 */
export function readWay(text: string): { legs: string; facts: string } {
  const stretches = text.split(' | ').map((stretch) => stretch.split('; '));
  const facts = new Set(stretches.flatMap(([, ...others]) => others));
  const legs = stretches.map(([first = '']) => first.replaceAll(' > ', ' → '));
  return { legs: legs.join(' → '), facts: [...facts].join('; ') };
}
