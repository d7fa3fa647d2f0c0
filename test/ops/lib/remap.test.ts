import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import type { Pass } from '../../../src/core/pass.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { flip } from '../../../src/ops/geometry/flip.ts';
import { joinRemaps } from '../../../src/ops/lib/remap.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { samplesOf } from '../run.ts';

const FLIP: StepInput = { op: 'flip' };
const FLOP: StepInput = { op: 'flop' };
const UPRIGHT: StepInput = { op: 'autoOrient' };

/** Two rows of three pixels, numbered. */
function numbered(): Image {
  const image = createImage({ width: 3, height: 2, channels: 1, type: 'u8' });
  image.data.set([1, 2, 3, 4, 5, 6]);
  return image;
}

const passesOf = (image: Image, ...steps: StepInput[]): readonly Pass[] =>
  planSteps(steps, image, { fuse: false }).passes;

it('moves pixels and nothing else', () => {
  expect(samplesOf(numbered(), FLIP)).toEqual([4, 5, 6, 1, 2, 3]);
  expect(samplesOf(numbered(), FLOP)).toEqual([3, 2, 1, 6, 5, 4]);
  expect(samplesOf(numbered(), UPRIGHT)).toEqual([1, 2, 3, 4, 5, 6]);
});

it('moves whole pixels, alpha with them', () => {
  const image = createImage({ width: 2, height: 1, channels: 4, type: 'u16' });
  image.data.set([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(samplesOf(image, FLOP)).toEqual([5, 6, 7, 8, 1, 2, 3, 4]);
});

it.each([
  ['flip', FLIP],
  ['flop', FLOP],
])('is undone by itself, with %s', (name, step) => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 7, height: 5 });
    const twice = runReference(planSteps([step, step], image), image);
    expectClose(twice, image, 0, name);
  }
});

it('keeps the bits of every float: of NaN with its payload, of -0, and of the smallest', () => {
  const bits = [0x7fc01234, 0xff812345, 0x80000000, 0x00000001, 0x7f800000, 0x3f800000];
  const image = createImage({ width: 3, height: 2, channels: 1, type: 'f32' });
  new Uint32Array(image.data.buffer).set(bits);
  const steps: StepInput[] = [FLIP, { op: 'rotate', angle: 90 }, FLOP];
  const result = runReference(planSteps([...steps, { op: 'rotate', angle: -90 }], image), image);
  expect([...new Uint32Array(result.data.buffer)]).toEqual(bits);
  const [flipped, expected] = [createImage(image), createImage(image)];
  toEnd(flip.kernel(image, {}, flipped));
  flip.reference(image, {}, expected);
  expect(new Uint32Array(flipped.data.buffer)).toEqual(new Uint32Array(expected.data.buffer));
});

it('joins two moves into one that reads only what is left', () => {
  const image = createImage({ width: 60, height: 40, channels: 3, type: 'u8' });
  const [cut, turn] = passesOf(
    image,
    { op: 'extract', left: 10, top: 5, width: 20, height: 11 },
    { op: 'rotate', angle: 90 },
  ) as [Pass, Pass];
  expect(joinRemaps(cut, turn)).toEqual({
    entry: 'ops/lib/remap/pixels',
    params: {
      module: 'ops/lib/remap/params',
      uniforms: { origin: [10, 15], across: [0, -1], down: [1, 0], source_width: 60 },
    },
    stages: [],
    source: { width: 60, height: 40, channels: 3, type: 'u8' },
    goal: { width: 11, height: 20, channels: 3, type: 'u8' },
    // Rows 5 to 15, whichever row of the result it is.
    rows: { scale: 0, offset: 10 },
    halo: 5,
  });
});

it('joins point ops with a move behind them, and nothing else', () => {
  const image = createImage({ width: 8, height: 8, channels: 3, type: 'u8' });
  const [cast, flip, dilate] = passesOf(image, { op: 'cast', type: 'f32' }, FLIP, { op: 'dilate' });
  const joined = joinRemaps(cast as Pass, flip as Pass);
  expect(joined?.stages).toEqual(cast?.stages);
  expect([joined?.source.type, joined?.goal.type]).toEqual(['u8', 'f32']);
  expect(joinRemaps(dilate as Pass, flip as Pass)).toBeUndefined();
  expect(joinRemaps(flip as Pass, dilate as Pass)).toBeUndefined();
  expect(joinRemaps(flip as Pass, cast as Pass)).toBeUndefined();
});
