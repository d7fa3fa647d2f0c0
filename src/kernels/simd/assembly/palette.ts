/**
 * Finds the palette for a list of colours (`color-histogram.ts`). A palette holds, for each four colours, 16 bytes of red and green and 16 bytes of blue and 0, all as 16-bit integers; colours
 * that fill the last four up lie far away.
 */

/** Bytes of a colour of the list: weight, red, green and blue as floats. */
const COLOR: usize = 16;

/** Bytes of a box: its first color and the one after its last, both in the order, and the squared error of its mean. */
const BOX: usize = 16;

/** Bytes of a level of an axis: weight, and weighted sums of the channels. */
const SLICE: usize = 16;
const SLICES: usize = 64;

/** Begins with one box of all colours. `order` has a word for each colour, `room` 16 bytes for each box. */
export function openBoxes(list: usize, count: i32, order: usize, room: usize): void {
  for (let index = 0; index < count; index++) store<u32>(order + 4 * index, index);
  openBox(list, order, room, 0, count);
}

/**
 * Divides the box with the largest squared error where the sum of the errors becomes smallest: Wu, "Efficient statistical
 * computations for optimal color quantization" (Graphics Gems II, 1991). `slices` has 1024 bytes. Returns the number of boxes; -1
 * when no box can be divided.
 */
export function divideWidest(list: usize, order: usize, room: usize, boxes: i32, slices: usize): i32 {
  let widest = room;
  for (let box = room; box < room + BOX * boxes; box += BOX) {
    if (load<f64>(box, 8) > load<f64>(widest, 8)) widest = box;
  }
  if (load<f64>(widest, 8) <= 0) return -1;
  const first = load<u32>(widest);
  const end = load<u32>(widest, 4);
  const middle = divideBox(list, order, first, end, slices);
  if (middle <= first || middle >= end) {
    store<f64>(widest, 0, 8);
    return boxes;
  }
  openBox(list, order, widest, first, middle);
  openBox(list, order, room + BOX * boxes, middle, end);
  return boxes + 1;
}

/** Writes the mean of each box as four floats. */
export function averageBoxes(list: usize, order: usize, room: usize, boxes: i32, means: usize): void {
  for (let box = 0; box < boxes; box++) {
    const from = room + BOX * box;
    let sum = f32x4.splat(0);
    for (let at = load<u32>(from); at < load<u32>(from, 4); at++) {
      sum = f32x4.add(sum, weighted(colorOf(list, order, at)));
    }
    v128.store(means + 16 * box, f32x4.div(sum, f32x4.splat(f32x4.extract_lane(sum, 0))));
  }
}

function colorOf(list: usize, order: usize, at: u32): v128 {
  return v128.load(list + COLOR * load<u32>(order + 4 * at));
}

/** Weight, and the channels times the weight. */
function weighted(color: v128): v128 {
  const weight = f32x4.extract_lane(color, 0);
  return f32x4.replace_lane(f32x4.mul(color, f32x4.splat(weight)), 0, weight);
}

/** Stores a box with its squared error. A box of one colour has none. */
function openBox(list: usize, order: usize, box: usize, first: u32, end: u32): void {
  let weight: f64 = 0;
  let red: f64 = 0;
  let green: f64 = 0;
  let blue: f64 = 0;
  let squares: f64 = 0;
  for (let at = first; at < end; at++) {
    const color = colorOf(list, order, at);
    const w = f32x4.extract_lane(color, 0) as f64;
    const r = f32x4.extract_lane(color, 1) as f64;
    const g = f32x4.extract_lane(color, 2) as f64;
    const b = f32x4.extract_lane(color, 3) as f64;
    weight += w;
    red += w * r;
    green += w * g;
    blue += w * b;
    squares += w * (r * r + g * g + b * b);
  }
  store<u32>(box, first);
  store<u32>(box, end, 4);
  const error = squares - (red * red + green * green + blue * blue) / weight;
  store<f64>(box, end - first > 1 ? error : 0, 8);
}

/** Orders the colours of a box so that those before the place that it returns belong to one half. */
function divideBox(list: usize, order: usize, first: u32, end: u32, slices: usize): u32 {
  let low = f32x4.splat(256);
  let high = f32x4.splat(0);
  for (let at = first; at < end; at++) {
    const color = colorOf(list, order, at);
    low = f32x4.min(low, color);
    high = f32x4.max(high, color);
  }
  // The slices divide the extent of the box evenly.
  const extent = f32x4.sub(high, low);
  const scale = f32x4.div(f32x4.splat((SLICES as f32) - 0.01), f32x4.max(extent, f32x4.splat(0.01)));
  let best: f32 = -1;
  let bestAxis = 0;
  let bestCut = 0;
  for (let axis = 0; axis < 3; axis++) {
    memory.fill(slices, 0, SLICES * SLICE);
    let all = f32x4.splat(0);
    for (let at = first; at < end; at++) {
      const color = colorOf(list, order, at);
      const slice = slices + SLICE * (levelOf(f32x4.mul(f32x4.sub(color, low), scale), axis) as usize);
      const add = weighted(color);
      all = f32x4.add(all, add);
      v128.store(slice, f32x4.add(v128.load(slice), add));
    }
    let left = f32x4.splat(0);
    for (let cut = 1; cut < (SLICES as i32); cut++) {
      left = f32x4.add(left, v128.load(slices + SLICE * (cut - 1)));
      const right = f32x4.sub(all, left);
      if (f32x4.extract_lane(left, 0) < 0.5) continue;
      if (f32x4.extract_lane(right, 0) < 0.5) break;
      const gain = squareOverWeight(left) + squareOverWeight(right);
      if (gain > best) {
        best = gain;
        bestAxis = axis;
        bestCut = cut;
      }
    }
  }
  let from = first;
  let to = end;
  while (from < to) {
    const index = load<u32>(order + 4 * from);
    const color = f32x4.mul(f32x4.sub(v128.load(list + COLOR * index), low), scale);
    if (levelOf(color, bestAxis) < bestCut) from++;
    else {
      to--;
      store<u32>(order + 4 * from, load<u32>(order + 4 * to));
      store<u32>(order + 4 * to, index);
    }
  }
  return from;
}

