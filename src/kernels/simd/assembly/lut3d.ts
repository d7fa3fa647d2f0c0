/** Interpolates colours in a 3-D look-up table. */
import { PLANE } from './colors';

/** Bytes of a colour in the table: floats of red, green and blue. */
const COLOR: i32 = 12;

/**
 * Offsets in `room`, where the state of four colours lies, one vector each: the place of their cells' darkest
 * corners, then the distances of red, green and blue from there, the second and third corner on the way to the
 * brightest, the weights of the four corners, and the result in four vectors.
 */
const SHARES: usize = 16;
const SECOND: usize = 64;
const THIRD: usize = 80;
const WEIGHTS: usize = 96;
const RESULT: usize = 160;

/**
 * Interpolates between four corners of a cell, in a table with `size` colours along a side and `scale` of its steps
 * for each 1 of a sample. The result is `full` times the table's colour plus `rest` times the sample. NaN counts as
 * 0. Computes 4 pixels at once, reads 4 bytes behind the table, and needs 224 bytes of room.
 */
export function lookUpTetrahedral(
  planes: usize,
  pixels: usize,
  table: usize,
  size: i32,
  scale: f32,
  full: f32,
  rest: f32,
  room: usize,
): void {
  const bright: usize = COLOR * (1 + size + size * size);
  for (let place = planes; place < planes + 4 * pixels; place += 16) {
    findCells(place, table, size, scale, room);
    findWay(size, bright as i32, room);
    for (let lane = room; lane < room + 16; lane += 4) {
      const dark = load<usize>(lane);
      const begin = f32x4.add(
        weighed(dark, lane + WEIGHTS),
        weighed(load<usize>(lane, SECOND), lane + WEIGHTS + 16),
      );
      const end = f32x4.add(
        weighed(load<usize>(lane, THIRD), lane + WEIGHTS + 32),
        weighed(dark + bright, lane + WEIGHTS + 48),
      );
      v128.store(room + RESULT + 4 * (lane - room), f32x4.add(begin, end));
    }
    storeColors(place, room + RESULT, full, rest);
  }
}

/** The same between all eight corners. */
export function lookUpTrilinear(
  planes: usize,
  pixels: usize,
  table: usize,
  size: i32,
  scale: f32,
  full: f32,
  rest: f32,
  room: usize,
): void {
  const greenStep: usize = COLOR * size;
  const blueStep: usize = greenStep * size;
  for (let place = planes; place < planes + 4 * pixels; place += 16) {
    findCells(place, table, size, scale, room);
    for (let lane = room; lane < room + 16; lane += 4) {
      const dark = alongGreen(load<usize>(lane), greenStep, lane + SHARES);
      const bright = alongGreen(load<usize>(lane) + blueStep, greenStep, lane + SHARES);
      const color = between(dark, bright, v128.load32_splat(lane, SHARES + 32));
      v128.store(room + RESULT + 4 * (lane - room), color);
    }
    storeColors(place, room + RESULT, full, rest);
  }
}

function findCells(place: usize, table: usize, size: i32, scale: f32, room: usize): void {
  const red = placeOf(v128.load(place), scale, size);
  const green = placeOf(v128.load(place + PLANE), scale, size);
  const blue = placeOf(v128.load(place + 2 * PLANE), scale, size);
  const redCell = cellOf(red, size);
  const greenCell = cellOf(green, size);
  const blueCell = cellOf(blue, size);
  const side = i32x4.splat(size);
  const row = i32x4.add(i32x4.mul(blueCell, side), greenCell);
  const cell = i32x4.add(i32x4.mul(row, side), redCell);
  v128.store(room, i32x4.add(i32x4.mul(cell, i32x4.splat(COLOR)), i32x4.splat(table as i32)));
  v128.store(room, f32x4.sub(red, f32x4.convert_i32x4_s(redCell)), SHARES);
  v128.store(room, f32x4.sub(green, f32x4.convert_i32x4_s(greenCell)), SHARES + 16);
  v128.store(room, f32x4.sub(blue, f32x4.convert_i32x4_s(blueCell)), SHARES + 32);
}

