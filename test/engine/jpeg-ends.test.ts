import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/library/pipeline.ts';
import { createNoir } from '../../src/noir.ts';
import { bytes } from '../formats/forge.ts';
import { readFixture } from '../formats/pictures.ts';
import { BEHIND, jpegKinds, SPOILT, withHole, withoutEnd } from '../support/jpeg-kinds.ts';

const [native, script] = await Promise.all([
  createNoir({ backends: ['cpu', 'sharp'], gpu: 'off' }),
  createNoir({ backends: ['cpu'], gpu: 'off', codecs: 'js' }),
]);
afterAll(() => Promise.all([native.close(), script.close()]));

type FailOn = 'none' | 'truncated' | 'error' | 'warning';
type Way = (file: Uint8Array, failOn?: FailOn) => Promise<Uint8Array>;

const start = (noir: typeof native, steps: (start: Pipeline) => Pipeline): Way => {
  return (file, failOn) => steps(noir(file, failOn ? { failOn } : {})).toBuffer();
};

/** Ways from a JPEG to a file: decoded whole, from file to file, shrunk on load, and without libvips. */
const WAYS: Record<string, Way> = {
  'decoded first': start(native, (p) => p.median(3).png()),
  'from file to file': start(native, (p) => p.webp()),
  'shrunk on load': start(native, (p) => p.resize(20).webp()),
  'in JavaScript': start(script, (p) => p.resize(20).png()),
};

const FAIL_ON = ['warning', 'error', 'none'] as const;
const MIDDLE = ['error'] as const;

const REFUSED = { code: expect.stringMatching(/^(truncated|corrupt)-image$/) };
const kinds = Object.entries(await jpegKinds(83));

describe.each(Object.entries(WAYS))('a JPEG %s', (name, way) => {
  // jpeg-js turns inks to other colours, and no further.
  const known = kinds.filter(([kind]) => name !== 'in JavaScript' || !kind.includes('inks'));

  it.each(known)('that is whole is read alike without its end marker: %s', async (kind, file) => {
    const expected = await way(file);
    for (const behind of Object.values(BEHIND)) {
      const open = Buffer.concat([withoutEnd(file), behind(file)]);
      // libvips takes long for the profiles of inks.
      for (const failOn of kind.includes('inks') ? MIDDLE : FAIL_ON) {
        expect(Buffer.compare(await way(open, failOn), expected)).toBe(0);
      }
    }
    const filled = Buffer.concat([withoutEnd(file), new Uint8Array(50), Uint8Array.of(0xff, 0xd9)]);
    expect(Buffer.compare(await way(filled), expected)).toBe(0);
  });

  it.each(known)('that is cut is refused: %s', async (_, file) => {
    for (const spoil of Object.values(SPOILT)) {
      for (const part of [0.5, 0.9]) await expect(way(spoil(file, part))).rejects.toMatchObject(REFUSED);
    }
  });

  it('with a version of JFIF that libjpeg does not know is read as any other', async () => {
    const file = (kinds[0] as [string, Buffer])[1];
    const withVersion = (major: number) => {
      const segment = bytes(
        'big',
        [0xff],
        [0xe0],
        [16, 2],
        'JFIF\0',
        [major],
        [1],
        [0],
        [1, 2],
        [1, 2],
        [0, 2],
      );
      return Buffer.concat([file.subarray(0, 2), segment, file.subarray(2)]);
    };
    for (const major of [0, 2]) {
      const odd = withVersion(major);
      expect(Buffer.compare(await way(odd), await way(withVersion(1)))).toBe(0);
      for (const spoil of Object.values(SPOILT)) {
        await expect(way(spoil(odd, 0.5))).rejects.toMatchObject(REFUSED);
      }
    }
  });

  it('with a hole, or cut and closed, is refused unless nothing is to be refused', async () => {
    for (const damaged of [readFixture('jpeg/hole.jpg'), readFixture('jpeg/cut-eoi.jpg')]) {
      await expect(way(damaged)).rejects.toMatchObject(REFUSED);
      await expect(way(damaged, 'warning')).rejects.toMatchObject(REFUSED);
      const read = way(damaged, 'none');
      // jpeg-js reads no further than a marker that it does not expect.
      if (name === 'in JavaScript') await expect(read).rejects.toMatchObject(REFUSED);
      else expect((await read).length).toBeGreaterThan(100);
    }
  });

  it('with a trailer in place of its end marker is read', async () => {
    const [open, closed] = [readFixture('jpeg/samsung-no-eoi.jpg'), readFixture('jpeg/samsung-with-eoi.jpg')];
    expect(Buffer.compare(await way(open), await way(closed))).toBe(0);
  });

  it.runIf(name !== 'in JavaScript')('with a comment that does not tell its length is read', async () => {
    const [, file] = kinds[0] as [string, Buffer];
    const comment = Uint8Array.of(0xff, 0xfe, 0, 0);
    const odd = Buffer.concat([file.subarray(0, 2), comment, file.subarray(2)]);
    expect(Buffer.compare(await way(odd), await way(file))).toBe(0);
  });

  it('with bytes between its segments is refused unless warnings are let pass', async () => {
    const [, file] = kinds[0] as [string, Buffer];
    const stray = Buffer.concat([file.subarray(0, 2), Uint8Array.of(1, 2, 3), file.subarray(2)]);
    await expect(way(stray)).rejects.toMatchObject(REFUSED);
    const read = way(stray, 'error');
    if (name === 'in JavaScript') await expect(read).rejects.toMatchObject(REFUSED);
    else expect(Buffer.compare(await read, await way(file))).toBe(0);
  });
});

it('a large JPEG with a hole of zeros is refused, which libvips takes for data', async () => {
  const { 'baseline with usual tables': file } = await jpegKinds(700);
  const damaged = withHole(file as Buffer, 0.4);
  for (const way of Object.values(WAYS)) await expect(way(damaged)).rejects.toMatchObject(REFUSED);
});

it('a large JPEG cut near its end and closed is refused where libvips only warns, and a whole one beside it is read', async () => {
  const { baseline: file = Buffer.of() } = await jpegKinds(500);
  const { 'cut and closed': cut } = SPOILT as { 'cut and closed': (typeof SPOILT)[string] };
  const ways = [(p: Pipeline) => p.resize(60).webp(), (p: Pipeline) => p.resize(60).median(3).png()];
  for (const steps of ways) {
    // As a program does that uses sharp as well. libvips closes files late then, and warns late.
    sharp.cache(true);
    const way = start(native, steps);
    const expected = await way(file);
    const refused = [0.95, 0.99, 0.995].map((part) =>
      expect(way(cut(file, part))).rejects.toMatchObject(REFUSED),
    );
    const whole = await Promise.all([way(file), way(file), ...refused]);
    expect(Buffer.compare(whole[0], expected)).toBe(0);
    expect((await way(cut(file, 0.99), 'none')).length).toBeGreaterThan(20);
  }
});

it('a JPEG whose last scans are missing is refused, though it has an end marker', async () => {
  const { 'a scan for each component': file = Buffer.of() } = await jpegKinds(83);
  const last = file.lastIndexOf(Uint8Array.of(0xff, 0xda));
  const cut = Buffer.concat([file.subarray(0, last), Uint8Array.of(0xff, 0xd9)]);
  for (const way of Object.values(WAYS)) await expect(way(cut)).rejects.toMatchObject(REFUSED);
});
