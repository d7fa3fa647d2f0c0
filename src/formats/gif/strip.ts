/** Takes the metadata out of a GIF without touching its pixels. */
import { hasText, Reader } from '../reader.ts';
import { APPLICATION, colorTableBytes, EXTENSION, IMAGE, LOOPING, skipSubBlocks, TRAILER } from './blocks.ts';

const COMMENT = 0xfe;

/**
 * The file without comments, without extensions of applications such as XMP, and without what follows its end. How
 * often it is played stays. Throws `truncated-image` for a file that breaks off.
 */
export function stripGif(bytes: Uint8Array): Uint8Array {
  const reader = new Reader(bytes, 'little');
  let at = 13 + colorTableBytes(reader.u8(10));
  const kept = [bytes.subarray(0, at)];
  for (;;) {
    const block = reader.u8(at);
    if (block === TRAILER) return Buffer.concat([...kept, bytes.subarray(at, at + 1)]);
    const from = at;
    if (block === EXTENSION) at = skipSubBlocks(reader, at + 2);
    else if (block === IMAGE) at = skipSubBlocks(reader, at + 11 + colorTableBytes(reader.u8(at + 9)));
    else at += 1;
    const isPicture = block === IMAGE || (block === EXTENSION && !isMetadata(reader, from));
    if (isPicture) kept.push(bytes.subarray(from, at));
  }
}

function isMetadata(reader: Reader, at: number): boolean {
  const label = reader.u8(at + 1);
  if (label === COMMENT) return true;
  return label === APPLICATION && !LOOPING.some((name) => hasText(reader.bytes, at + 3, name));
}
