/** Collects the faults of a recipe, place by place, and limits how many an error lists. */

/** One thing wrong with a recipe. */
export interface Fault {
  /** JSON pointer (RFC 6901) to the value at fault, such as `/steps/2/sigma`. */
  readonly pointer: string;
  /** The expected and the received value. */
  readonly reason: string;
}

/** Faults that an answer lists; of more it tells the number. */
export const MOST_FAULTS = 20;

/** Gathers the first faults and counts the others, so that a recipe of nothing but mistakes costs little. */
export class Faults {
  readonly #first: Fault[] = [];
  #count = 0;

  get first(): readonly Fault[] {
    return this.#first;
  }

  get count(): number {
    return this.#count;
  }

  /** Adds a fault. Computes its reason only if the error will list it. */
  add(pointer: string | (() => string), reason: string | (() => string)): void {
    if (++this.#count > MOST_FAULTS) return;
    const text = (value: string | (() => string)) => (typeof value === 'string' ? value : value());
    this.#first.push({ pointer: text(pointer), reason: text(reason) });
  }
}

/** Characters of a name in a pointer, beyond which it is cut. */
const LONGEST_NAME = 100;

/** JSON pointer to a field, its name escaped as RFC 6901 asks. A name that is far too long is cut. */
export function pointerTo(parent: string, name: string): string {
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 3)}...` : name;
  return `${parent}/${short.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/**
 * A pointer in words for people, who count steps and outputs from 1: `step 3, sigma` or `output 2, step 1, width`.
 * Empty for the whole recipe.
 */
export function placeOf(pointer: string): string {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [first, second, ...rest] = names;
  if (first === 'outputs' && /^\d+$/.test(second ?? '')) {
    const inside = placeOf(
      pointer
        .split('/')
        .slice(3)
        .map((name) => `/${name}`)
        .join(''),
    );
    return `output ${Number(second) + 1}${inside && `, ${inside}`}`;
  }
  if (first !== 'steps' || !/^\d+$/.test(second ?? '')) return names.join(' ');
  const field = rest.filter((name) => name !== 'op').join(' ');
  return `step ${Number(second) + 1}${field && `, ${field}`}`;
}
