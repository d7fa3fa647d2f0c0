import { expect } from 'vitest';
import { ZIGZAG } from '../../src/formats/jpeg/tables.ts';

interface Component {
  readonly blocks: number;
  readonly dc: ReadonlyMap<number, number>;
  readonly ac: ReadonlyMap<number, number>;
}

/** What a baseline file with one scan says before its entropy-coded data. */
interface Head {
  readonly components: readonly Component[];
  readonly interval: number;
  readonly data: number;
}

/** Codes with a leading one, so that their lengths are told, to symbols. */
function readCodes(bytes: Uint8Array): Map<number, number> {
  const codes = new Map<number, number>();
  let [code, at] = [0, 16];
  for (let length = 1; length <= 16; length++) {
    for (let left = bytes[length - 1] ?? 0; left > 0; left--) {
      codes.set(2 ** length + code++, bytes[at++] as number);
    }
    code *= 2;
  }
  return codes;
}

function readHead(file: Uint8Array): Head {
  const tables = new Map<number, Map<number, number>>();
  let [at, interval, frame] = [2, 0, file];
  for (;;) {
    const marker = file[at + 1];
    const length = 256 * (file[at + 2] as number) + (file[at + 3] as number);
    const payload = file.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker === 0xc0) frame = payload;
    if (marker === 0xc4) tables.set(payload[0] as number, readCodes(payload.subarray(1)));
    if (marker === 0xdd) interval = 256 * (payload[0] as number) + (payload[1] as number);
    if (marker !== 0xda) continue;
    const components = Array.from({ length: payload[0] as number }, (_, index) => {
      const sampling = frame[7 + 3 * index] as number;
      const ids = payload[2 + 2 * index] as number;
      const blocks = payload[0] === 1 ? 1 : (sampling >> 4) * (sampling & 15);
      const table = (id: number) => tables.get(id) ?? new Map<number, number>();
      return { blocks, dc: table(ids >> 4), ac: table(16 + (ids & 15)) };
    });
    return { components, interval, data: at };
  }
}

/** The bits of a scan, from segment to segment. */
function bitReader(file: Uint8Array, start: number) {
  let [at, left] = [start, 0];
  const bit = () => {
    if (left === 0) {
      if (at > start && file[at - 1] === 0xff && file[at] === 0) at++;
      at++;
      left = 8;
    }
    return ((file[at - 1] as number) >> --left) & 1;
  };
  const bits = (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++) value = 2 * value + bit();
    return value;
  };
  const symbol = (codes: ReadonlyMap<number, number>) => {
    let code = 1;
    for (let i = 0; i < 16; i++) {
      code = 2 * code + bit();
      const found = codes.get(code);
      if (found !== undefined) return found;
    }
    throw new Error(`there is no such code before byte ${at}`);
  };
  const number = (size: number) => {
    const value = bits(size);
    return value < 2 ** (size - 1) ? value - 2 ** size + 1 : value;
  };
  const marker = () => {
    if (file[at - 1] === 0xff && file[at] === 0) at++;
    at += 2;
    left = 0;
  };
  return {
    symbol,
    number: (size: number) => (size === 0 ? 0 : number(size)),
    marker,
    end: () => at >= file.length - 2,
  };
}

/** The coefficients of every block in the order of the scan; DC as differences. */
function* readBlocks(file: Uint8Array): Generator<{ mcu: number; index: number; block: Int16Array }> {
  const { components, interval, data } = readHead(file);
  const reader = bitReader(file, data);
  for (let mcu = 0; !reader.end(); mcu++) {
    if (interval > 0 && mcu > 0 && mcu % interval === 0) reader.marker();
    let index = 0;
    for (const { blocks, dc, ac } of components) {
      for (let i = 0; i < blocks; i++) {
        const block = new Int16Array(64);
        block[0] = reader.number(reader.symbol(dc));
        for (let place = 1; place < 64; place++) {
          const code = reader.symbol(ac);
          if (code === 0) break;
          place += code >> 4;
          block[ZIGZAG[place] as number] = reader.number(code & 15);
        }
        yield { mcu, index: index++, block };
      }
    }
  }
}

/** Where two files differ first, in words; for the message of a test. */
function firstDifference(got: Uint8Array, wanted: Uint8Array): string {
  const byte = wanted.findIndex((value, at) => value !== got[at]);
  const heads = [got, wanted].map((file) => readHead(file).data);
  if (byte >= 0 && byte < Math.min(...heads)) return `byte ${byte}, in the header`;
  const others = readBlocks(wanted);
  for (const { mcu, index, block } of readBlocks(got)) {
    const other = others.next().value?.block;
    const at = block.findIndex((value, place) => value !== other?.[place]);
    if (at >= 0)
      return `MCU ${mcu}, block ${index}, coefficient ${at}: ${block[at]} instead of ${other?.[at]}`;
  }
  return `byte ${byte}, though the coefficients that ${got.length} and ${wanted.length} bytes hold agree`;
}

/** Expects two baseline files to be the same, byte for byte; says by how much and where they are not. */
export function expectSameJpeg(got: Uint8Array, wanted: Uint8Array, name: string): void {
  if (Buffer.compare(got, wanted) === 0) return;
  let where: string;
  try {
    where = firstDifference(got, wanted);
  } catch (error) {
    where = `a stream that cannot be read: ${(error as Error).message}`;
  }
  expect.fail(`${name} differs from the peer's file at ${where}`);
}
