import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../../src/core/image.ts';
import type { Channels } from '../../../../src/core/pixel.ts';
import { toEnd } from '../../../../src/core/turns.ts';
import { text } from '../../../../src/ops/layers/text.ts';
import { watermark } from '../../../../src/ops/layers/watermark.ts';
import type { Op } from '../../../../src/ops/op.ts';
import { expectClose } from '../../../support/compare.ts';
import { LAYOUTS, noise } from '../../../support/pictures.ts';
import { row } from '../../run.ts';

function run(op: Op<never>, image: Image, mark: Image, input: object, exact = false): Image {
  const params = op.params.parse(input) as never;
  const output = createImage(op.geometry(image, params, [mark]));
  toEnd((exact ? op.reference : (op.kernel ?? op.reference))(image, params, output, [mark]));
  return output;
}

function plain(width: number, height: number, level: number, channels: Channels = 1): Image {
  const image = createImage({ width, height, channels, type: 'u8' });
  image.data.fill(level);
  return image;
}

/** Column, row, width and height of what is white. */
function whiteIn({ data, width, height }: Image): number[] {
  const columns: number[] = [];
  const rows: number[] = [];
  for (let at = 0; at < width * height; at++) {
    if (data[at] !== 255) continue;
    columns.push(at % width);
    rows.push(Math.floor(at / width));
  }
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  return [left, top, Math.max(...columns) - left + 1, Math.max(...rows) - top + 1];
}

const black = plain(40, 30, 0);
const mark = plain(10, 5, 255);

it.each([
  [{}, [30, 25, 10, 5]],
  [{ margin: 3 }, [27, 22, 10, 5]],
  [{ margin: 3, gravity: 'northwest' }, [3, 3, 10, 5]],
  [{ margin: 3, gravity: 'north' }, [15, 3, 10, 5]],
  [{ margin: 3, gravity: 'centre' }, [15, 13, 10, 5]],
  [{ scale: 0.5 }, [20, 20, 20, 10]],
  [{ scale: 0.01 }, [39, 29, 1, 1]],
  [{ gravity: [0.25, 0.5] }, [5, 13, 10, 5]],
])('puts a mark with %j at %j', (options, expected) => {
  const result = run(watermark, black, mark, { image: 'mark', opacity: 1, ...options });
  expect(whiteIn(result)).toEqual(expected);
});

it('makes a mark no higher than the picture', () => {
  const tall = plain(10, 40, 255);
  const result = run(watermark, black, tall, { image: 'mark', opacity: 1, scale: 1 });
  expect(whiteIn(result)).toEqual([32, 0, 8, 30]);
});

it('leaves the margin between tiles', () => {
  const options = { image: 'mark', opacity: 1, tile: true, margin: 2, gravity: 'northwest' };
  const { data } = run(watermark, plain(12, 1, 0), plain(3, 1, 255), { ...options, margin: 0 });
  expect([...data]).toEqual(Array(12).fill(255));
  const apart = run(watermark, plain(12, 3, 0), plain(3, 1, 255), options);
  const [w, b] = [255, 0];
  expect([...apart.data.subarray(24)]).toEqual([b, b, w, w, w, b, b, w, w, w, b, b]);
});

it('mixes by the opacity, and weighs colours by their alpha', () => {
  expect([...run(watermark, row('u8', 1, [0]), row('u8', 1, [255]), { image: 'mark' }).data]).toEqual([128]);
  const half = row('u8', 4, [255, 0, 0, 255, 0, 255, 0, 0]);
  const scaled = run(watermark, plain(2, 1, 0, 3), half, { image: 'mark', opacity: 1, scale: 0.5 });
  expect([...scaled.data]).toEqual([0, 0, 0, 128, 0, 0]);
});

it('takes a picture or a text, and one of them', () => {
  for (const params of [{}, { image: 'mark', text: 'Noir' }]) {
    expect(() => run(watermark, black, mark, params)).toThrow('expected image or text');
  }
  expect(watermark.sources(watermark.params.parse({ text: 'Noir' }))).toEqual([
    { kind: 'text', text: { text: 'Noir', font: 'sans', size: 32, color: 'ffffff', align: 'left' } },
  ]);
});

it('has a kernel that equals the reference for marks smaller and larger than the picture', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 17, height: 9 }, 3);
    for (const [width, height] of [
      [1, 1],
      [40, 3],
      [5, 60],
    ] as const) {
      const other = noise({ width, height, channels: 4, type: 'f32' }, 5);
      for (const scale of [0, 0.3, 1]) {
        for (const tile of [false, true]) {
          const params = { image: 'mark', scale, tile, margin: 1 };
          const expected = run(watermark, image, other, params, true);
          const got = run(watermark, image, other, params);
          expectClose(got, expected, watermark.tolerance[layout.type], JSON.stringify(params));
        }
      }
    }
  }
});

it('draws text by itself and lays it where it is asked to', () => {
  const params = text.params.parse({ text: 'Noir', width: 50, align: 'right', color: [1, 2, 3] });
  expect(text.sources(params)).toEqual([
    {
      kind: 'text',
      text: { text: 'Noir', font: 'sans', size: 32, color: '010203', width: 50, align: 'right' },
    },
  ]);
  const at = (options: object) => whiteIn(run(text, black, mark, { text: 'Noir', ...options }));
  expect(at({})).toEqual([15, 13, 10, 5]);
  expect(at({ gravity: 'southeast', margin: 4 })).toEqual([26, 21, 10, 5]);
  expect(at({ left: -4, top: 28 })).toEqual([0, 28, 6, 2]);
  expect(() => at({ left: 1 })).toThrow('top: expected');
});
