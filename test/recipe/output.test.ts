// The format that `auto` chooses by the picture, by what the client takes, and by the expected time of encoding.
import { describe, expect, it } from 'vitest';
import { encodingTime } from '../../src/backends/estimate.ts';
import type { Shape } from '../../src/core/image.ts';
import { SHIPPED_COSTS } from '../../src/engine/costs/shipped.ts';
import { CostTable } from '../../src/engine/costs/table.ts';
import type { FormatName } from '../../src/formats/format.ts';
import { needsOf, settleOutput } from '../../src/recipe/output.ts';

/** Formats in the order that `Accept: image/avif,image/webp,*\/*` gives them. */
const BROWSER: FormatName[] = ['avif', 'webp', 'jpeg', 'gif', 'png', 'tiff'];
const SLOW = new CostTable({ sharp: { encode: { pixels: 20_000 } } });

interface Case {
  readonly accepted?: readonly FormatName[];
  readonly frames?: number;
  readonly channels?: Shape['channels'];
  readonly type?: Shape['type'];
  readonly costs?: CostTable;
  readonly sharing?: number;
}

function settle(width: number, height: number, given: Case = {}) {
  const {
    accepted = BROWSER,
    frames = 1,
    channels = 3,
    type = 'u8',
    costs = SHIPPED_COSTS,
    sharing = 1,
  } = given;
  const shape: Shape = { width, height, channels, type };
  const needs = needsOf(shape, frames, false);
  const timeOf = (output: Parameters<typeof encodingTime>[0]) => sharing * encodingTime(output, shape, costs);
  return settleOutput({ format: 'auto', options: {} }, 'jpeg', { accepted, needs, timeOf });
}

describe('a picture whose encoding takes long', () => {
  it.each<[string, number, number, Case, FormatName, FormatName | undefined]>([
    ['is AVIF as long as that is quick', 900, 600, {}, 'avif', undefined],
    ['is WebP beyond', 1900, 1200, {}, 'webp', 'avif'],
    ['is JPEG if WebP takes long too', 5000, 4000, {}, 'jpeg', 'avif'],
    ['is PNG in its place with alpha', 6000, 4000, { channels: 4 }, 'png', 'avif'],
    ['counts the samples that the format holds', 900, 600, { type: 'f32' }, 'avif', undefined],
    ['is what the client takes alone', 5000, 4000, { accepted: ['avif'] }, 'avif', undefined],
    ['loses no alpha for time', 1900, 1200, { accepted: ['avif', 'jpeg'], channels: 4 }, 'avif', undefined],
    ['is the quickest if each takes long', 5000, 4000, { accepted: ['avif', 'webp'] }, 'webp', 'avif'],
    ['stays WebP as an animation, since a GIF is larger', 1000, 1000, { frames: 50 }, 'webp', undefined],
    ['shares the time with other outputs', 1000, 1000, { sharing: 3 }, 'webp', 'avif'],
    ['is WebP sooner on a slower machine', 150, 150, { costs: SLOW }, 'webp', 'avif'],
    [
      'is no format that the client did not name',
      9000,
      9000,
      { accepted: ['png', 'avif', 'tiff'] },
      'png',
      undefined,
    ],
  ])('%s', (_, width, height, given, format, heldBack) => {
    const output = settle(width, height, given);
    expect([output.format, output.heldBack?.format]).toEqual([format, heldBack]);
  });

  it('says how long the better format takes', () => {
    expect(settle(1900, 1200).heldBack?.time).toBeGreaterThan(125);
  });
});

it('a still picture is PNG rather than GIF where the client takes no other', () => {
  const [still, moving] = [1, 3].map((frames) => settle(300, 200, { accepted: ['gif', 'png'], frames }));
  expect([still?.format, moving?.format]).toEqual(['png', 'gif']);
  expect(settle(300, 200, { accepted: ['gif'] }).format).toBe('gif');
});

it('a GIF is what the scale of its effort says, however many frames it has', () => {
  const [still, moving] = [1, 50].map((frames) => settle(300, 200, { accepted: ['jpeg', 'gif'], frames }));
  expect([still?.format, moving?.format, moving?.options.effort]).toEqual(['jpeg', 'gif', 7]);
  expect(settle(2000, 2000).heldBack?.time).toBeLessThan(4000);
});

it('AVIF of our own choice is encoded quickly, and a named one as its scale says', () => {
  const shape: Shape = { width: 10, height: 10, channels: 3, type: 'u8' };
  expect(settle(10, 10).options).toMatchObject({ effort: 2 });
  const named = settleOutput({ format: 'avif', options: { effort: 4 } }, 'jpeg');
  expect(named.options).toMatchObject({ effort: 4 });
  expect(encodingTime(named, shape, SHIPPED_COSTS)).toBeGreaterThan(0);
});
