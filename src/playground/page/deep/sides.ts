/** Reads the sides of the deep pictures that the server makes, PNG and TIFF, from the few bytes that tell them. */

interface Sides {
  readonly width: number;
  readonly height: number;
}

const PNG = 0x89504e47;
const LITTLE_ENDIAN = 0x4949;

/** Tags of the width and the height, and the type SHORT of a number (TIFF 6.0, sections 2 and 3). */
const TIFF = { width: 256, height: 257, short: 3, entry: 12 } as const;

/** The sides of the first page. Throws an error for a file of another kind. */
export async function readSides(file: Blob): Promise<Sides> {
  // The signature, and the length and name of the first chunk, are in front of a PNG's sides (PNG, section 11.2.1).
  const start = await viewOf(file, 0, 24);
  if (start.getUint32(0) === PNG) return { width: start.getUint32(16), height: start.getUint32(20) };
  const little = start.getUint16(0) === LITTLE_ENDIAN;
  if (start.getUint16(2, little) !== 42) throw new Error('this is neither a PNG nor a TIFF');
  const at = start.getUint32(4, little);
  const count = (await viewOf(file, at, 2)).getUint16(0, little);
  const entries = await viewOf(file, at + 2, TIFF.entry * count);
  const sides = new Map<number, number>();
  for (let entry = 0; entry + TIFF.entry <= entries.byteLength; entry += TIFF.entry) {
    const isShort = entries.getUint16(entry + 2, little) === TIFF.short;
    const value = isShort ? entries.getUint16(entry + 8, little) : entries.getUint32(entry + 8, little);
    sides.set(entries.getUint16(entry, little), value);
  }
  const [width, height] = [sides.get(TIFF.width), sides.get(TIFF.height)];
  if (width === undefined || height === undefined) throw new Error('this TIFF has no sides');
  return { width, height };
}

async function viewOf(file: Blob, start: number, length: number): Promise<DataView> {
  return new DataView(await file.slice(start, start + length).arrayBuffer());
}
