/** Compositing and blend modes: Porter-Duff operators and W3C Compositing and Blending Level 1. */

/** Names as in sharp. The first is the default. */
export const BLEND_MODES = [
  'over',
  'clear',
  'source',
  'in',
  'out',
  'atop',
  'dest',
  'dest-over',
  'dest-in',
  'dest-out',
  'dest-atop',
  'xor',
  'add',
  'saturate',
  'multiply',
  'screen',
  'overlay',
  'darken',
  'lighten',
  'colour-dodge',
  'colour-burn',
  'hard-light',
  'soft-light',
  'difference',
  'exclusion',
] as const;

export type BlendMode = (typeof BLEND_MODES)[number];

/** The weight of a layer's colour, from the two layers' opacities. */
type Share = (upper: number, lower: number) => number;

const none: Share = () => 0;
const whole: Share = (own) => own;
const outside: Share = (own, other) => own * (1 - other);
const inside: Share = (own, other) => own * other;

/**
 * Weights of the upper and the lower layer's colour, for Porter-Duff modes: T. Porter and T. Duff, "Compositing
 * Digital Images", SIGGRAPH 1984; `saturate` as in Cairo. Modes not listed here are blend modes: each layer shows
 * where the other does not cover it, and the blend of both where both do (W3C Compositing and Blending Level 1,
 * section 10). Each function gets its own layer's opacity first.
 */
const SHARES: Partial<Record<BlendMode, readonly [upper: Share, lower: Share]>> = {
  over: [whole, outside],
  clear: [none, none],
  source: [whole, none],
  in: [inside, none],
  out: [outside, none],
  atop: [inside, outside],
  dest: [none, whole],
  'dest-over': [outside, whole],
  'dest-in': [none, inside],
  'dest-out': [none, outside],
  'dest-atop': [outside, inside],
  xor: [outside, outside],
  add: [whole, whole],
  saturate: [(own, other) => Math.min(own, 1 - other), whole],
};

/** Blends a colour of the lower and one of the upper layer. Both are fractions of white. */
type Blend = (lower: number, upper: number) => number;

/** Clamps the inputs to 0..1, where these formulas are defined. */
function limited(blend: Blend): Blend {
  return (lower, upper) => blend(limit(lower), limit(upper));
}

function limit(value: number): number {
  return value > 0 ? Math.min(value, 1) : 0;
}

const hardLight: Blend = (lower, upper) =>
  upper <= 0.5 ? 2 * lower * upper : 1 - 2 * (1 - lower) * (1 - upper);

/** Separable blend modes: W3C Compositing and Blending Level 1, section 9.1. */
const BLENDS: Partial<Record<BlendMode, Blend>> = {
  multiply: (lower, upper) => lower * upper,
  screen: limited((lower, upper) => lower + upper - lower * upper),
  overlay: limited((lower, upper) => hardLight(upper, lower)),
  darken: (lower, upper) => Math.min(lower, upper),
  lighten: (lower, upper) => Math.max(lower, upper),
  'colour-dodge': limited((lower, upper) => {
    if (lower === 0) return 0;
    return lower >= 1 - upper ? 1 : lower / (1 - upper);
  }),
  'colour-burn': limited((lower, upper) => {
    if (lower === 1) return 1;
    return 1 - lower >= upper ? 0 : 1 - (1 - lower) / upper;
  }),
  'hard-light': limited(hardLight),
  'soft-light': limited((lower, upper) => {
    if (upper <= 0.5) return lower - (1 - 2 * upper) * lower * (1 - lower);
    const root = lower <= 0.25 ? ((16 * lower - 12) * lower + 4) * lower : Math.sqrt(lower);
    return lower + (2 * upper - 1) * (root - lower);
  }),
  difference: (lower, upper) => Math.abs(lower - upper),
  exclusion: limited((lower, upper) => lower + upper - 2 * lower * upper),
};

/** How two layers are mixed. */
interface Mixture {
  readonly upper: Share;
  readonly lower: Share;
  /** Undefined for Porter-Duff modes. */
  readonly blend: Blend | undefined;
}

export function mixtureOf(mode: BlendMode): Mixture {
  const [upper, lower] = SHARES[mode] ?? [outside, outside];
  return { upper, lower, blend: BLENDS[mode] };
}

/** Modes in which a transparent upper layer erases the lower one. */
const CLEARING: readonly BlendMode[] = ['clear', 'source', 'in', 'out', 'dest-in', 'dest-atop'];

/** Whether the lower layer stays unchanged where the upper one is transparent. */
export function keepsUncovered(mode: BlendMode): boolean {
  return !CLEARING.includes(mode);
}

/** Whether the result may be transparent where the lower layer is opaque. */
export function clears(mode: BlendMode): boolean {
  return CLEARING.includes(mode) || mode === 'dest-out' || mode === 'xor';
}

/** Whether the upper layer's colours matter, not only its alpha. */
export function takesColor(mode: BlendMode): boolean {
  return !['clear', 'dest', 'dest-in', 'dest-out'].includes(mode);
}
