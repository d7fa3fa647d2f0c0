import { describe, expect, it } from 'vitest';
import { decodeFeatures, encodeFeatures } from '../../src/coders/features.ts';
import { SHIPPED_COSTS } from '../../src/engine/costs/shipped.ts';
import type { Header, Shrink } from '../../src/formats/format.ts';
import { FORMATS, formatNames } from '../../src/formats/registry.ts';

const header = (format: Header['format'], width: number): Header => ({
  format,
  width,
  height: 480,
  channels: 3,
  type: 'u8',
  orientation: 1,
  profile: 'none',
});

describe.each(formatNames)('features of %s', (format) => {
  const shape = { width: 640, height: 480, channels: 3, type: 'u8' } as const;
  const parse = (options: object) =>
    FORMATS[format].options.parse(options) as Readonly<Record<string, unknown>>;

  it('have one row for each of the measured options', () => {
    const kinds = FORMATS[format].measured.map(
      (options) => encodeFeatures({ format, options: parse(options) }, shape).kind,
    );
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it('cost more for more pixels, and for more bytes no less', () => {
    const encoding = encodeFeatures({ format, options: parse({}) }, shape);
    const larger = encodeFeatures({ format, options: parse({}) }, { ...shape, width: 1280 });
    expect(SHIPPED_COSTS.time('sharp', larger)).toBeGreaterThan(SHIPPED_COSTS.time('sharp', encoding));
    const time = (width: number, bytes: number) =>
      SHIPPED_COSTS.time('sharp', decodeFeatures(header(format, width), bytes));
    expect(time(1280, 1e5)).toBeGreaterThanOrEqual(time(640, 1e5));
    expect(time(640, 2e5)).toBeGreaterThanOrEqual(time(640, 1e5));
  });
});

describe('features of JPEGs that are shrunk on load', () => {
  it('have the pixels that are left, and rows of their own', () => {
    const all = ([1, 2, 4, 8] as const).map((shrink: Shrink) =>
      decodeFeatures(header('jpeg', 640), 1e5, { shrink, into: 'load' }),
    );
    expect(all.map(({ pixels }) => pixels)).toEqual([307200, 76800, 19200, 4800]);
    expect(new Set(all.map(({ kind }) => kind)).size).toBe(4);
  });
});

describe('features of an effort that nobody has measured', () => {
  it('are like those of the nearest effort, rather a greater one', () => {
    const { kind, like } = encodeFeatures(
      { format: 'webp', options: { effort: 3 } },
      { width: 8, height: 8, channels: 3, type: 'u8' },
    );
    expect(kind).toBe('encode webp 3 u8 3');
    expect(like?.filter((row) => row.endsWith('u8 3')).slice(0, 3)).toEqual([
      'encode webp 4 u8 3',
      'encode webp 2 u8 3',
      'encode webp 5 u8 3',
    ]);
  });
});
