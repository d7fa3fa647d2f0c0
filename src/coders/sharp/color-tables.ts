/** Makes tables that convert a JPEG's colours to sRGB on the GPU, and checks them against libvips. */
import { createHash } from 'node:crypto';
import type { ColorOf, ColorTable } from '../../formats/icc/color-table.ts';
import { colorOfInks, INK_NODES, inksAtNodes, tableOfInks } from '../../formats/icc/inks.ts';
import { colorOfPrimaries, tableOfPrimaries } from '../../formats/icc/primaries.ts';
import { saysDamaged } from '../faults.ts';
import { withPauses } from '../pauses.ts';
import { writeTiff } from '../tiff/writer.ts';

/** Decodes a file to 8-bit RGB. Throws `corrupt-image` or `truncated-image` by the library's error. */
export type Decode = (tiff: Uint8Array) => Promise<Uint8Array>;

/** Samples per pixel: RGB or CMYK. */
export type Components = 3 | 4;

/**
 * PhotometricInterpretation of RGB and of separated inks, which are CMYK by default (TIFF 6.0, sections 6 and 16).
 */
const PHOTOMETRIC = { 3: 2, 4: 5 } as const;

/** Number of cached tables, of 20 or 334 kB each. */
const MOST_TABLES = 8;

/** Side of the picture on which a table is tried. */
const TRIAL_SIDE = 64;

/** Greatest difference between a table and the decoder, in levels. */
const TOLERANCE = 1;

/** Cached tables by profile. */
export class ColorTables {
  readonly #decode: Decode;
  readonly #tables = new Map<string, Promise<ColorTable | undefined>>();

  constructor(decode: Decode) {
    this.#decode = decode;
  }

  /** The table for a profile, or for CMYK without one. Undefined when no table matches the decoder to one level. */
  get(components: Components, profile: Uint8Array | undefined): Promise<ColorTable | undefined> {
    const digest = profile ? createHash('sha256').update(profile).digest('base64') : '';
    const key = `${components} ${digest}`;
    // A copy, because the table may outlive the job, and with it the memory of its file.
    const table = this.#tables.get(key) ?? this.#make(key, components, profile?.slice());
    // Deleting and setting keeps the map in order of use.
    this.#tables.delete(key);
    this.#tables.set(key, table);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > MOST_TABLES && oldest !== undefined) this.#tables.delete(oldest);
    return table;
  }

  /** A profile that the decoder refuses has no table. After any other failure the entry is forgotten. */
  async #make(key: string, ...file: [Components, Uint8Array | undefined]): Promise<ColorTable | undefined> {
    try {
      return await this.#find(...file);
    } catch (error) {
      if (saysDamaged(error)) return undefined;
      this.#tables.delete(key);
      throw error;
    }
  }

  async #find(components: Components, profile: Uint8Array | undefined): Promise<ColorTable | undefined> {
    const decode = async (side: number, samples: Uint8Array | Uint16Array) => {
      const picture = { width: side, height: side, samples, count: components, profile };
      const file = writeTiff({ ...picture, photometric: PHOTOMETRIC[components] });
      return this.#decode(await withPauses(file));
    };
    const trial = trialSamples(components);
    const tries = async (words: ColorTable['words'], colorOf: ColorOf) =>
      isNear(await decode(TRIAL_SIDE, trial), (pixel) => colorOf(words, trial.subarray(components * pixel)));
    if (components === 4) {
      // Asks the decoder for the colours at every node of a CMYK grid.
      const words = tableOfInks(await decode(INK_NODES ** 2, inksAtNodes()));
      return (await tries(words, colorOfInks)) ? { conversion: 'inks', words } : undefined;
    }
    const words = profile && tableOfPrimaries(profile);
    return words && (await tries(words, colorOfPrimaries)) ? { conversion: 'primaries', words } : undefined;
  }
}

function isNear(colors: Uint8Array, colorAt: (pixel: number) => readonly number[]): boolean {
  for (let pixel = 0; pixel < TRIAL_SIDE ** 2; pixel++) {
    const isFar = (level: number, channel: number) =>
      Math.abs(level - (colors[3 * pixel + channel] as number)) > TOLERANCE;
    if (colorAt(pixel).some(isFar)) return false;
  }
  return true;
}

/**
 * Samples that fill the colour space evenly: a Weyl sequence with powers of the root of x^5 = x + 1, for four
 * dimensions.
 */
function trialSamples(components: Components): Uint8Array {
  const root = 1.1673039782614187;
  return Uint8Array.from({ length: components * TRIAL_SIDE ** 2 }, (_, at) => {
    const turns = 0.5 + Math.floor(at / components) / root ** (1 + (at % components));
    return Math.floor(256 * (turns - Math.floor(turns)));
  });
}