/** Walks from the darkest corner along the axis with the largest distance first, and the smallest last. */
function findWay(size: i32, bright: i32, room: usize): void {
  const r = v128.load(room, SHARES);
  const g = v128.load(room, SHARES + 16);
  const b = v128.load(room, SHARES + 32);
  const redStep = i32x4.splat(COLOR);
  const greenStep = i32x4.splat(COLOR * size);
  const blueStep = i32x4.splat(COLOR * size * size);
  const redOverGreen = f32x4.ge(r, g);
  const larger = f32x4.pmax(g, r);
  const smaller = f32x4.pmin(g, r);
  const firstOfTwo = v128.bitselect(redStep, greenStep, redOverGreen);
  const lastOfTwo = v128.bitselect(greenStep, redStep, redOverGreen);
  const first = v128.bitselect(blueStep, firstOfTwo, f32x4.gt(b, larger));
  const last = v128.bitselect(blueStep, lastOfTwo, f32x4.le(b, smaller));
  const dark = v128.load(room);
  v128.store(room, i32x4.add(dark, first), SECOND);
  v128.store(room, i32x4.sub(i32x4.add(dark, i32x4.splat(bright)), last), THIRD);
  const high = f32x4.pmax(larger, b);
  const low = f32x4.pmin(smaller, b);
  const middle = f32x4.pmax(smaller, f32x4.pmin(larger, b));
  v128.store(room, f32x4.sub(f32x4.splat(1), high), WEIGHTS);
  v128.store(room, f32x4.sub(high, middle), WEIGHTS + 16);
  v128.store(room, f32x4.sub(middle, low), WEIGHTS + 32);
  v128.store(room, low, WEIGHTS + 48);
}

function weighed(color: usize, weight: usize): v128 {
  return f32x4.mul(v128.load(color), v128.load32_splat(weight));
}

/** Interpolates four corners along red and green. */
function alongGreen(cell: usize, greenStep: usize, shares: usize): v128 {
  const red = v128.load32_splat(shares);
  const green = v128.load32_splat(shares, 16);
  return between(alongRed(cell, red), alongRed(cell + greenStep, red), green);
}

function alongRed(cell: usize, share: v128): v128 {
  return between(v128.load(cell), v128.load(cell, 12), share);
}

function between(from: v128, to: v128, share: v128): v128 {
  return f32x4.add(f32x4.mul(from, f32x4.sub(f32x4.splat(1), share)), f32x4.mul(to, share));
}

/** Steps from the table's first colour, limited to the table; NaN gives 0. */
function placeOf(samples: v128, scale: f32, size: i32): v128 {
  const place = f32x4.mul(f32x4.pmax(f32x4.splat(0), samples), f32x4.splat(scale));
  return f32x4.pmin(f32x4.splat((size - 1) as f32), place);
}

/** The last colour belongs to the cell in front of it. */
function cellOf(place: v128, size: i32): v128 {
  return i32x4.min_s(i32x4.trunc_sat_f32x4_s(place), i32x4.splat(size - 2));
}

/** Mixes four colours into the planes with the samples there. */
function storeColors(place: usize, colors: usize, full: f32, rest: f32): void {
  const a = v128.load(colors);
  const b = v128.load(colors, 16);
  const c = v128.load(colors, 32);
  const d = v128.load(colors, 48);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const blues = v128.shuffle<i64>(
    v128.shuffle<i32>(a, b, 2, 6, 3, 7),
    v128.shuffle<i32>(c, d, 2, 6, 3, 7),
    0,
    2,
  );
  storeMixed(place, v128.shuffle<i64>(ab, cd, 0, 2), full, rest);
  storeMixed(place + PLANE, v128.shuffle<i64>(ab, cd, 1, 3), full, rest);
  storeMixed(place + 2 * PLANE, blues, full, rest);
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
