import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { isSrgbProfile, profileOf } from '../../../src/formats/icc/icc.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { realFiles } from '../pictures.ts';
import {
  forgeProfile,
  formula,
  gamma,
  PRIMARIES,
  part,
  partsOf,
  SRGB_FORMULA,
  table,
  withSegments,
} from '../profiles.ts';

const moved = (by: number) =>
  PRIMARIES.lcms.map((xyz, at) => xyz.map((value) => value + (at === 1 ? by : 0)));
const { hp, lcms, p3, adobe } = PRIMARIES;

describe('a profile is sRGB', () => {
  test.each([
    ["HP's of 1998", {}],
    ['computed primaries and a formula', { primaries: lcms, curves: [SRGB_FORMULA], version: 4 }],
    ['a formula that adds nothing', { curves: [formula(4, 2.4, 0.94787, 0.05213, 0.0774, 0.04045, 0, 0)] }],
    ['a table of 42 points', { primaries: lcms, curves: [table(42)] }],
    ['three curves, each in its way', { curves: [table(1024), SRGB_FORMULA, table(4096)] }],
    ['primaries that are rounded badly', { primaries: moved(0.00003) }],
    ['for a scanner', { kind: 'scnr' }],
  ])('%s', (_name, fields) => {
    expect(isSrgbProfile(forgeProfile(fields))).toBe(true);
  });

  test.each([
    ['a power of 2.2', { curves: [gamma(2.2)] }],
    ['a straight line', { curves: [table(2, (value) => value)] }],
    ['no points at all', { curves: [Buffer.concat([table(2).subarray(0, 8), Buffer.alloc(4)])] }],
    ['the curve of BT.709', { curves: [formula(3, 1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081)] }],
    ['a table of too few points', { curves: [table(8)] }],
    ['another curve in blue alone', { curves: [table(1024), table(1024), gamma(2.2)] }],
    [
      'a formula that lifts black',
      { curves: [formula(4, 2.4, 0.94787, 0.05213, 0.0774, 0.04045, 0, 0.001)] },
    ],
    ['an unknown formula', { curves: [formula(5, 2.4, 1, 0, 0, 0, 0, 0)] }],
    ['a formula of kind 0', { curves: [formula(0, 2.2)] }],
    ['a formula of kind 1', { curves: [formula(1, 2.4, 0.94787, 0.05213)] }],
    ['a formula of kind 2', { curves: [formula(2, 2.4, 0.94787, 0.05213, 0.01)] }],
    ['Display P3', { primaries: p3 }],
    ['Adobe RGB', { primaries: adobe }],
    ['red and green exchanged', { primaries: [hp[1], hp[0], hp[2]] }],
    ['primaries that move colours', { primaries: moved(0.0005) }],
    ['CIE Lab on the other side', { connection: 'Lab ' }],
    ['of gray', { space: 'GRAY' }],
    ['that links devices', { kind: 'link' }],
    ['of version 5', { version: 5 }],
    ['with a table for perceptual intent', { elements: { A2B0: table(2) } }],
    ['with a table of floats', { elements: { D2B0: table(2) } }],
    ['a curve that is cut short', { elements: { gTRC: table(1024).subarray(0, 2000) } }],
    ['a formula that is cut short', { elements: { gTRC: SRGB_FORMULA.subarray(0, 28) } }],
    ['an empty primary', { elements: { bXYZ: new Uint8Array(0) } }],
    ['a primary of another type', { elements: { bXYZ: SRGB_FORMULA } }],
  ])('but not %s', (_name, fields) => {
    expect(isSrgbProfile(forgeProfile(fields))).toBe(false);
  });

  test('and those of libraries, and of real files, are told apart', async () => {
    const made = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).png();
    for (const [name, srgb] of [
      ['srgb', true],
      ['p3', false],
    ] as const) {
      const { icc } = await sharp(await made.clone().withIccProfile(name).toBuffer()).metadata();
      expect(isSrgbProfile(icc as Buffer), name).toBe(srgb);
    }
    const known = { '7680x4320': 'srgb', monkey16: 'srgb', adobergb: 'other', displayp3: 'other' };
    for (const { name, bytes } of realFiles()) {
      const found = Object.entries(known).find(([part]) => name.includes(part));
      if (found) expect(readHeader(bytes(), DEFAULT_LIMITS).profile, name).toBe(found[1]);
    }
  });
});

