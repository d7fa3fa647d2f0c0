import { createHash } from 'node:crypto';
import type { ColorOf, ColorTable } from '../../formats/icc/color-table.ts';
import { colorOfInks, INK_NODES, inksAtNodes, tableOfInks } from '../../formats/icc/inks.ts';
import { colorOfPrimaries, tableOfPrimaries } from '../../formats/icc/primaries.ts';
import { saysDamaged } from '../faults.ts';
import { withPauses } from '../pauses.ts';
import { writeTiff } from '../tiff/writer.ts';

/** Decodes a file to 8-bit RGB. Throws `corrupt-image` or `truncated-image` for what the library says of the file. */
export type Decode = (tiff: Uint8Array) => Promise<Uint8Array>;

/** Samples of a pixel: RGB or inks. */
export type Components = 3 | 4;

/** PhotometricInterpretation; inks are CMYK unless told (TIFF 6.0 sections 6 and 16). */
const PHOTOMETRIC = { 3: 2, 4: 5 } as const;

/** Tables that are remembered, of 20 or 334 kB each. */
const MOST_TABLES = 8;

/** Along a side of the picture that a table is tried with. */
const TRIAL_SIDE = 64;

/** Levels by which a table may differ from the decoder. */
const TOLERANCE = 1;

/** What samples look like by profile, as a decoder has it, and remembered. */
export class ColorTables {
  readonly #decode: Decode;
  readonly #tables = new Map<string, Promise<ColorTable | undefined>>();

  constructor(decode: Decode) {
    this.#decode = decode;
  }

  /**
   * The table of a profile; of the decoder's own for inks without one. Undefined where there is no table that gives
   * the decoder's colours to one level.
   */
  get(components: Components, profile: Uint8Array | undefined): Promise<ColorTable | undefined> {
    const digest = profile ? createHash('sha256').update(profile).digest('base64') : '';
    const key = `${components} ${digest}`;
    const table = this.#tables.get(key) ?? this.#make(key, components, profile);
    // The one that was asked for the longest ago stands first.
    this.#tables.delete(key);
    this.#tables.set(key, table);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > MOST_TABLES && oldest !== undefined) this.#tables.delete(oldest);
    return table;
  }

  /** A profile that the decoder refuses has no table; any other failure is forgotten with the entry. */
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
      // What a profile of inks gives is asked for at every node of a grid.
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

/** From everywhere: Weyl's sequence by powers of the root of x^5 = x + 1, which fills four dimensions evenly. */
function trialSamples(components: Components): Uint8Array {
  const root = 1.1673039782614187;
  return Uint8Array.from({ length: components * TRIAL_SIDE ** 2 }, (_, at) => {
    const turns = 0.5 + Math.floor(at / components) / root ** (1 + (at % components));
    return Math.floor(256 * (turns - Math.floor(turns)));
  });
}
