import { PLANE } from './colors';

/** Bytes of a colour in a table: floats of red, green and blue. */
const COLOR: i32 = 12;

/**
 * Colours by a table of `size` colours along a side, `scale` steps of it for each 1 of a sample: `full` times what the
 * table has, between four corners of the cell, and `rest` times the sample. NaN counts as 0. Works in 4 pixels, and
 * reads 4 bytes behind the table.
 */
export function followTetrahedra(
  planes: usize,
  pixels: usize,
  table: usize,
  size: i32,
  scale: f32,
  full: f32,
  rest: f32,
): void {
  const redStep = i32x4.splat(COLOR);
  const greenStep = i32x4.splat(COLOR * size);
  const blueStep = i32x4.splat(COLOR * size * size);
  const bright = COLOR * (1 + size + size * size);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const redPlace = placeOf(v128.load(place), scale, size);
    const greenPlace = placeOf(v128.load(place + PLANE), scale, size);
    const bluePlace = placeOf(v128.load(place + 2 * PLANE), scale, size);
    const cells = cornersOf(table, size, redPlace, greenPlace, bluePlace);
    const r = partOf(redPlace, size);
    const g = partOf(greenPlace, size);
    const b = partOf(bluePlace, size);
    // From the darkest corner along the axis with the largest share first, along that with the smallest last.
    const redOverGreen = f32x4.ge(r, g);
    const larger = f32x4.pmax(g, r);
    const smaller = f32x4.pmin(g, r);
    const firstOfTwo = v128.bitselect(redStep, greenStep, redOverGreen);
    const lastOfTwo = v128.bitselect(greenStep, redStep, redOverGreen);
    const first = v128.bitselect(blueStep, firstOfTwo, f32x4.gt(b, larger));
    const last = v128.bitselect(blueStep, lastOfTwo, f32x4.le(b, smaller));
    const one = i32x4.add(cells, first);
    const two = i32x4.sub(i32x4.add(cells, i32x4.splat(bright)), last);
    const high = f32x4.pmax(larger, b);
    const low = f32x4.pmin(smaller, b);
    const middle = f32x4.pmax(smaller, f32x4.pmin(larger, b));
    const toOne = f32x4.sub(high, middle);
    const toTwo = f32x4.sub(middle, low);
    const dark = f32x4.sub(f32x4.splat(1), high);
    const color0 = ofFour(
      i32x4.extract_lane(cells, 0),
      i32x4.extract_lane(one, 0),
      i32x4.extract_lane(two, 0),
      bright,
      v128.shuffle<i32>(dark, dark, 0, 0, 0, 0),
      v128.shuffle<i32>(toOne, toOne, 0, 0, 0, 0),
      v128.shuffle<i32>(toTwo, toTwo, 0, 0, 0, 0),
      v128.shuffle<i32>(low, low, 0, 0, 0, 0),
    );
    const color1 = ofFour(
      i32x4.extract_lane(cells, 1),
      i32x4.extract_lane(one, 1),
      i32x4.extract_lane(two, 1),
      bright,
      v128.shuffle<i32>(dark, dark, 1, 1, 1, 1),
      v128.shuffle<i32>(toOne, toOne, 1, 1, 1, 1),
      v128.shuffle<i32>(toTwo, toTwo, 1, 1, 1, 1),
      v128.shuffle<i32>(low, low, 1, 1, 1, 1),
    );
    const color2 = ofFour(
      i32x4.extract_lane(cells, 2),
      i32x4.extract_lane(one, 2),
      i32x4.extract_lane(two, 2),
      bright,
      v128.shuffle<i32>(dark, dark, 2, 2, 2, 2),
      v128.shuffle<i32>(toOne, toOne, 2, 2, 2, 2),
      v128.shuffle<i32>(toTwo, toTwo, 2, 2, 2, 2),
      v128.shuffle<i32>(low, low, 2, 2, 2, 2),
    );
    const color3 = ofFour(
      i32x4.extract_lane(cells, 3),
      i32x4.extract_lane(one, 3),
      i32x4.extract_lane(two, 3),
      bright,
      v128.shuffle<i32>(dark, dark, 3, 3, 3, 3),
      v128.shuffle<i32>(toOne, toOne, 3, 3, 3, 3),
      v128.shuffle<i32>(toTwo, toTwo, 3, 3, 3, 3),
      v128.shuffle<i32>(low, low, 3, 3, 3, 3),
    );
    storeColors(place, color0, color1, color2, color3, full, rest);
  }
}

function ofFour(
  cell: usize,
  one: usize,
  two: usize,
  bright: usize,
  dark: v128,
  toOne: v128,
  toTwo: v128,
  low: v128,
): v128 {
  const begin = f32x4.add(f32x4.mul(v128.load(cell), dark), f32x4.mul(v128.load(one), toOne));
  const end = f32x4.add(f32x4.mul(v128.load(two), toTwo), f32x4.mul(v128.load(cell + bright), low));
  return f32x4.add(begin, end);
}