describe('a hostile profile is not known to be sRGB, and never throws', () => {
  const profile = forgeProfile({ curves: [SRGB_FORMULA] });

  test('cut anywhere', () => {
    for (let length = 0; length < profile.length; length++) {
      expect(isSrgbProfile(profile.subarray(0, length))).toBe(false);
    }
  });

  test('with any byte changed', () => {
    for (let at = 0; at < profile.length; at++) {
      for (const value of [0, 0x7f, 0x80, 0xff]) {
        const changed = Uint8Array.from(profile);
        changed[at] = value;
        expect(typeof isSrgbProfile(changed)).toBe('boolean');
      }
    }
  });

  test.each([
    ['more elements than it holds', 128, 0xffffffff],
    ['many elements', 128, 1000],
    ['an element behind its end', 136, 0xfffffff0],
    ['an element that leaves it', 140, 0xffffffff],
    ['an element over the end', 136, profile.length - 4],
    ['one element twice', 144, 0x7258595a],
    ['a length beyond its own', 0, profile.length + 1],
    ['a length of nothing', 0, 0],
  ])('%s', (_what, at, value) => {
    const odd = Buffer.from(profile);
    odd.writeUInt32BE(value, at);
    expect(isSrgbProfile(odd)).toBe(false);
  });

  test('a table that claims more points than there are', () => {
    const element = Buffer.from(table(16));
    element.writeUInt32BE(0xffffffff, 8);
    expect(isSrgbProfile(forgeProfile({ curves: [element] }))).toBe(false);
  });
});

describe('in a JPEG', () => {
  const profile = forgeProfile();
  const parts = partsOf(profile, 3) as [Uint8Array, Uint8Array, Uint8Array];
  const [first, second, third] = parts;

  test.each([
    ['in one part', [part(1, 1, profile)], 'srgb'],
    ['in three', parts, 'srgb'],
    ['out of order', [third, first, second], 'srgb'],
    ['among other segments', [Buffer.from('\xff\xe2\0\x06MPF\0', 'latin1'), ...parts], 'srgb'],
    ['lacking a part', [first, third], 'other'],
    ['with a part twice', [first, second, third, third], 'other'],
    ['with another in place of one', [first, second, second], 'other'],
    ['counted in two ways', [first, second, part(3, 4, new Uint8Array(9))], 'other'],
    ['counted from 0', [part(0, 1, profile)], 'other'],
    ['twice', [part(1, 1, profile), part(1, 1, profile)], 'other'],
    ['in an empty part', [part(1, 1, new Uint8Array(0))], 'none'],
    ['in more parts than a byte counts', Array(300).fill(part(1, 1, profile)), 'other'],
    ['of Display P3', [part(1, 1, forgeProfile({ primaries: p3 }))], 'other'],
    ['of gray, which RGB is not', [part(1, 1, forgeProfile({ space: 'GRAY' }))], 'unusable'],
    ['of CIE Lab', [part(1, 1, forgeProfile({ space: 'Lab ' }))], 'unusable'],
    ['that ends before its curves', [part(1, 1, profile.subarray(0, 260))], 'unusable'],
  ] as const)('%s', async (_how, segments, expected) => {
    const jpeg = await sharp({ create: { width: 9, height: 8, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const { profile: found } = readHeader(withSegments(jpeg, ...segments), DEFAULT_LIMITS);
    expect(found).toBe(expected);
  });

  test('of inks or gray means nothing as RGB', async () => {
    const red = sharp({ create: { width: 9, height: 8, channels: 3, background: 'red' } });
    for (const [space, found] of [
      ['cmyk', 'none'],
      ['b-w', 'unusable'],
    ] as const) {
      const jpeg = await red.clone().toColourspace(space).jpeg().toBuffer();
      expect(readHeader(withSegments(jpeg, part(1, 1, profile)), DEFAULT_LIMITS).profile).toBe(found);
    }
    const gray = forgeProfile({ space: 'GRAY', elements: { kTRC: gamma(2.2) } });
    expect(profileOf(gray, 1)).toBe('other');
  });
});
