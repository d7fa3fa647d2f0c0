/** Noir's own JPEG decoder and Huffman tables of any shape. */
import { afterAll, describe, expect, it } from 'vitest';
import { type HuffmanSpec, TYPICAL_HUFFMAN } from '../../../src/formats/jpeg/tables.ts';
import { dice, forgeJpeg } from '../../support/jpeg-forge.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';
import { decode, openLoader, SHRINKS } from './compare.ts';

const { compare, close } = openLoader();
afterAll(close);

const SEED = 5;

/** A prefix code for the same symbols, of random lengths, with so many codes at its end that mean nothing. */
function randomCode({ symbols }: HuffmanSpec, roll: (sides: number) => number, unused: number): HuffmanSpec {
  // Leaves of a tree, by their depth. Those that were split before are more likely to be split again.
  const depths = [0];
  while (depths.length < symbols.length + unused) {
    const at = roll(3) === 0 ? roll(depths.length) : depths.length - 1;
    const depth = depths[at] as number;
    if (depth < 16) depths.splice(at, 1, depth + 1, depth + 1);
    else depths.unshift(depths.pop() as number);
  }
  const used = depths.sort((a, b) => a - b).slice(0, symbols.length);
  const counts = Uint8Array.from(
    { length: 16 },
    (_, index) => used.filter((depth) => depth === index + 1).length,
  );
  const shuffled = [...symbols].map((symbol) => [roll(1000), symbol] as const).sort(([a], [b]) => a - b);
  return { counts, symbols: Uint8Array.from(shuffled, ([, symbol]) => symbol) };
}

function randomTables(roll: (sides: number) => number, unused: number) {
  const code = (spec: HuffmanSpec) => randomCode(spec, roll, unused);
  const { lumaDc, lumaAc, chromaDc, chromaAc } = TYPICAL_HUFFMAN;
  return { lumaDc: code(lumaDc), lumaAc: code(lumaAc), chromaDc: code(chromaDc), chromaAc: code(chromaAc) };
}

describe(`Huffman tables by dice of seed ${SEED}`, () => {
  it.each([1, 2, 40])('give the samples of libvips with %i codes without a meaning', async (unused) => {
    const roll = dice(SEED + unused);
    const lengths = new Set<number>();
    for (let nth = 0; nth < 60; nth++) {
      const huffman = randomTables(roll, unused);
      for (const [index, count] of huffman.lumaAc.counts.entries()) if (count > 0) lengths.add(index + 1);
      const sampling = SAMPLINGS[roll(2) === 0 ? '4:2:0' : 'gray'];
      const forged = { width: 50, height: 40, sampling, density: 0.3, restart: roll(9), seed: nth + 1 };
      const shrink = SHRINKS[roll(4)] ?? 1;
      expect(await compare(forgeJpeg({ ...forged, huffman }), shrink), `the ${nth}. one`).toBe('same');
    }
    expect(lengths.size).toBe(16);
  });

  it('are refused when all codes have a meaning, as by libjpeg', () => {
    const roll = dice(SEED);
    for (let nth = 0; nth < 20; nth++) {
      const huffman = randomTables(roll, 0);
      expect(decode(forgeJpeg({ width: 50, height: 40, sampling: SAMPLINGS.gray, huffman }))).toBeUndefined();
    }
  });

  it('are not asked for codes that mean nothing', async () => {
    const roll = dice(SEED);
    let declined = 0;
    for (let nth = 0; nth < 200; nth++) {
      const huffman = randomTables(roll, 40);
      const file = forgeJpeg({ width: 50, height: 40, sampling: SAMPLINGS['4:2:0'], density: 0.3, huffman });
      const start = file.indexOf(Buffer.of(0xff, 0xda)) + 14;
      // Ones are the codes at the end. A byte behind 0xff would be a marker.
      const at = start + roll(file.length - start - 2);
      if (file[at - 1] !== 0xff) file[at] = 0xfe;
      const outcome = await compare(file, SHRINKS[roll(4)] ?? 1);
      expect(['same', 'declined'], `the ${nth}. one`).toContain(outcome);
      if (outcome === 'declined') declined++;
    }
    expect(declined).toBeGreaterThan(50);
  });
});
