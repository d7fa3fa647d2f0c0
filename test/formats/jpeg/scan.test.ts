import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { cutEntropy } from '../../../src/formats/jpeg/entropy.ts';
import { readJpegFrame } from '../../../src/formats/jpeg/frame.ts';
import { layOutComponent, whyNotSequential } from '../../../src/formats/jpeg/geometry.ts';
import { readJpegPicture } from '../../../src/formats/jpeg/scan.ts';
import { TYPICAL_HUFFMAN } from '../../../src/formats/jpeg/tables.ts';
import { type Forgery, forgeJpeg, withSegment } from '../../support/jpeg-forge.ts';

/** Also of a picture that lacks something. */
const read = (bytes: Uint8Array) =>
  readJpegPicture(bytes, DEFAULT_LIMITS, readJpegFrame(bytes, DEFAULT_LIMITS, { failOn: 'none' }));
const subsampled: Forgery = {
  width: 35,
  height: 18,
  sampling: [
    [2, 2],
    [1, 1],
    [1, 1],
  ],
};

describe('readJpegPicture', () => {
  it('gives frame, tables and scans as they are defined', () => {
    const bytes = forgeJpeg({ ...subsampled, restart: 2, wide: true, scans: [[0], [2, 1]] });
    const { components, scans, ...rest } = read(bytes);
    expect(rest).toEqual({ width: 35, height: 18, ycc: true, warns: false, marker: 0xc1 });
    expect(components.map(({ across, down }) => [across, down])).toEqual(subsampled.sampling);
    expect(components.map(({ quantisation }) => quantisation?.[63])).toEqual([18, 19, 19]);
    expect(scans.map((scan) => scan.components.map(({ index }) => index))).toEqual([[0], [2, 1]]);
    expect(scans.map(({ restart }) => restart)).toEqual([2, 2]);
    expect(scans[0]?.components[0]?.ac).toEqual(TYPICAL_HUFFMAN.lumaAc);
    expect(scans[1]?.components[0]?.dc).toEqual(TYPICAL_HUFFMAN.chromaDc);
    for (const { at } of scans) expect([...bytes.subarray(at - 3, at)]).toEqual([0, 63, 0]);
  });

  it('believes segments of JFIF and Adobe from the length on from which libjpeg does', () => {
    const rgb = forgeJpeg({ ...subsampled, ids: [82, 71, 66] });
    const jfif = [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0];
    const adobe = [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 1];
    for (const [marker, payload] of [
      [0xe0, jfif],
      [0xee, adobe],
    ] as const) {
      expect(read(withSegment(rgb, marker, payload)).ycc).toBe(true);
      expect(read(withSegment(rgb, marker, payload.slice(0, -1))).ycc).toBe(false);
    }
    const short = withSegment(forgeJpeg({ ...subsampled, adobe: 0 }), 0xee, adobe.slice(0, -1));
    expect(read(short).ycc).toBe(false);
  });

  it('refuses tables that are no prefix code, and scans of nobody', () => {
    const bytes = forgeJpeg(subsampled);
    const table = bytes.indexOf(Buffer.from([0xff, 0xc4])) + 5;
    const crowded = Buffer.from(bytes).fill(3, table, table + 1);
    expect(() => read(crowded)).toThrow('impossible Huffman table');
    for (const [marker, offset, value, message] of [
      [0xc4, 4, 0x24, 'too many Huffman'],
      [0xdb, 4, 0x07, 'too many quantisation'],
      [0xda, 4, 2, 'impossible length'],
    ] as const) {
      const changed = forgeJpeg({ ...subsampled, restart: 1 });
      changed[changed.indexOf(Buffer.from([0xff, marker])) + offset] = value;
      expect(() => read(changed), message).toThrow(message);
    }
    const scan = bytes.indexOf(Buffer.from([0xff, 0xda])) + 5;
    expect(() => read(Buffer.from(bytes).fill(9, scan, scan + 1))).toThrow('its frame does not have');
  });
});

