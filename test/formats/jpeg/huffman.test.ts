import { describe, expect, it } from 'vitest';
import { huffmanCodes, optimalHuffman } from '../../../src/formats/jpeg/huffman.ts';
import { TYPICAL_HUFFMAN } from '../../../src/formats/jpeg/tables.ts';
import { random } from '../../support/pictures.ts';

/**
 * The procedures of ITU-T T.81, annex K.2, step by step as its figures K.1 to K.4 draw them, and with its names: the counts of codes
 * of 1 to 16 bits, and the symbols.
 */
function tableByFigures(frequencies: readonly number[]): { bits: number[]; huffval: number[] } {
  const freq = Array.from({ length: 257 }, (_, value) => (value === 256 ? 1 : (frequencies[value] ?? 0)));
  const codesize = freq.map(() => 0);
  const others = freq.map(() => -1);
  const leastExcept = (other: number) => {
    let found = -1;
    for (let value = 0; value <= 256; value++) {
      const count = freq[value] as number;
      if (value !== other && count > 0 && (found < 0 || count <= (freq[found] as number))) found = value;
    }
    return found;
  };
  const lengthen = (value: number) => {
    codesize[value] = (codesize[value] as number) + 1;
    return others[value] as number;
  };
  for (;;) {
    let v1 = leastExcept(-1);
    let v2 = leastExcept(v1);
    if (v2 < 0) break;
    freq[v1] = (freq[v1] as number) + (freq[v2] as number);
    freq[v2] = 0;
    for (let next = lengthen(v1); next >= 0; next = lengthen(v1)) v1 = next;
    others[v1] = v2;
    for (let next = lengthen(v2); next >= 0; next = lengthen(v2)) v2 = next;
  }
  const bits = Array.from({ length: 258 }, (_, size) => codesize.filter((one) => one === size).length);
  const add = (size: number, change: number) => {
    bits[size] = (bits[size] as number) + change;
  };
  for (let i = 257; i > 16; i--) {
    while ((bits[i] as number) > 0) {
      let j = i - 1;
      do j--;
      while (bits[j] === 0);
      add(i, -2);
      add(i - 1, 1);
      add(j + 1, 2);
      add(j, -1);
    }
  }
  let i = 16;
  while (bits[i] === 0) i--;
  add(i, -1);
  const huffval: number[] = [];
  for (let size = 1; size <= 257; size++) {
    for (let value = 0; value < 256; value++) if (codesize[value] === size) huffval.push(value);
  }
  return { bits: bits.slice(1, 17), huffval };
}

/** Fibonacci's numbers from the second 1 on: with the reserved code's, each is as rare as all before it together. */
function fibonacci(count: number): number[] {
  const numbers = [1, 2];
  while (numbers.length < count) numbers.push((numbers.at(-1) as number) + (numbers.at(-2) as number));
  return numbers.slice(0, count);
}

/** Counts of so many symbols at random places, which have the values of a list in an order of their own. */
function scattered(values: readonly number[], next: () => number): number[] {
  const places = Array.from({ length: 256 }, (_, place) => ({ place, key: next() }));
  const frequencies = new Array<number>(256).fill(0);
  places.sort((a, b) => a.key - b.key);
  for (const [at, value] of values.entries()) frequencies[places[at]?.place as number] = value;
  return frequencies;
}

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

  it.each([2, 15, 16, 17, 30, 31, 32, 33, 40, 44])(
    'holds codes to 16 bits, however uneven %i symbols are',
    (count) => {
      const { counts, symbols } = optimalHuffman(fibonacci(count));
      expect(symbols).toHaveLength(count);
      expect(counts.reduce((sum, codes) => sum + codes)).toBe(count);
      expect(kraft(counts)).toBeLessThanOrEqual(1 - 2 ** -16);
    },
  );

  describe('is the table of ITU-T T.81, annex K.2,', () => {
    const expectSame = (frequencies: readonly number[]) => {
      const { counts, symbols } = optimalHuffman(frequencies);
      const { bits, huffval } = tableByFigures(frequencies);
      const what = frequencies.join();
      expect([...counts], what).toEqual(bits);
      expect([...symbols], what).toEqual(huffval);
    };

    it('for one symbol, and for two', () => {
      const next = random(11);
      for (const values of [[1], [2], [1000], [1, 1], [1, 2], [7, 7], [1, 10 ** 6]]) {
        for (let round = 0; round < 5; round++) expectSame(scattered(values, next));
      }
      expectSame([1]);
      expectSame(Array.from({ length: 256 }, (_, symbol) => Number(symbol === 255)));
    });

    it("for Fibonacci's numbers, whose codes grow to 44 bits", () => {
      const next = random(12);
      for (let count = 1; count <= 44; count++) {
        expectSame(fibonacci(count));
        expectSame(fibonacci(count).toReversed());
        expectSame(scattered(fibonacci(count), next));
        // Pairs of equals.
        const twice = fibonacci(count).flatMap((value) => [value, value]);
        expectSame(scattered(twice, next));
      }
    });

    it('for all 256 symbols', () => {
      const next = random(13);
      const all = (value: (symbol: number) => number) => Array.from({ length: 256 }, (_, at) => value(at));
      for (const value of [1, 2, 3, 10 ** 6]) expectSame(all(() => value));
      expectSame(all((symbol) => symbol + 1));
      expectSame(all((symbol) => 256 - symbol));
      expectSame(all((symbol) => 2 ** (symbol % 25)));
      for (let round = 0; round < 10; round++) expectSame(all(() => 1 + Math.floor(2000 * next() ** 5)));
    });

    it('for any counts, with many ties', () => {
      const next = random(14);
      for (let round = 0; round < 400; round++) {
        const [symbols, most, power] = [next() * 256, 2 ** (20 * next()), 1 + 6 * next()];
        const values = Array.from({ length: 1 + symbols }, () => 1 + Math.floor(most * next() ** power));
        expectSame(scattered(values, next));
      }
    });
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
