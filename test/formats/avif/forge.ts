/** Writes further properties and references into the AVIFs that sharp writes. */

interface Part {
  readonly type: string;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export function avifBox(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

/** `clap`: width, height and offsets of the centres, each as a pair of numbers above and below the line. */
export function clapBox(...numbers: readonly number[]): Buffer {
  return avifBox('clap', ...numbers.map(u32));
}

/** The `clap` that leaves a part of a picture, where that is a whole number of halves from the centre. */
export function clapOf(
  [width, height]: readonly [number, number],
  [x, y, across, down]: readonly [number, number, number, number],
): Buffer {
  return clapBox(across, 1, down, 1, 2 * x - (width - across), 2, 2 * y - (height - down), 2);
}

export const irotBox = (quarters: number) => avifBox('irot', Buffer.of(quarters));
export const imirBox = (mode: number) => avifBox('imir', Buffer.of(mode));

/** Boxes of 32-bit lengths between two offsets. */
function list(file: Buffer, from: number, end: number): Part[] {
  const found: Part[] = [];
  for (let at = from; at < end; ) {
    const length = file.readUInt32BE(at);
    found.push({ type: file.toString('latin1', at + 4, at + 8), at, start: at + 8, end: at + length });
    at += length;
  }
  return found;
}

const whole = (file: Buffer, { at, end }: Part) => file.subarray(at, end);
const content = (file: Buffer, { start, end }: Part) => file.subarray(start, end);

function find(parts: readonly Part[], type: string): Part {
  const part = parts.find((candidate) => candidate.type === type);
  if (!part) throw new Error(`The AVIF has no ${type}`);
  return part;
}

/** The same AVIF with other boxes in `meta`. */
function withParts(file: Buffer, change: (part: Part) => Buffer): Buffer {
  const top = list(file, 0, file.length);
  const meta = find(top, 'meta');
  const parts = list(file, meta.start + 4, meta.end).map(change);
  const made = avifBox('meta', file.subarray(meta.start, meta.start + 4), ...parts);
  moveData(made, made.length - whole(file, meta).length);
  return Buffer.concat(top.map((part) => (part === meta ? made : whole(file, part))));
}

/** Adds to the offsets in `iloc`, which libheif writes in version 0, with a base of 4 bytes and one extent an item. */
function moveData(meta: Buffer, by: number): void {
  const { start, end } = find(list(meta, 12, meta.length), 'iloc');
  for (let at = start + 12; at < end; at += 18) meta.writeUInt32BE(meta.readUInt32BE(at) + by, at);
}

/** Gives items further properties, which are essential. Without their numbers, the primary item, which is 1. */
export function addProperties(file: Buffer, properties: readonly Buffer[], items = [1]): Buffer {
  return withParts(file, (part) => {
    if (part.type !== 'iprp') return whole(file, part);
    const [ipco, ipma] = list(file, part.start, part.end) as [Part, Part];
    const count = list(file, ipco.start, ipco.end).length;
    const more = properties.map((_, index) => 0x80 | (count + 1 + index));
    const lists: Buffer[] = [];
    for (let at = ipma.start + 8; at < ipma.end; ) {
      const [id, length] = [file.readUInt16BE(at), file[at + 2] as number];
      const old = file.subarray(at + 3, at + 3 + length);
      const all = items.includes(id) ? [...old, ...more] : [...old];
      lists.push(Buffer.of(id >> 8, id & 255, all.length, ...all));
      at += 3 + length;
    }
    const head = file.subarray(ipma.start, ipma.start + 8);
    return avifBox(
      'iprp',
      avifBox('ipco', content(file, ipco), ...properties),
      avifBox('ipma', head, ...lists),
    );
  });
}

/** Says that the colours of item 1 are multiplied by item 2, which libheif writes as the alpha. */
export function addPrem(file: Buffer): Buffer {
  const reference = avifBox('prem', Buffer.of(0, 1, 0, 1, 0, 2));
  return withParts(file, (part) =>
    part.type === 'iref' ? avifBox('iref', content(file, part), reference) : whole(file, part),
  );
}