function levelOf(color: v128, axis: i32): i32 {
  const value =
    axis === 0
      ? f32x4.extract_lane(color, 1)
      : axis === 1
        ? f32x4.extract_lane(color, 2)
        : f32x4.extract_lane(color, 3);
  return min(value as i32, (SLICES as i32) - 1);
}

function squareOverWeight(sums: v128): f32 {
  const squares = f32x4.mul(sums, sums);
  const sum =
    f32x4.extract_lane(squares, 1) + f32x4.extract_lane(squares, 2) + f32x4.extract_lane(squares, 3);
  return sum / f32x4.extract_lane(sums, 0);
}

/** Distance of the fill colours of a palette, per channel. */
const FAR: i16 = 1000;

/** Place behind the palette where its colours lie one after another, as 16-bit red, green, blue and 0. */
export const FLAT: usize = 2048;

/** Writes a palette of the rounded means. Returns its bytes. */
export function writePalette(means: usize, count: i32, palette: usize): i32 {
  const filled = (count + 3) & ~3;
  for (let index = 0; index < filled; index++) {
    const at = palette + 32 * (index >> 2) + 4 * (index & 3);
    const mean = means + 16 * index;
    const inside = index < count;
    store<i16>(at, inside ? (nearest<f32>(load<f32>(mean, 4)) as i16) : FAR);
    store<i16>(at, inside ? (nearest<f32>(load<f32>(mean, 8)) as i16) : FAR, 2);
    store<i16>(at, inside ? (nearest<f32>(load<f32>(mean, 12)) as i16) : FAR, 16);
    store<i16>(at, 0, 18);
    const flat = palette + FLAT + 8 * index;
    store<u32>(flat, load<u32>(at));
    store<u32>(flat, load<u32>(at, 16), 4);
  }
  return 8 * filled;
}

/** 256 times the squared distance of the nearest colour of the palette, plus its index. */
export function nearestColor(red: i32, green: i32, blue: i32, palette: usize, bytes: i32): i32 {
  const redGreen = i32x4.splat(red | (green << 16));
  const justBlue = i32x4.splat(blue);
  let best = i32x4.splat(i32.MAX_VALUE);
  let index = i32x4(0, 1, 2, 3);
  const four = i32x4.splat(4);
  for (let at = palette; at < palette + (bytes as usize); at += 32) {
    const across = i16x8.sub(v128.load(at), redGreen);
    const along = i16x8.sub(v128.load(at, 16), justBlue);
    const distance = i32x4.add(i32x4.dot_i16x8_s(across, across), i32x4.dot_i16x8_s(along, along));
    best = i32x4.min_s(best, i32x4.add(i32x4.shl(distance, 8), index));
    index = i32x4.add(index, four);
  }
  return least(best);
}

/**
 * The first half of a step of k-means (Lloyd 1982): adds each of the listed colours, times its weight, to the sums of the nearest
 * mean, which have 16 bytes for each. Returns the squared error.
 */
export function sumNearest(list: usize, count: i32, palette: usize, bytes: i32, sums: usize): f64 {
  let error: f64 = 0;
  for (let at = list; at < list + COLOR * count; at += COLOR) {
    const color = v128.load(at);
    const near = nearestColor(
      nearest<f32>(f32x4.extract_lane(color, 1)) as i32,
      nearest<f32>(f32x4.extract_lane(color, 2)) as i32,
      nearest<f32>(f32x4.extract_lane(color, 3)) as i32,
      palette,
      bytes,
    );
    error += ((near >> 8) as f64) * (f32x4.extract_lane(color, 0) as f64);
    const sum = sums + 16 * (near & 255);
    v128.store(sum, f32x4.add(v128.load(sum), weighted(color)));
  }
  return error;
}

/** Replaces each mean by that of its colours, and clears the sums. A mean without colours stays. */
export function takeMeans(sums: usize, most: i32, means: usize): void {
  for (let index = 0; index < most; index++) {
    const sum = v128.load(sums + 16 * index);
    const weight = f32x4.extract_lane(sum, 0);
    if (weight > 0) v128.store(means + 16 * index, f32x4.div(sum, f32x4.splat(weight)));
  }
  memory.fill(sums, 0, 16 * most);
}

/** The least of four words. */
export function least(values: v128): i32 {
  const half = i32x4.min_s(
    values,
    i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
  );
  return min(i32x4.extract_lane(half, 0), i32x4.extract_lane(half, 1));
}
