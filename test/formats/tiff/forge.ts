/** Writes TIFFs of any layout for tests: strips, tiles and planes, packed bits, both byte orders, BigTIFF, many pages. */
import { COMPRESSIONS } from './packings.ts';

/** A page. Samples are interleaved by pixel, whatever the layout in the file. */
export interface Page {
  readonly width: number;
  readonly height: number;
  readonly samples: ArrayLike<number>;
  /** Samples of a pixel; 1 unless told. */
  readonly count?: number;
  /** Bits of a sample; 8 unless told. */
  readonly bits?: number;
  /** `uint` unless told. */
  readonly format?: 'uint' | 'int' | 'float';
  /** PhotometricInterpretation; black is zero or RGB unless told. */
  readonly photometric?: number;
  readonly planes?: boolean;
  readonly tile?: readonly [width: number, height: number];
  readonly rowsPerStrip?: number;
  readonly compression?: keyof typeof COMPRESSIONS;
  /** 2 for differences of samples, 3 for those of the bytes of floats. */
  readonly predictor?: 1 | 2 | 3;
  readonly extra?: readonly number[];
  /** Further fields of 16-bit numbers, or of the type that is told, by tag. They replace others of the tag. */
  readonly fields?: Readonly<Record<number, readonly number[] | Field>>;
  /** Whether tiles are listed in the tags of strips. */
  readonly tilesAsStrips?: boolean;
  /** Bits of each byte from the lowest on. */
  readonly reversed?: boolean;
  /** Changes the data of each strip or tile, once it is packed. */
  readonly damage?: (part: Uint8Array, index: number) => Uint8Array;
}

interface Field {
  readonly type: number;
  readonly values: readonly number[];
}

export interface Layout {
  readonly order?: 'II' | 'MM';
  readonly big?: boolean;
  /** The page that comes behind the last one, for loops. */
  readonly last?: 'none' | 'first';
}

const FORMATS = { uint: 1, int: 2, float: 3 } as const;
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  3: 2,
  4: 4,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  5: 8,
  12: 8,
  16: 8,
};

export function forgePages(pages: readonly Page[], layout: Layout = {}): Uint8Array {
  const { order = 'II', big = false, last = 'none' } = layout;
  const little = order === 'II';
  const chunks: Buffer[] = [];
  let end = 0;
  const put = (bytes: Uint8Array) => {
    const at = end;
    chunks.push(Buffer.from(bytes), Buffer.alloc(bytes.length % 2));
    end += bytes.length + (bytes.length % 2);
    return at;
  };
  const numbers = (type: number, values: readonly number[]) =>
    Buffer.concat(values.map((value) => encode(value, type, little)));
  const offset = big ? 16 : 4;
  put(Buffer.alloc(big ? 16 : 8));
  const directories: number[] = [];
  for (const page of pages) {
    const parts = partsOf(page, little).map((part, index) => page.damage?.(part, index) ?? part);
    const offsets = parts.map(put);
    const fields = fieldsOf(
      page,
      offsets,
      parts.map(({ length }) => length),
      offset,
    );
    const entries = Object.entries(fields).map(([tag, { type, values }]) => {
      const data = numbers(type, values);
      const inline = big ? 8 : 4;
      const value = Buffer.alloc(inline);
      if (data.length <= inline) data.copy(value);
      else numbers(offset, [put(data)]).copy(value);
      return Buffer.concat([numbers(3, [Number(tag), type]), numbers(offset, [values.length]), value]);
    });
    directories.push(
      put(Buffer.concat([numbers(big ? 16 : 3, [entries.length]), ...entries, Buffer.alloc(big ? 8 : 4)])),
    );
  }
  const file = Buffer.concat(chunks);
  const header = big ? [...numbers(3, [43, 8, 0])] : [...numbers(3, [42])];
  file.set([...Buffer.from(order), ...header, ...numbers(offset, [directories[0] ?? 0])]);
  for (const [index, at] of directories.entries()) {
    const next = directories[index + 1] ?? (last === 'first' ? (directories[0] as number) : 0);
    const count = big
      ? 8 + 20 * Number(little ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at))
      : 2 + 12 * (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
    file.set(numbers(offset, [next]), at + count);
  }
  return file;
}

/** A TIFF of one page. */
export function forgePage(page: Page, layout: Layout = {}): Uint8Array {
  return forgePages([page], layout);
}

function encode(value: number, type: number, little: boolean): Buffer {
  // A fraction with 1 below.
  if (type === 5) return Buffer.concat([encode(value, 4, little), encode(1, 4, little)]);
  const size = TYPE_BYTES[type] ?? 1;
  const bytes = Buffer.alloc(size);
  if (type === 12) little ? bytes.writeDoubleLE(value) : bytes.writeDoubleBE(value);
  else if (size === 8) little ? bytes.writeBigUInt64LE(BigInt(value)) : bytes.writeBigUInt64BE(BigInt(value));
  else {
    const wrapped = value < 0 ? value + 2 ** (8 * size) : value;
    little ? bytes.writeUIntLE(wrapped, 0, size) : bytes.writeUIntBE(wrapped, 0, size);
  }
  return bytes;
}

