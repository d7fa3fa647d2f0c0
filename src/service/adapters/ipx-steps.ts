/** The steps that IPX's modifiers stand for, in the order in which sharp does them. */
import type { Extent } from '../../core/image.ts';
import { lookUp } from '../../core/look-up.ts';
import { type RecipeDraft, readNumber } from './adapter.ts';
import { shrinkInto } from './fitting.ts';

/** Modifiers by their long names, and the values that were given to each. */
export type Modifiers = ReadonlyMap<string, readonly string[]>;

type Steps = RecipeDraft['steps'];

/** The largest number that any parameter takes; sharp's limits are checked with the recipe. */
const WHOLE = { least: 1, most: 1e8, whole: true };

/** The steps in sharp's order. */
export function stepsOf(modifiers: Modifiers, picture: Extent): Steps {
  const background = colorOf(modifiers.get('background')?.[0]);
  const filled = background === undefined ? {} : { background };
  const step = (name: string, make: (values: readonly string[]) => Record<string, unknown>) => {
    const values = modifiers.get(name);
    return values ? [{ op: name, ...make(values) }] : [];
  };
  const rotated = rotationOf(modifiers, filled);
  const turnsFirst = rotated.every(({ angle }) => angle % 90 === 0) || comesFirst(modifiers, 'rotate');
  return [
    ...step('trim', numbersOf('threshold')),
    ...step('extract', numbersOf('left', 'top', 'width', 'height')),
    ...step('flatten', () => filled),
    // sharp's gray is the luminance.
    ...step('greyscale', () => ({ method: 'luminance' })),
    ...(turnsFirst ? rotated : []),
    ...resizeOf(modifiers, picture, filled),
    ...step('flip', () => ({})),
    ...step('flop', () => ({})),
    ...(turnsFirst ? [] : rotated),
    ...step('extend', (values) => ({
      ...numbersOf('top', 'right', 'bottom', 'left')(values),
      ...(values[4] && { extendWith: values[4] }),
      ...filled,
    })),
    ...step('median', numbersOf('size')).flatMap(withMiddle),
    ...step('threshold', (values) => ({
      ...numbersOf('threshold')(values),
      ...flagOf('greyscale', values[1]),
    })),
    // In sharp dark parts grow by `dilate`; in Noir, as elsewhere, bright ones do.
    ...step('dilate', numbersOf('width')).map((dilate) => ({ ...dilate, op: 'erode' })),
    ...step('erode', numbersOf('width')).map((erode) => ({ ...erode, op: 'dilate' })),
    ...step('blur', numbersOf('sigma')),
    ...step('unflatten', () => ({})),
    ...modulationOf(modifiers),
    ...step('sharpen', numbersOf('sigma', 'm1', 'm2', 'x1', 'y2', 'y3')),
    ...step('opacity', numbersOf('opacity')),
    // Over a background, the picture is mixed with it.
    ...(modifiers.has('opacity') && background !== undefined ? [{ op: 'flatten', background }] : []),
    ...step('linear', numbersOf('a', 'b')),
    ...step('normalise', numbersOf('lower', 'upper')),
    ...step('clahe', (values) => windowOf(values, picture)),
    ...step('tint', ([text]) => (isOmitted(text) ? {} : { color: colorOf(text) })),
    ...step('negate', (values) => flagOf('alpha', values[0])),
  ];
}

/** libvips takes windows of any size. An even one has no pixel in its middle, so the next larger one is taken. */
function withMiddle({ op, size }: Record<string, unknown>): Steps {
  if (typeof size !== 'number') return [{ op }];
  if (size === 1) return [];
  return [{ op, size: size % 2 === 0 ? size + 1 : size }];
}

function rotationOf(modifiers: Modifiers, filled: Readonly<Record<string, unknown>>) {
  const text = modifiers.get('rotate')?.[0];
  const angle = text ? readNumber(text, 'rotate', { least: -3600, most: 3600 }) : 0;
  return angle === 0 ? [] : [{ op: 'rotate', angle, ...filled }];
}

/** `modulate`, and the modifiers of IPX 4 for each of its parts; sharp merges them, the last in the alphabet counts. */
function modulationOf(modifiers: Modifiers): Steps {
  const parts = ['brightness', 'saturation', 'hue', 'lightness'];
  const names = [...modifiers.keys()].filter((name) => name === 'modulate' || parts.includes(name)).sort();
  if (names.length === 0) return [];
  const merged = names.map((name) => {
    return numbersOf(...(name === 'modulate' ? parts : [name]))(modifiers.get(name) as readonly string[]);
  });
  const step: Record<string, unknown> = Object.assign({}, ...merged);
  return [{ op: 'modulate', ...step, ...(typeof step.hue === 'number' && { hue: step.hue % 360 }) }];
}

