import { describe, expect, it } from 'vitest';
import { huffmanCodes, optimalHuffman } from '../../../src/formats/jpeg/huffman.ts';
import { TYPICAL_HUFFMAN } from '../../../src/formats/jpeg/tables.ts';
import { random } from '../../support/pictures.ts';

describe('huffmanCodes', () => {
  it('are those of ITU-T T.81 table K.3', () => {
    const { codes, lengths } = huffmanCodes(TYPICAL_HUFFMAN.lumaDc);
    const written = Array.from({ length: 12 }, (_, symbol) =>
      (codes[symbol] as number).toString(2).padStart(lengths[symbol] as number, '0'),
    );
    expect(written).toEqual('00 010 011 100 101 110 1110 11110 111110 1111110 11111110 111111110'.split(' '));
  });
});

describe('optimalHuffman', () => {
  const kraft = (counts: Uint8Array) => counts.reduce((sum, count, at) => sum + count / 2 ** (at + 1), 0);

  it('gives the frequent symbols short codes, and leaves the code of all ones free', () => {
    const { counts, symbols } = optimalHuffman([5, 0, 100, 20]);
    expect([...symbols]).toEqual([2, 3, 0]);
    expect([...counts.subarray(0, 4)]).toEqual([1, 1, 1, 0]);
  });

  it('has a table of one code, of one bit', () => {
    expect(optimalHuffman([0, 0, 7])).toMatchObject({ symbols: Uint8Array.of(2) });
    expect(optimalHuffman([0, 0, 7]).counts[0]).toBe(1);
  });

  it('holds codes to 16 bits, however uneven the symbols are', () => {
    const fibonacci = [1, 1];
    while (fibonacci.length < 30) fibonacci.push((fibonacci.at(-1) as number) + (fibonacci.at(-2) as number));
    const { counts, symbols } = optimalHuffman(fibonacci);
    expect(symbols).toHaveLength(30);
    expect(counts.reduce((sum, count) => sum + count)).toBe(30);
    expect(kraft(counts)).toBeLessThanOrEqual(1 - 2 ** -16);
  });

  it('costs no more than the entropy and a bit', () => {
    const next = random(3);
    const frequencies = Array.from({ length: 256 }, () => Math.floor(1000 * next() ** 4));
    const spec = optimalHuffman(frequencies);
    const { lengths } = huffmanCodes(spec);
    const total = frequencies.reduce((sum, count) => sum + count);
    const bits = frequencies.reduce((sum, count, symbol) => sum + count * (lengths[symbol] as number), 0);
    const entropy = frequencies.reduce((sum, count) => sum - (count && count * Math.log2(count / total)), 0);
    expect(bits).toBeGreaterThanOrEqual(entropy);
    expect(bits).toBeLessThan(entropy + 0.1 * total);
  });
});
