/** Positions by name or point, and where they put a frame on a picture. */
import * as z from 'zod';

/** The sides that a position keeps to, on both axes: -1 for left or top, 1 for right or bottom. */
const SIDES = {
  centre: [0, 0],
  center: [0, 0],
  top: [0, -1],
  'right top': [1, -1],
  right: [1, 0],
  'right bottom': [1, 1],
  bottom: [0, 1],
  'left bottom': [-1, 1],
  left: [-1, 0],
  'left top': [-1, -1],
  north: [0, -1],
  northeast: [1, -1],
  east: [1, 0],
  southeast: [1, 1],
  south: [0, 1],
  southwest: [-1, 1],
  west: [-1, 0],
  northwest: [-1, -1],
} as const satisfies Record<string, readonly [x: number, y: number]>;

/** The names that a step keeps. Other names of the same position become these. */
const NAMES = [
  'centre',
  'north',
  'northeast',
  'east',
  'southeast',
  'south',
  'southwest',
  'west',
  'northwest',
] as const;

/** A side, a corner or the centre by name, or a point as fractions of the width and the height. */
export type Position = keyof typeof SIDES | readonly number[];

export function position(describe: string) {
  return positionOr([], describe);
}

/** A position, or one of some other words. */
export function positionOr<Other extends string>(others: readonly Other[], describe: string) {
  const sides = Object.keys(SIDES) as (keyof typeof SIDES)[];
  const names = z.enum([...sides, ...others]);
  const point = z.array(z.number().min(0).max(1)).min(2).max(2);
  return z
    .union([names, point])
    .overwrite(oneName)
    .default('centre' as never)
    .meta({ description: describe, unit: 'fractions of width and height' });
}

/** Turns `right top` into `northeast`, and `center` into `centre`. Points and other words stay. */
function oneName<Value>(value: Value): Value {
  if (typeof value !== 'string' || !Object.hasOwn(SIDES, value)) return value;
  const [x, y] = SIDES[value as keyof typeof SIDES];
  return NAMES.find((name) => SIDES[name][0] === x && SIDES[name][1] === y) as Value;
}

interface Lengths {
  /** Axis: 0 for columns, 1 for rows. */
  readonly axis: 0 | 1;
  /** Length of the picture, and of the frame, along the axis. */
  readonly picture: number;
  readonly frame: number;
}

/**
 * How many pixels of the picture lie in front of a smaller frame. A point is brought as near to the frame's middle as
 * the picture's edges allow.
 */
export function cutBefore(where: Position, { axis, picture, frame }: Lengths): number {
  const more = Math.max(0, picture - frame);
  if (typeof where !== 'string') {
    const before = Math.floor((where[axis] as number) * picture - frame / 2 + 0.5);
    return Math.max(0, Math.min(more, before));
  }
  const side = SIDES[where][axis];
  // Half a pixel goes to the left and the top of a part, and not in front of a picture; as in sharp.
  return side === 0 ? Math.ceil(more / 2) : side < 0 ? 0 : more;
}

/**
 * How many pixels of a larger frame lie in front of the picture. With a point, that fraction of the pixels around it.
 */
export function padBefore(where: Position, { axis, picture, frame }: Lengths): number {
  const more = Math.max(0, frame - picture);
  if (typeof where !== 'string') return Math.ceil((where[axis] as number) * more - 0.5);
  const side = SIDES[where][axis];
  return side === 0 ? Math.floor(more / 2) : side < 0 ? 0 : more;
}