/** A window of CLAHE; one number is for both sides. */
function windowOf(values: readonly string[], picture: Extent): Record<string, unknown> {
  const { width, height = width, ...slope } = numbersOf('width', 'height', 'maxSlope')(values);
  return {
    ...(width !== undefined && { width: Math.min(width, picture.width) }),
    ...(height !== undefined && { height: Math.min(height, picture.height) }),
    ...slope,
  };
}

/** Pages send `w_undefined` for what they leave out, and IPX takes it so. */
function isOmitted(text: string | undefined): text is '' | 'undefined' | undefined {
  return text === undefined || text === '' || text === 'undefined';
}

/** A colour as ops take it. `rgb(255, 0, 0)` and `rgba(255, 0, 0, 0.5)` become hexadecimal digits. */
function colorOf(text: string | undefined): string | undefined {
  if (isOmitted(text)) return undefined;
  const [, list] = /^rgba?\(([\d\s,./]+)\)$/.exec(text) ?? [];
  if (list === undefined) return text;
  const [red, green, blue, alpha = 1] = list
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map(Number);
  const levels = [red, green, blue, alpha * 255].map((level = 0) => Math.min(255, Math.round(level)));
  return levels.map((level) => level.toString(16).padStart(2, '0')).join('');
}

/** `true` or `1`, `false` or `0`; the default without a value. */
function flagOf(name: string, text: string | undefined): Record<string, unknown> {
  if (!text) return {};
  return { [name]: { true: true, 1: true, false: false, 0: false }[text] ?? text };
}

/** Reads values by position; those that are empty or missing keep their defaults. */
function numbersOf(...names: readonly string[]) {
  return (values: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      names.flatMap((name, at) => {
        const text = values[at];
        return isOmitted(text) ? [] : [[name, readNumber(text, name, { least: -1e8, most: 1e8 })]];
      }),
    );
}

/** Whether IPX applies a modifier before the one that sets the size. */
function comesFirst(modifiers: Modifiers, name: string): boolean {
  const names = [...modifiers.keys()];
  const size = names.findLastIndex((each) => ['height', 'resize', 'width'].includes(each));
  return names.indexOf(name) < size;
}

/** The last of `height`, `resize` and `width` in the alphabet decides, as in IPX. */
function resizeOf(modifiers: Modifiers, picture: Extent, filled: Readonly<Record<string, unknown>>): Steps {
  const enlarge = modifiers.has('enlarge');
  const name = [...modifiers.keys()].findLast((each) => ['height', 'resize', 'width'].includes(each));
  const [text = ''] = modifiers.get(name ?? '') ?? [];
  if (isOmitted(text)) return [];
  if (name === 'width' || name === 'height') return [sideOf(name, text, enlarge)];
  return name ? [{ ...bothOf(text, picture, enlarge), ...styleOf(modifiers), ...filled }] : [];
}

function sideOf(name: 'width' | 'height', text: string, enlarge: boolean) {
  return {
    op: 'resize',
    [name]: readNumber(text, name, WHOLE),
    withoutEnlargement: !enlarge,
  };
}

/** sharp's numbers for positions and strategies. */
const NUMBERED: Readonly<Record<string, string>> = {
  ...{ 0: 'centre', 1: 'north', 2: 'east', 3: 'south', 4: 'west' },
  ...{ 5: 'northeast', 6: 'southeast', 7: 'southwest', 8: 'northwest' },
  ...{ 16: 'entropy', 17: 'attention' },
};

function styleOf(modifiers: Modifiers): Record<string, unknown> {
  const [fit, kernel] = ['fit', 'kernel'].map((name) => modifiers.get(name)?.[0]);
  const words = modifiers.get('position')?.join(' ').replace('-', ' ');
  const position = words && (lookUp(NUMBERED, words) ?? words);
  return { ...(fit && { fit }), ...(position && { position }), ...(kernel && { kernel }) };
}

/** Both sides: `200x100`, or `200` for a square. Without `enlarge` they shrink together until they fit the picture. */
function bothOf(text: string, picture: Extent, enlarge: boolean): Record<string, unknown> {
  const [first = '', second = first] = text.split('x');
  const side = (each: string) => readNumber(each, 'resize', WHOLE);
  const area = { width: side(first), height: side(second) };
  return { op: 'resize', ...(enlarge ? area : shrinkInto(area, picture)) };
}
