/**
 * Client hints (RFC 8942): the width and density that a browser knows, and the wish to save data. They fill in what an
 * address leaves open, and are rounded, so that caches hold few variants.
 */

import type { Hints } from '../../service/adapters/adapter.ts';

/** Hints that a page has to ask for, the older names last. Browsers send `Save-Data` unasked. */
export const ACCEPT_CH = 'Sec-CH-DPR, Sec-CH-Width, DPR, Width';

/** Device pixels for each pixel of CSS at most: more are not seen. */
const HIGHEST_DPR = 4;

/** Steps of densities, and of widths in pixels. */
const STEPS = { dpr: 0.5, width: 100 };

/** Quality for a client that saves data, where the address leaves format and quality to the server. */
const SAVING = 50;

export interface Hinted {
  /** The text of the recipe with what the hints say. */
  readonly ops: string;
  /** The same without the density. */
  readonly plain: string;
  /** Headers that the answer depends on. */
  readonly vary: readonly string[];
}

/**
 * Fills in the text of a recipe. `w_auto` becomes the width of `Sec-CH-Width`, rounded up to one of `sizes`, or to hundreds;
 * without the hint it is left out. Other sizes are multiplied by `Sec-CH-DPR`, unless the address has a `dpr`. With
 * `Save-Data: on` they are not, and `f_auto` without a quality gets a lower one.
 */
export function applyHints(text: string, headers: Headers, sizes?: readonly number[]): Hinted {
  const words = text.split(',').filter(Boolean);
  const named = new Set(words.filter((word) => word !== 'w_auto').map((word) => word.split('_', 1)[0] ?? ''));
  const isAuto = words.includes('w_auto');
  const width = isAuto ? widthOf(headers, sizes) : undefined;
  const isOpen = words.includes('f_auto') && !named.has('q');
  // The width is in device pixels already.
  const isSized = width === undefined && ['w', 'h', 's'].some((name) => named.has(name)) && !named.has('dpr');
  const saves = savesData(headers);
  const plain = [
    ...words.flatMap((word) => (word === 'w_auto' ? (width === undefined ? [] : [`w_${width}`]) : [word])),
    ...(saves && isOpen ? [`q_${SAVING}`] : []),
  ].filter((word) => width === undefined || !word.startsWith('dpr_'));
  const ratio = isSized && !saves ? (dprOf(headers) ?? 1) : 1;
  return {
    ops: (ratio > 1 ? [...plain, `dpr_${ratio}`] : plain).join(','),
    plain: plain.join(','),
    vary: [
      ...(isAuto ? ['Sec-CH-Width', 'Width'] : []),
      ...(isSized ? ['Sec-CH-DPR', 'DPR'] : []),
      ...(isOpen || isSized ? ['Save-Data'] : []),
    ],
  };
}

/** Networks over which pictures take long: milliseconds for a round trip, and megabits a second. */
const SLOW = { rtt: 150, downlink: 5, types: ['slow-2g', '2g', '3g'] };

/** The hints of a request for adapters. */
export function readHints(headers: Headers, sizes?: readonly number[]): Hints {
  const rtt = numberOf(headers.get('RTT')) ?? 0;
  const downlink = numberOf(headers.get('Downlink')) ?? SLOW.downlink;
  const type = headers.get('ECT')?.trim().toLowerCase() ?? '';
  return {
    width: widthOf(headers, sizes),
    dpr: dprOf(headers),
    viewportWidth: numberOf(headers.get('Sec-CH-Viewport-Width') ?? headers.get('Viewport-Width')),
    isMobile: headers.get('Sec-CH-UA-Mobile') === '?1',
    isSlow: savesData(headers) || rtt > SLOW.rtt || downlink < SLOW.downlink || SLOW.types.includes(type),
  };
}

function savesData(headers: Headers): boolean {
  return headers.get('Save-Data')?.trim().toLowerCase() === 'on';
}

function widthOf(headers: Headers, sizes: readonly number[] | undefined): number | undefined {
  const width = numberOf(headers.get('Sec-CH-Width') ?? headers.get('Width'));
  if (width === undefined || width === 0) return undefined;
  if (!sizes) return Math.ceil(width / STEPS.width) * STEPS.width;
  return sizes.toSorted((a, b) => a - b).find((size) => size >= width) ?? Math.max(...sizes);
}

function dprOf(headers: Headers): number | undefined {
  const ratio = numberOf(headers.get('Sec-CH-DPR') ?? headers.get('DPR'));
  return ratio && Math.min(HIGHEST_DPR, Math.ceil(ratio / STEPS.dpr) * STEPS.dpr);
}

/** Undefined for a header that is missing, or is no number. */
function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,5}(\.\d{1,6})?$/.test(text.trim()) ? Number(text) : undefined;
}
