/** Decodes Adobe's `.cube` look-up tables to pictures of their colours. */
import type { Image } from '../../core/image.ts';
import { lookUp } from '../../core/look-up.ts';
import { corrupt } from '../../formats/checks.ts';
import { cubeShape, readCubeSize, sniffCube } from '../../formats/cube/cube.ts';
import type { FurtherCoder } from '../coder.ts';
import { type InPieces, withPauses } from '../pauses.ts';

/** Reads 3-D look-up tables: Adobe, Cube LUT Specification 1.0. The domain must be 0 to 1. */
export const cubeCoder: FurtherCoder = {
  name: 'cube',
  sniff: sniffCube,
  readShape: (bytes) => cubeShape(readCubeSize(bytes)),
  decode: async (bytes, { run }) => ({ frames: [await withPauses(decodeCube(bytes), run)] }),
};

/** Bytes of text per piece of work. */
const PIECE = 64 * 1024;

function* decodeCube(bytes: Uint8Array): InPieces<Image> {
  const table = new Table(readCubeSize(bytes));
  const decoder = new TextDecoder();
  let rest = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    const lines = (rest + decoder.decode(bytes.subarray(at, at + PIECE), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) table.read(line.trim());
    if (rest.length > PIECE) throw corrupt('The look-up table has a line that is too long');
    yield;
  }
  table.read((rest + decoder.decode()).trim());
  return table.finish();
}

class Table {
  readonly #size: number;
  readonly #data: Float32Array<ArrayBuffer>;
  #at = 0;

  constructor(size: number) {
    this.#size = size;
    this.#data = new Float32Array(3 * size ** 3);
  }

  /** Parses a trimmed line. Throws `corrupt-image`. */
  read(line: string): void {
    if (line === '' || line.startsWith('#')) return;
    if (/^[A-Z]/.test(line)) {
      checkKeyword(line);
      return;
    }
    const numbers = line.split(/\s+/).map(Number);
    if (numbers.length !== 3 || !numbers.every(Number.isFinite)) {
      throw corrupt('The look-up table has a line that is not three numbers');
    }
    if (this.#at + 3 > this.#data.length) throw corrupt('The look-up table has more colours than it says');
    this.#data.set(numbers, this.#at);
    this.#at += 3;
  }

  /** Throws `corrupt-image` when colours are missing. */
  finish(): Image {
    const data = this.#data;
    if (this.#at < data.length) {
      throw corrupt(`The look-up table has ${this.#at / 3} colours in place of ${this.#size ** 3}`);
    }
    return { ...cubeShape(this.#size), space: 'srgb', data };
  }
}

/** The only domain that is supported. */
const DOMAIN: Readonly<Record<string, number>> = { DOMAIN_MIN: 0, DOMAIN_MAX: 1 };

function checkKeyword(line: string): void {
  const [keyword = '', ...values] = line.split(/\s+/);
  if (['TITLE', 'LUT_3D_SIZE'].includes(keyword)) return;
  const end = lookUp(DOMAIN, keyword);
  if (end === undefined) throw corrupt('The look-up table has a keyword that is not of a 3-D table');
  if (!values.every((value) => Number(value) === end)) {
    throw corrupt('The look-up table has a domain other than 0 to 1');
  }
}
