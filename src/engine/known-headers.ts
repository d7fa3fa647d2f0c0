/** Remembers the header of a job's picture: whoever decides on its turn has read it before the engine opens the file. */
import type { Limits } from '../core/limits.ts';
import type { Header } from '../formats/format.ts';
import type { Reading } from '../formats/input.ts';
import { readHeader } from '../formats/registry.ts';
import type { Source } from './job.ts';

type Bytes = Extract<Source, { kind: 'bytes' }>;

interface Known {
  readonly limits: Limits;
  readonly reading: string;
  readonly header: Header;
}

/** By the source and not by its bytes, which their owner may change between two jobs. */
const known = new WeakMap<Bytes, Known>();

/** The header of a source. Throws as `readHeader` does. */
export function headerOf(source: Bytes, limits: Limits, reading: Reading): Header {
  const text = JSON.stringify(reading);
  const found = known.get(source);
  if (found?.limits === limits && found.reading === text) return found.header;
  const header = readHeader(source.bytes, limits, reading);
  known.set(source, { limits, reading: text, header });
  return header;
}
