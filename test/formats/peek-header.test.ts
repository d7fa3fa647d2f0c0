/** What the beginning of a file tells, for estimates. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { DEFAULT_READING } from '../../src/formats/input.ts';
import { peekHeader, readHeader } from '../../src/formats/registry.ts';

const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
const picture = sharp({ create: { width: 90, height: 60, channels: 3, background: '#000', noise } });
const peek = (bytes: Uint8Array) => peekHeader(bytes, DEFAULT_LIMITS, DEFAULT_READING);
const read = (bytes: Uint8Array) => readHeader(bytes, DEFAULT_LIMITS);

describe('peekHeader', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'agrees with the header of a %s',
    async (format) => {
      const bytes = await picture.clone().withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
      const { data: _, detail, ...facts } = read(bytes);
      const { data: __, detail: peeked, ...others } = peek(bytes);
      expect(others).toEqual(facts);
      // The end marker counts as data.
      if (detail !== undefined) expect(peeked).toBeCloseTo(detail, 2);
    },
  );

  it('agrees with the header of a progressive JPEG, whose first scan has most of the bytes behind it', async () => {
    const bytes = await picture.clone().jpeg({ progressive: true }).toBuffer();
    const [{ detail = 0, width }, peeked] = [read(bytes), peek(bytes)];
    expect(peeked.width).toBe(width);
    expect(peeked.detail).toBeGreaterThan(detail);
    expect(peeked.detail).toBeLessThan(1.3 * detail);
  });

  it('overlooks a JPEG that breaks off in its data, and no other fault', async () => {
    const bytes = await picture.clone().jpeg().toBuffer();
    const cut = bytes.subarray(0, bytes.indexOf(Buffer.of(0xff, 0xda)) + 20);
    expect(peek(cut).width).toBe(90);
    expect(() => read(cut)).toThrow('too little data');
    expect(() => peek(bytes.subarray(0, 100))).toThrow('The picture');
  });
});
