/** Histogram equalisation of luma, or of each channel, in SIMD. */
import { colorChannels, type Image, pixelCount } from '../../core/image.ts';
import type { Work } from '../../core/turns.ts';
import { blockReader, blockWriter, eachBlockInTurns } from '../pixels/color-blocks.ts';
import { BLOCK, PLANE } from '../pixels/color-planes.ts';
import { LEVELS, levelsPerUnit } from '../pixels/histogram.ts';
import { Simd } from '../simd/simd.ts';

/** Returns the new value of each level from the counts of all levels; NaN where it stays. */
type Spread = (counts: Uint32Array) => Float64Array;

/** Tables by level in the SIMD memory, each with an entry for -1 in front, and a row for the levels of a block. */
interface Tables {
  readonly places: readonly number[];
  readonly levels: number;
}

/** Counts the luma of pixels, and adds its change to red, green and blue. */
export function* equaliseLuma(input: Image, spread: Spread, output: Image): Work<void> {
  yield* Simd.lend(function* (simd) {
    const { code } = simd;
    const scale = levelsPerUnit(input);
    const [lumas, changes] = [simd.take(8 * BLOCK), simd.take(4 * BLOCK)];
    const blocks = takeBlocks(simd, input, output);
    const { places, levels } = takeLevelTables(simd, input, 1);
    const [table = 0] = places;
    const { planes } = blocks;
    yield* blocks.each((pixels) => {
      code.lumaLevels(planes, pixels, scale, levels);
      code.countLevels(levels, pixels, table);
    });
    spreadAt(simd, table, input, spread);
    yield* blocks.change((pixels) => {
      code.lumaLevels(planes, pixels, scale, levels);
      if (input.type === 'f32') code.lumasOf(planes, pixels, lumas);
      else code.levelsToLumas(levels, pixels, lumas);
      code.changesOf(levels, pixels, table, lumas, changes);
      code.addChanges(planes, pixels, changes);
    });
  });
}

/** Does the same with each channel except alpha. */
export function* equaliseChannels(input: Image, spread: Spread, output: Image): Work<void> {
  yield* Simd.lend(function* (simd) {
    const { code } = simd;
    const scale = levelsPerUnit(input);
    const blocks = takeBlocks(simd, input, output);
    const { places, levels } = takeLevelTables(simd, input, colorChannels(input.channels));
    const eachChannel = (pixels: number, visit: (plane: number, table: number) => void) =>
      places.forEach((table, channel) => {
        const plane = blocks.planes + channel * PLANE;
        code.sampleLevels(plane, pixels, scale, levels);
        visit(plane, table);
      });
    yield* blocks.each((pixels) =>
      eachChannel(pixels, (_, table) => code.countLevels(levels, pixels, table)),
    );
    for (const table of places) {
      spreadAt(simd, table, input, spread);
      yield;
    }
    yield* blocks.change((pixels) =>
      eachChannel(pixels, (plane, table) => code.replaceLevels(plane, pixels, levels, table)),
    );
  });
}

function takeLevelTables(simd: Simd, { type }: Image, count: number): Tables {
  const places = Array.from({ length: count }, () => {
    const room = simd.take(64 + 4 * LEVELS[type]);
    simd.bytes.fill(0, room, room + 64 + 4 * LEVELS[type]);
    return room + 64;
  });
  return { places, levels: simd.take(4 * BLOCK) };
}

/** Replaces the counts at a place by the new values of levels. The entry for -1 stays as it is. */
function spreadAt(simd: Simd, place: number, { type }: Image, spread: Spread): void {
  const counts = new Uint32Array(simd.bytes.buffer, place, LEVELS[type]);
  simd.floats.set(spread(counts), place / 4);
  simd.floats[place / 4 - 1] = Number.NaN;
}

/** Returns functions that visit the blocks of a picture: `each` reads them, `change` also writes them. */
function takeBlocks(simd: Simd, input: Image, output: Image) {
  const planes = simd.take(4 * PLANE);
  const [read, write] = [blockReader(simd, input), blockWriter(simd, output)];
  const each = (visit: (pixels: number, first: number) => void) =>
    eachBlockInTurns(pixelCount(input), (first, pixels) => {
      read(first, pixels, planes);
      visit(pixels, first);
    });
  const change = (visit: (pixels: number) => void) =>
    each((pixels, first) => {
      visit(pixels);
      write(first, pixels, planes);
    });
  return { planes, each, change };
}
