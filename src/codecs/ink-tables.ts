import { createHash } from 'node:crypto';
import { colorOfInks, INK_NODES, type InkTable, inksAtNodes, tableOfColors } from './inks.ts';
import { writeTiff } from './tiff-writer.ts';

/** Decodes a file of inks to 8-bit RGB. */
export type DecodeInks = (tiff: Uint8Array) => Promise<Uint8Array>;

/** PhotometricInterpretation for inks, which are CMYK unless told (TIFF 6.0 section 16). */
const SEPARATED = 5;

/** Tables that are remembered, of 334 kB each. */
const MOST_TABLES = 8;

/** Along a side of the picture that a table is tried with. */
const TRIAL_SIDE = 64;

/** Levels by which a table may differ from the decoder. */
const TOLERANCE = 1;

/** What inks look like by profile, found out by decoding every node of a grid, and remembered. */
export class InkTables {
  readonly #decode: DecodeInks;
  readonly #tables = new Map<string, Promise<InkTable | undefined>>();

  constructor(decode: DecodeInks) {
    this.#decode = decode;
  }

  /**
   * The table of a profile; of the decoder's own for none. Undefined where a table does not give the decoder's
   * colours to one level: lcms may take such profiles otherwise, or fail on them.
   */
  get(profile: Uint8Array | undefined): Promise<InkTable | undefined> {
    const key = profile ? createHash('sha256').update(profile).digest('base64') : '';
    const known = this.#tables.get(key);
    const table = known ?? makeTable(this.#decode, profile).catch(() => undefined);
    // The one that was asked for the longest ago stands first.
    this.#tables.delete(key);
    this.#tables.set(key, table);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > MOST_TABLES && oldest !== undefined) this.#tables.delete(oldest);
    return table;
  }
}

async function makeTable(decode: DecodeInks, profile?: Uint8Array): Promise<InkTable | undefined> {
  const side = INK_NODES ** 2;
  const table = tableOfColors(await decode(inkTiff(side, inksAtNodes(), profile)));
  const inks = trialInks();
  const colors = await decode(inkTiff(TRIAL_SIDE, inks, profile));
  for (let pixel = 0; pixel < TRIAL_SIDE ** 2; pixel++) {
    const got = colorOfInks(table, inks.subarray(4 * pixel));
    const isFar = (level: number, channel: number) =>
      Math.abs(level - (colors[3 * pixel + channel] as number)) > TOLERANCE;
    if (got.some(isFar)) return undefined;
  }
  return table;
}

function inkTiff(side: number, samples: Uint8Array | Uint16Array, profile: Uint8Array | undefined) {
  return writeTiff({ width: side, height: side, samples, count: 4, photometric: SEPARATED, profile });
}

/** Inks from everywhere: Weyl's sequence by powers of the root of x^5 = x + 1, which fills four dimensions evenly. */
function trialInks(): Uint8Array {
  const root = 1.1673039782614187;
  return Uint8Array.from({ length: 4 * TRIAL_SIDE ** 2 }, (_, at) => {
    const turns = 0.5 + Math.floor(at / 4) / root ** (1 + (at % 4));
    return Math.floor(256 * (turns - Math.floor(turns)));
  });
}