function fieldsOf(page: Page, offsets: readonly number[], counts: readonly number[], offset: number) {
  const { width, height, count = 1, bits = 8, format = 'uint', planes, tile, predictor = 1, extra } = page;
  const compression = COMPRESSIONS[page.compression ?? 'none'].code;
  const [places, sizes] = tile && !page.tilesAsStrips ? [324, 325] : [273, 279];
  const short = (...values: number[]): Field => ({ type: 3, values });
  const fields: Record<number, Field> = {
    256: { type: 4, values: [width] },
    257: { type: 4, values: [height] },
    258: short(...Array<number>(count).fill(bits)),
    259: short(compression),
    262: short(page.photometric ?? (count < 3 ? 1 : 2)),
    277: short(count),
    284: short(planes ? 2 : 1),
    339: short(...Array<number>(count).fill(FORMATS[format])),
    [places]: { type: offset, values: offsets },
    [sizes]: { type: 4, values: counts },
    ...(tile ? { 322: short(tile[0]), 323: short(tile[1]) } : { 278: short(page.rowsPerStrip ?? height) }),
    ...(predictor > 1 ? { 317: short(predictor) } : {}),
    ...(extra ? { 338: short(...extra) } : {}),
    ...(page.reversed ? { 266: short(2) } : {}),
  };
  for (const [tag, field] of Object.entries(page.fields ?? {})) {
    fields[Number(tag)] = 'type' in field ? field : short(...field);
  }
  return fields;
}

function partsOf(page: Page, little: boolean): Uint8Array[] {
  const { width, height, count = 1, planes, tile } = page;
  const [across, down] = tile ?? [width, page.rowsPerStrip ?? height];
  const sets = planes
    ? Array.from({ length: count }, (_, band) => [band])
    : [Array.from({ length: count }, (_, band) => band)];
  const parts: Uint8Array[] = [];
  for (const bands of sets) {
    for (let top = 0; top < height; top += down) {
      for (let left = 0; left < width; left += across) {
        const rows = tile ? down : Math.min(down, height - top);
        parts.push(packPart(page, { left, top, columns: across, rows, bands }, little));
      }
    }
  }
  return parts;
}

interface Area {
  left: number;
  top: number;
  columns: number;
  rows: number;
  bands: readonly number[];
}

function packPart(page: Page, { left, top, columns, rows, bands }: Area, little: boolean): Uint8Array {
  const { width, height, samples, count = 1, bits = 8, format = 'uint', predictor = 1 } = page;
  const lines: Uint8Array[] = [];
  for (let y = top; y < top + rows; y++) {
    const line: number[] = [];
    for (let x = left; x < left + columns; x++) {
      // Beyond the edge is what nobody may see.
      for (const band of bands)
        line.push(x < width && y < height ? (samples[(y * width + x) * count + band] ?? 0) : 1);
    }
    const differences =
      predictor === 2 ? line.map((value, at) => value - (line[at - bands.length] ?? 0)) : line;
    const bytes =
      predictor === 3
        ? spreadFloats(line, bits, bands.length)
        : writeSamples(differences, { bits, format, little });
    lines.push(bytes);
  }
  const packed = COMPRESSIONS[page.compression ?? 'none'].pack(Buffer.concat(lines));
  return page.reversed ? packed.map(reverseBits) : packed;
}

function reverseBits(byte: number): number {
  return Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2);
}

function writeSamples(
  values: readonly number[],
  { bits, format, little }: { bits: number; format: string; little: boolean },
): Uint8Array {
  if (bits % 8 === 0 && [8, 16, 24, 32, 64].includes(bits)) {
    return Buffer.concat(values.map((value) => writeWord(value, bits, format, little)));
  }
  const text = values.map((value) => value.toString(2).padStart(bits, '0').slice(-bits)).join('');
  return Uint8Array.from({ length: Math.ceil(text.length / 8) }, (_, at) =>
    Number.parseInt(text.slice(8 * at, 8 * at + 8).padEnd(8, '0'), 2),
  );
}

function writeWord(value: number, bits: number, format: string, little: boolean): Buffer {
  const bytes = Buffer.alloc(bits / 8);
  if (format !== 'float') {
    const whole = BigInt.asUintN(bits, BigInt(Math.round(value)));
    for (let at = 0; at < bytes.length; at++) bytes[at] = Number((whole >> BigInt(8 * at)) & 0xffn);
  } else if (bits === 16) bytes.writeUInt16LE(toHalf(value));
  else if (bits === 32) bytes.writeFloatLE(value);
  else bytes.writeDoubleLE(value);
  return little ? bytes : bytes.reverse();
}

/** The half float of a number that half floats have. */
function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | Math.round((size / 2 ** exponent - 1) * 1024);
}

/** Adobe's technical note 3: bytes of a row from the highest on, each the difference to the pixel before. */
function spreadFloats(values: readonly number[], bits: number, stride: number): Uint8Array {
  const size = bits / 8;
  const words = values.map((value) => writeWord(value, bits, 'float', false));
  const bytes = Uint8Array.from({ length: values.length * size }, (_, at) => {
    return words[at % values.length]?.[Math.floor(at / values.length)] ?? 0;
  });
  return bytes.map((byte, at) => (at < stride ? byte : byte - (bytes[at - stride] ?? 0)));
}