describe('whyNotSequential', () => {
  const reasonOf = (forgery: Forgery, change: (bytes: Buffer) => void = () => {}) => {
    const bytes = forgeJpeg(forgery);
    change(bytes);
    return whyNotSequential(read(bytes));
  };

  it('has nothing against baseline, whatever its sampling and scans', () => {
    expect(reasonOf(subsampled)).toBeUndefined();
    expect(reasonOf({ ...subsampled, scans: [[1], [0, 2]] })).toBeUndefined();
  });

  it('names what it is not', () => {
    const frame = (marker: number) => (bytes: Buffer) =>
      void bytes.fill(
        marker,
        bytes.indexOf(Buffer.from([0xff, 0xc0])) + 1,
        bytes.indexOf(Buffer.from([0xff, 0xc0])) + 2,
      );
    expect(reasonOf(subsampled, frame(0xc2))).toMatch('not sequential');
    expect(reasonOf(subsampled, frame(0xc9))).toMatch('not sequential');
    expect(
      reasonOf({
        ...subsampled,
        sampling: [
          [3, 1],
          [2, 1],
          [1, 1],
        ],
      }),
    ).toMatch('fractional');
    expect(
      reasonOf({
        ...subsampled,
        sampling: [
          [2, 4],
          [1, 1],
          [2, 2],
        ],
      }),
    ).toMatch('too many blocks');
    expect(reasonOf({ ...subsampled, scans: [[0], [1]] })).toMatch('one scan each');
  });
});

describe('layOutComponent', () => {
  it('counts padding in scans of several components alone', () => {
    const together = read(forgeJpeg(subsampled));
    expect(layOutComponent(together, 0)).toEqual({
      ...{ width: 35, height: 18, columns: 5, rows: 3, expand: [1, 1], units: [2, 2] },
      ...{ mcusAcross: 3, mcus: 6 },
    });
    expect(layOutComponent(together, 1)).toMatchObject({ width: 18, height: 9, expand: [2, 2], mcus: 6 });
    const alone = read(forgeJpeg({ ...subsampled, scans: [[0], [1], [2]] }));
    expect(layOutComponent(alone, 0)).toMatchObject({ units: [1, 1], mcusAcross: 5, mcus: 15 });
    expect(layOutComponent(alone, 1)).toMatchObject({ units: [1, 1], mcusAcross: 3, mcus: 6 });
  });
});

describe('cutEntropy', () => {
  const cut = (bytes: readonly number[], count: number) => {
    const into = new Uint8Array(32);
    const data = cutEntropy(Uint8Array.from(bytes), 1, into, 0, { count, align: 4 });
    return data && { ...data, bytes: [...into.subarray(0, data.end)] };
  };

  it('takes out stuffed zeros, cuts at restarts, and aligns with ones', () => {
    expect(cut([9, 1, 0xff, 0, 2, 0xff, 0xd0, 3, 4, 5, 6, 0xff, 0xff, 0xd1, 7, 0xff, 0xd9], 3)).toEqual({
      segments: [
        { offset: 0, bytes: 3 },
        { offset: 4, bytes: 4 },
        { offset: 8, bytes: 1 },
      ],
      end: 12,
      bytes: [1, 0xff, 2, 0xff, 3, 4, 5, 6, 7, 0xff, 0xff, 0xff],
    });
  });

  it('ends where the file does', () => {
    expect(cut([9, 1, 2], 1)?.segments).toEqual([{ offset: 0, bytes: 2 }]);
    expect(cut([9, 1, 0xff], 1)?.segments).toEqual([{ offset: 0, bytes: 1 }]);
  });

  it('gives nothing when restarts are missing, out of order, or too many', () => {
    expect(cut([9, 1, 0xff, 0xd9], 2)).toBeUndefined();
    expect(cut([9, 1, 0xff, 0xd1, 2, 0xff, 0xd9], 2)).toBeUndefined();
    expect(cut([9, 1, 0xff, 0xd0, 2, 0xff, 0xd1, 3, 0xff, 0xd9], 2)).toBeUndefined();
  });
});
