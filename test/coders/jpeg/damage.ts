/** Ways to damage a JPEG, each chosen by dice. */

type Dice = (sides: number) => number;

const MARKERS = [
  0x00, 0x01, 0xc0, 0xc4, 0xd0, 0xd1, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xe0, 0xfe, 0xff,
];

/** Start of the scan's data. */
function dataStart(file: Buffer): number {
  let at = 2;
  while (at + 4 < file.length && file[at + 1] !== 0xda) at += 2 + file.readUInt16BE(at + 2);
  return Math.min(file.length - 1, at + 2 + file.readUInt16BE(at + 2));
}

/** Offsets of the payload of all segments with a marker. */
function payloads(file: Buffer, marker: number): number[] {
  const found: number[] = [];
  for (let at = 2; at + 4 < file.length && file[at] === 0xff; at += 2 + file.readUInt16BE(at + 2)) {
    if (file[at + 1] === marker) found.push(at + 4);
    if (file[at + 1] === 0xda) break;
  }
  return found;
}

/** A place in the data. */
const inData = (file: Buffer, dice: Dice) => {
  const start = dataStart(file);
  return start + dice(Math.max(1, file.length - 2 - start));
};

/** Changes a byte at so many bytes behind the start of a segment's payload. */
function changed(file: Buffer, marker: number, dice: Dice, [from, to]: readonly [number, number]): Buffer {
  const found = payloads(file, marker);
  const at = found[dice(found.length || 1)];
  const copy = Buffer.from(file);
  if (at !== undefined) copy[Math.min(file.length - 1, at + from + dice(to - from))] = dice(256);
  return copy;
}

/** By name. Each returns another file. */
export const DAMAGES: Readonly<Record<string, (file: Buffer, dice: Dice) => Buffer>> = {
  cut: (file, dice) => file.subarray(0, inData(file, dice)),
  'cut and closed': (file, dice) =>
    Buffer.concat([file.subarray(0, inData(file, dice)), Buffer.of(0xff, 0xd9)]),
  'bits turned in the data': (file, dice) => {
    const copy = Buffer.from(file);
    for (let left = 1 + dice(3); left > 0; left--) {
      const at = inData(file, dice);
      copy[at] = (copy[at] as number) ^ (1 << dice(8));
    }
    return copy;
  },
  'bytes changed in the data': (file, dice) => {
    const copy = Buffer.from(file);
    for (let left = 1 + dice(3); left > 0; left--) copy[inData(file, dice)] = dice(256);
    return copy;
  },
  'a byte left out': (file, dice) => {
    const at = inData(file, dice);
    return Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]);
  },
  'bytes put in': (file, dice) => {
    const at = inData(file, dice);
    const more = Buffer.from(Array.from({ length: 1 + dice(4) }, () => dice(256)));
    return Buffer.concat([file.subarray(0, at), more, file.subarray(at)]);
  },
  'a marker put in': (file, dice) => {
    const at = dice(4) === 0 ? file.length - 2 : inData(file, dice);
    const marker = Buffer.of(0xff, MARKERS[dice(MARKERS.length)] as number);
    return Buffer.concat([file.subarray(0, at), marker, file.subarray(at)]);
  },
  'another restart marker': (file, dice) => {
    const copy = Buffer.from(file);
    const places = [...copy.keys()].filter(
      (at) => copy[at - 1] === 0xff && ((copy[at] as number) & 0xf8) === 0xd0,
    );
    const at = places[dice(places.length || 1)];
    if (at !== undefined) copy[at] = 0xd0 + dice(8);
    return copy;
  },
  'another restart interval': (file, dice) => {
    const segment = Buffer.of(0xff, 0xdd, 0, 4, 0, dice(12));
    return Buffer.concat([file.subarray(0, 2), segment, file.subarray(2)]);
  },
  'other Huffman tables': (file, dice) => changed(file, 0xc4, dice, [0, 60]),
  'other symbols': (file, dice) => changed(file, 0xc4, dice, [17, 180]),
  'other steps': (file, dice) => changed(file, 0xdb, dice, [0, 66]),
  'another frame': (file, dice) => changed(file, 0xc0, dice, [0, 16]),
  'another scan header': (file, dice) => changed(file, 0xda, dice, [0, 10]),
  'a header byte changed': (file, dice) => {
    const copy = Buffer.from(file);
    copy[2 + dice(dataStart(file) - 2)] = dice(256);
    return copy;
  },
};
