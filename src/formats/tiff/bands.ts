/** Chooses the bands of a page to read, and decides whether the band after the colours is alpha or an extra band. */
import { type Fault, invalidParameters } from '../../core/errors.ts';
import { unsupportedDepth } from '../checks.ts';
import { COLOR_MODELS, type TiffLayout } from './layout.ts';
import { EXTRA_SAMPLE } from './tags.ts';

/** The options of a recipe for the bands. */
export interface BandChoice {
  readonly alpha?: 'unassociated' | 'associated' | 'none';
  readonly bands?: readonly number[];
}

/** Kind of the band after the colours. `extra` is no alpha: it is filtered by itself. */
type LastBand = 'none' | 'unassociated' | 'associated' | 'extra';

export interface Bands {
  /** Numbers of the bands, colours first. */
  readonly bands: readonly number[];
  /** How many of them are colours. */
  readonly colors: number;
  readonly last: LastBand;
  readonly notes: readonly string[];
}

/** A channel for each band, at most. */
const MOST_BANDS = 4;

/** Throws `invalid-parameter` for a choice that the page does not have, `unsupported-depth` for bands without one. */
export function chooseBands(layout: TiffLayout, choice: BandChoice): Bands {
  const chosen = choice.bands ? listedBands(layout, choice.bands) : allBands(layout);
  const { bands, colors } = chosen;
  if (bands.length > colors) return withLast(layout, chosen, choice.alpha);
  if (choice.alpha && choice.alpha !== 'none') {
    refuse({ pointer: '/input/alpha', reason: 'the picture has no band after its colours' });
  }
  return { ...chosen, last: 'none' };
}

type Chosen = Omit<Bands, 'last'>;

function listedBands({ model, count }: TiffLayout, bands: readonly number[]): Chosen {
  const pointer = '/input/bands';
  if (model !== 'gray' && model !== 'rgb') {
    refuse({ pointer, reason: `the bands of ${model} make up its colours and cannot be chosen` });
  }
  const beyond = bands.find((band) => band >= count);
  if (beyond !== undefined) {
    refuse({ pointer, reason: `expected bands from 0 to ${count - 1}, received ${beyond}` });
  }
  return { bands, colors: bands.length < 3 ? 1 : 3, notes: [] };
}

function allBands({ model, count, extras = [] }: TiffLayout): Chosen {
  const { samples } = COLOR_MODELS[model];
  const all = Array.from({ length: count }, (_, band) => band);
  if (count <= samples + 1) return { bands: all, colors: samples, notes: [] };
  if (count > MOST_BANDS || model !== 'gray') {
    throw unsupportedDepth(
      `TIFF of ${count} bands cannot be read whole; choose up to ${MOST_BANDS} of them with the input option bands`,
    );
  }
  const alpha = extras.findIndex((code) => code !== EXTRA_SAMPLE.unspecified);
  if (alpha < 0) return { bands: all, colors: 3, notes: [] };
  const notes = [`only the first of ${count} bands and alpha were read`];
  return { bands: [0, samples + alpha], colors: 1, notes };
}

function withLast(layout: TiffLayout, chosen: Chosen, asked: BandChoice['alpha']): Bands {
  if (asked) return { ...chosen, last: asked === 'none' ? 'extra' : asked, notes: chosen.notes };
  const band = chosen.bands.at(-1) as number;
  const code = layout.extras?.[band - COLOR_MODELS[layout.model].samples];
  if (code === EXTRA_SAMPLE.associated) return { ...chosen, last: 'associated' };
  if (code === EXTRA_SAMPLE.unassociated) return { ...chosen, last: 'unassociated' };
  // Old writers of gray or RGB with alpha name no extra samples; nothing else is so common.
  if (layout.extras || chosen.bands.length !== layout.count) return { ...chosen, last: 'extra' };
  const note = 'the file does not say what its last band is: it was read as alpha';
  return { ...chosen, last: 'unassociated', notes: [...chosen.notes, note] };
}

function refuse(fault: Fault): never {
  throw invalidParameters([fault]);
}