/** The same between all eight corners. */
export function followCubes(
  planes: usize,
  pixels: usize,
  table: usize,
  size: i32,
  scale: f32,
  full: f32,
  rest: f32,
): void {
  const greenStep = COLOR * size;
  const blueStep = greenStep * size;
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const redPlace = placeOf(v128.load(place), scale, size);
    const greenPlace = placeOf(v128.load(place + PLANE), scale, size);
    const bluePlace = placeOf(v128.load(place + 2 * PLANE), scale, size);
    const cells = cornersOf(table, size, redPlace, greenPlace, bluePlace);
    const r = partOf(redPlace, size);
    const g = partOf(greenPlace, size);
    const b = partOf(bluePlace, size);
    const color0 = ofEight(
      i32x4.extract_lane(cells, 0),
      greenStep,
      blueStep,
      v128.shuffle<i32>(r, r, 0, 0, 0, 0),
      v128.shuffle<i32>(g, g, 0, 0, 0, 0),
      v128.shuffle<i32>(b, b, 0, 0, 0, 0),
    );
    const color1 = ofEight(
      i32x4.extract_lane(cells, 1),
      greenStep,
      blueStep,
      v128.shuffle<i32>(r, r, 1, 1, 1, 1),
      v128.shuffle<i32>(g, g, 1, 1, 1, 1),
      v128.shuffle<i32>(b, b, 1, 1, 1, 1),
    );
    const color2 = ofEight(
      i32x4.extract_lane(cells, 2),
      greenStep,
      blueStep,
      v128.shuffle<i32>(r, r, 2, 2, 2, 2),
      v128.shuffle<i32>(g, g, 2, 2, 2, 2),
      v128.shuffle<i32>(b, b, 2, 2, 2, 2),
    );
    const color3 = ofEight(
      i32x4.extract_lane(cells, 3),
      greenStep,
      blueStep,
      v128.shuffle<i32>(r, r, 3, 3, 3, 3),
      v128.shuffle<i32>(g, g, 3, 3, 3, 3),
      v128.shuffle<i32>(b, b, 3, 3, 3, 3),
    );
    storeColors(place, color0, color1, color2, color3, full, rest);
  }
}

function ofEight(cell: usize, greenStep: usize, blueStep: usize, r: v128, g: v128, b: v128): v128 {
  const dark = between(alongRed(cell, r), alongRed(cell + greenStep, r), g);
  const bright = between(alongRed(cell + blueStep, r), alongRed(cell + blueStep + greenStep, r), g);
  return between(dark, bright, b);
}

function alongRed(cell: usize, share: v128): v128 {
  return between(v128.load(cell), v128.load(cell, 12), share);
}

function between(from: v128, to: v128, share: v128): v128 {
  return f32x4.add(f32x4.mul(from, f32x4.sub(f32x4.splat(1), share)), f32x4.mul(to, share));
}

/** Steps from the table's first colour, within it; NaN is not above 0. */
function placeOf(samples: v128, scale: f32, size: i32): v128 {
  const place = f32x4.mul(f32x4.pmax(f32x4.splat(0), samples), f32x4.splat(scale));
  return f32x4.pmin(f32x4.splat((size - 1) as f32), place);
}

/** The last colour belongs to the cell before it. */
function cellOf(place: v128, size: i32): v128 {
  return i32x4.min_s(i32x4.trunc_sat_f32x4_s(place), i32x4.splat(size - 2));
}

function partOf(place: v128, size: i32): v128 {
  return f32x4.sub(place, f32x4.convert_i32x4_s(cellOf(place, size)));
}

/** Places of the darkest corners of cells in memory. */
function cornersOf(table: usize, size: i32, red: v128, green: v128, blue: v128): v128 {
  const plane = i32x4.add(i32x4.mul(cellOf(blue, size), i32x4.splat(size)), cellOf(green, size));
  const colors = i32x4.add(i32x4.mul(plane, i32x4.splat(size)), cellOf(red, size));
  return i32x4.add(i32x4.mul(colors, i32x4.splat(COLOR)), i32x4.splat(table as i32));
}

/** Puts four colours into the planes, with what is left of those there. */
function storeColors(place: usize, a: v128, b: v128, c: v128, d: v128, full: f32, rest: f32): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abEnd = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdEnd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  storeMixed(place, v128.shuffle<i64>(ab, cd, 0, 2), full, rest);
  storeMixed(place + PLANE, v128.shuffle<i64>(ab, cd, 1, 3), full, rest);
  storeMixed(place + 2 * PLANE, v128.shuffle<i64>(abEnd, cdEnd, 0, 2), full, rest);
}

function storeMixed(place: usize, looked: v128, full: f32, rest: f32): void {
  let mixed = f32x4.mul(looked, f32x4.splat(full));
  if (rest > 0) {
    const own = v128.load(place);
    const kept = v128.and(f32x4.mul(own, f32x4.splat(rest)), f32x4.eq(own, own));
    mixed = f32x4.add(mixed, kept);
  }
  v128.store(place, mixed);
}
