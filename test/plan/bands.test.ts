import { describe, expect, it } from 'vitest';
import type { Shape } from '../../src/core/image.ts';
import type { Pass } from '../../src/core/pass.ts';
import { type Channels, type PixelType, SAMPLE_BYTES } from '../../src/core/pixel.ts';
import { type Band, type BindingLimits, cutBands, texelBytes } from '../../src/plan/bands.ts';
import { random } from '../support/pictures.ts';

interface Case {
  readonly pass: Pass;
  readonly limits: BindingLimits;
  readonly what: string;
}

function passOf(source: Shape, goal: Shape, halo: number): Pass {
  return { entry: 'entry/point', stages: [], source, goal, halo };
}

/** Random pictures, halos and limits, from those that fit at once to those that fit in no way. */
function randomCase(seed: number): Case {
  const next = random(seed);
  const pick = <Item>(...items: Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  const extent = {
    width: 1 + Math.floor(next() * pick(5, 70, 700)),
    height: 1 + Math.floor(next() * pick(9, 300)),
  };
  const shape = (): Shape => ({
    ...extent,
    channels: pick<Channels>(1, 2, 3, 4),
    type: pick<PixelType>('u8', 'u16', 'f32'),
  });
  const [source, goal] = [shape(), shape()];
  const halo = pick(0, 0, 1, 3, 10);
  const most = Math.max(texelBytes(source), texelBytes(goal));
  const limits = {
    maxStorageBufferBindingSize: Math.max(256, Math.floor(most * (0.02 + next() * 1.2))),
    minStorageBufferOffsetAlignment: pick(32, 64, 256),
  };
  const what = `seed ${seed}: ${JSON.stringify({ source, goal, halo, limits })}`;
  return { pass: passOf(source, goal, halo), limits, what };
}

const CASES = Array.from({ length: 3000 }, (_, index) => randomCase(7000 + index));

const rowBytes = ({ width, channels, type }: Shape) => width * channels * SAMPLE_BYTES[type];

/** Byte behind the last quad that begins in rows before `end`. */
function quadsEnd(shape: Shape, end: number): number {
  const quad = 4 * shape.channels * SAMPLE_BYTES[shape.type];
  return Math.ceil((end * rowBytes(shape)) / quad) * quad;
}

/** Bands of so many rows by the plainest rule, and whether all their windows fit. */
function fitsWith(rows: number, { pass, limits }: Case): boolean {
  const size = (shape: Shape, first: number, end: number) => {
    const alignment = limits.minStorageBufferOffsetAlignment;
    const top = Math.floor((Math.max(0, first) * rowBytes(shape)) / alignment) * alignment;
    return quadsEnd(shape, Math.min(shape.height, end)) - top;
  };
  for (let first = 0; first < pass.goal.height; first += rows) {
    const end = Math.min(pass.goal.height, first + rows);
    const sizes = [size(pass.source, first - pass.halo, end + pass.halo), size(pass.goal, first, end)];
    if (Math.max(...sizes) > limits.maxStorageBufferBindingSize) return false;
  }
  return true;
}

/** Runs a check on the bands of every case that has some; gives how many had more than one. */
function forEachBand(check: (band: Band, test: Case, bands: readonly Band[], index: number) => void): number {
  let cut = 0;
  for (const test of CASES) {
    const bands = cutBands(test.pass, test.limits);
    if (!bands) continue;
    if (bands.length > 1) cut++;
    bands.forEach((band, index) => {
      check(band, test, bands, index);
    });
  }
  return cut;
}

describe('cutBands', () => {
  it('covers every row exactly once, from top to bottom', () => {
    const cut = forEachBand(({ first, end }, { pass, what }, bands, index) => {
      const [before, after] = [bands[index - 1]?.end ?? 0, bands[index + 1]?.first ?? pass.goal.height];
      if (first !== before || end !== after || end <= first) expect.fail(`rows ${first} to ${end}: ${what}`);
    });
    expect(cut).toBeGreaterThan(500);
  });

  it('begins bands at multiples of four rows', () => {
    forEachBand(({ first }, { what }) => {
      if (first % 4 !== 0) expect.fail(`begins at row ${first}: ${what}`);
    });
  });

  it('gives windows that start aligned, stay within the buffer, and are no larger than a binding', () => {
    forEachBand(({ source, goal }, { pass, limits, what }) => {
      for (const [window, shape] of [
        [source, pass.source],
        [goal, pass.goal],
      ] as const) {
        if (window.offset % limits.minStorageBufferOffsetAlignment !== 0)
          expect.fail(`${window.offset}: ${what}`);
        if (window.offset + window.size > texelBytes(shape)) expect.fail(`ends behind the buffer: ${what}`);
        if (window.size > limits.maxStorageBufferBindingSize) expect.fail(`${window.size} bytes: ${what}`);
        // What a storage binding of words has to be.
        if (window.size <= 0 || window.size % 4 !== 0) expect.fail(`${window.size} bytes: ${what}`);
      }
    });
  });

  it('shows each band all that it writes, and all that it reads with the rows above and below', () => {
    forEachBand(({ first, end, source, goal }, { pass, what }) => {
      const top = Math.max(0, first - pass.halo) * rowBytes(pass.source);
      const bottom = quadsEnd(pass.source, Math.min(pass.source.height, end + pass.halo));
      if (source.offset > top || source.offset + source.size < bottom)
        expect.fail(`reads too little: ${what}`);
      const writes = [first * rowBytes(pass.goal), quadsEnd(pass.goal, end)] as const;
      if (goal.offset > writes[0] || goal.offset + goal.size < writes[1])
        expect.fail(`writes too little: ${what}`);
    });
  });

  it('never lets two bands write one word', () => {
    forEachBand(({ first }, { pass, what }) => {
      if ((first * rowBytes(pass.goal)) % 4 !== 0) expect.fail(`row ${first} starts inside a word: ${what}`);
    });
  });

  it('cuts nothing that fits a binding whole', () => {
    let whole = 0;
    for (const test of CASES) {
      if (!fitsWith(test.pass.goal.height, test)) continue;
      whole++;
      if (cutBands(test.pass, test.limits)?.length !== 1) expect.fail(test.what);
    }
    expect(whole).toBeGreaterThan(100);
  });

  it('gives up exactly when not even four rows with their halo fit', () => {
    let hopeless = 0;
    for (const test of CASES) {
      const possible = fitsWith(test.pass.goal.height, test) || fitsWith(4, test);
      if (!possible) hopeless++;
      if ((cutBands(test.pass, test.limits) !== undefined) !== possible) expect.fail(test.what);
    }
    expect(hopeless).toBeGreaterThan(50);
  });

  it('makes as few bands as there can be', () => {
    for (const test of CASES) {
      const bands = cutBands(test.pass, test.limits);
      if (!bands || bands.length === 1) continue;
      const { height } = test.pass.goal;
      let most = Math.floor(height / 4) * 4;
      while (!fitsWith(most, test)) most -= 4;
      const fewest = Math.ceil(height / most);
      if (bands.length > fewest) expect.fail(`${bands.length} bands where ${fewest} do: ${test.what}`);
    }
  });
});

describe('texelBytes', () => {
  it.each([
    [1, 1, 1, 'u8', 4],
    [5, 1, 3, 'u8', 24],
    [4, 1, 3, 'u8', 12],
    [3, 3, 4, 'f32', 192],
    [7, 1, 1, 'u16', 16],
  ] as const)(
    'of %dx%d with %d channels of %s is %d: whole quads',
    (width, height, channels, type, bytes) => {
      expect(texelBytes({ width, height, channels, type })).toBe(bytes);
    },
  );
});

it('cuts long work where everything fits a binding, at whole tiles', () => {
  const shape = { width: 4000, height: 3000, channels: 3, type: 'u8' } as const;
  const limits = { maxStorageBufferBindingSize: 2 ** 31, minStorageBufferOffsetAlignment: 256 };
  const cut = (reads?: number) =>
    cutBands({ ...passOf(shape, shape, 7), ...(reads && { reads }) }, limits)?.map(({ first, end }) => [
      first,
      end,
    ]);
  expect(cut()).toEqual([[0, 3000]]);
  expect(cut(100)).toEqual([[0, 3000]]);
  // 2 ** 31 reads are 596 rows of 4000 pixels, of which 576 are whole tiles.
  expect(cut(900)?.slice(0, 2)).toEqual([
    [0, 576],
    [576, 1152],
  ]);
  expect(cut(900)?.at(-1)).toEqual([2880, 3000]);
  expect(cut(1e9)?.length).toBe(Math.ceil(3000 / 64));
});
