/** The short names of URLs, as IPX, imgproxy and Cloudflare have them: `w_300,h_200,fit_cover,dpr_2`. */
import { invalidParameters } from '../core/errors.ts';
import { lookUp } from '../core/look-up.ts';

/** The field of `resize` that each short name sets. */
const FIELDS = { w: 'width', h: 'height', fit: 'fit', pos: 'position', b: 'background' } as const;

/** Cloudflare's and imgix's words for the fits, by sharp's. */
const FITS: Readonly<Record<string, string>> = {
  'scale-down': 'inside',
  crop: 'cover',
  pad: 'contain',
  squeeze: 'fill',
};

/** Device pixels for each pixel of CSS at most. */
const HIGHEST_DPR = 8;

type Field = keyof typeof FIELDS;
type ShortName = Field | 's' | 'dpr' | 'enlarge';

/** Every short name. */
export const SHORT_NAMES: readonly ShortName[] = [...(Object.keys(FIELDS) as Field[]), 's', 'dpr', 'enlarge'];

/** Whether a name belongs to the short names. `f` and `q` are the output's own. */
export function isShortName(name: string): name is ShortName {
  return (SHORT_NAMES as readonly string[]).includes(name);
}

/** The field of `resize` that a short name sets; undefined for one that sets none or two. */
export function shortField(name: ShortName): string | undefined {
  return Object.hasOwn(FIELDS, name) ? FIELDS[name as Field] : undefined;
}

/**
 * Gathers short names to one `resize`, which stands where the first of them stood. It never makes a picture larger,
 * unless `enlarge` is there. `s_300x200` is both sides, `s_300` a square. `dpr` multiplies sides in pixels, not in
 * percent. A hyphen in a position stands for a blank: `pos_right-top`.
 */
export class ShortNames {
  readonly #read: (text: string, field: string) => unknown;
  readonly #fields: Record<string, unknown> = {};
  #place: number | undefined;
  #dpr: number | undefined;
  #enlarge = false;

  /** `read` gives a text the type of that field of `resize`. */
  constructor(read: (text: string, field: string) => unknown) {
    this.#read = read;
  }

  /** Adds a name with its values. `place` is the number of steps in front of it. */
  add(name: ShortName, [value = '', ...more]: readonly string[], place: number): void {
    this.#place ??= place;
    for (const [index, other] of more.entries()) this.#fields[`${name} (value ${index + 2})`] = other;
    if (name === 'dpr') this.#setRatio(value);
    else if (name === 'enlarge') this.#setEnlarge(value);
    else if (name === 's') this.#setBoth(value);
    else this.#set(name, value);
  }

  /** Puts the step that was gathered, if any, among the others. */
  addTo(steps: unknown[]): void {
    if (this.#place === undefined) return;
    const step: Record<string, unknown> = { op: 'resize', ...this.#fields };
    for (const side of ['width', 'height']) {
      const length = step[side];
      if (this.#dpr === undefined || typeof length !== 'number' || length <= 0) continue;
      step[side] = Math.max(1, Math.round(length * this.#dpr));
    }
    if (!this.#enlarge) step.withoutEnlargement = true;
    steps.splice(this.#place, 0, step);
  }

  #set(name: Field, text: string): void {
    const field = FIELDS[name];
    const word = name === 'fit' ? (lookUp(FITS, text) ?? text) : text;
    const written = name === 'pos' ? word.replace(/(?<=[a-z])-(?=[a-z])/gi, ' ') : word;
    // A repeated name gets a field that no schema has, and is reported as unknown.
    const free = Object.hasOwn(this.#fields, field) ? `${name} (again)` : field;
    this.#fields[free] = this.#read(written, field);
  }

  #setBoth(text: string): void {
    const [, width = text, height = width] = /^([^x]*)x(.*)$/s.exec(text) ?? [];
    this.#set('w', width);
    this.#set('h', height);
  }

  #setRatio(text: string): void {
    const ratio = /^\d{1,3}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
    if (ratio <= 0 || ratio > HIGHEST_DPR || this.#dpr !== undefined) {
      const received = this.#dpr === undefined ? JSON.stringify(text.slice(0, 60)) : 'it twice';
      throw fault('dpr', `expected a number above 0, up to ${HIGHEST_DPR}, received ${received}`);
    }
    this.#dpr = ratio;
  }

  #setEnlarge(text: string): void {
    if (!['', 'true', 'false'].includes(text)) {
      throw fault(
        'enlarge',
        `expected nothing, true or false, received ${JSON.stringify(text.slice(0, 60))}`,
      );
    }
    this.#enlarge = text !== 'false';
  }
}

function fault(name: string, reason: string) {
  return invalidParameters([{ pointer: `/${name}`, reason }]);
}
