/** Calls as sharp takes them, where the ops of Noir have other parameters: switches, lists, and one number for four sides. */
import { lookUp } from '../core/look-up.ts';
import { isRecord } from '../recipe/faults.ts';
import type { Input } from './input.ts';
import { imageOfRaw, type Pixels, type RawOptions } from './pixels.ts';

/** One of several overlays, as sharp's `composite` takes them; `Options` are those of `composite`. */
export type OverlayOf<Options> = Omit<Options, 'image'> & {
  readonly input: Input | Pixels['data'];
  /** The shape of the samples, for an input without a header. */
  readonly raw?: RawOptions | null | undefined;
};

/** Ops whose methods take `false` for no step, and `true` for a step without values. */
export const SWITCHES = ['blur', 'flatten', 'flip', 'flop', 'greyscale'] as const;

/** The arguments of a call, for each step that it adds. */
type Rewrite = (values: readonly unknown[]) => readonly (readonly unknown[])[];

const switched: Rewrite = (values) => {
  const [first, ...rest] = values;
  if (typeof first !== 'boolean') return [values];
  return first ? [rest] : [];
};

const REWRITES: Readonly<Record<string, Rewrite>> = {
  ...Object.fromEntries(SWITCHES.map((name) => [name, switched])),
  composite: (values) => {
    const [first, ...rest] = values;
    return isList(first) ? first.map((overlay) => [...overlayOf(overlay), ...rest]) : [values];
  },
  joinChannel: (values) => {
    const [first, ...rest] = values;
    return isList(first) ? first.map((image) => [image, ...rest]) : [values];
  },
  extend: (values) => {
    const [all, options = {}] = values;
    if (typeof all !== 'number' || values.length > 2 || !isRecord(options)) return [values];
    return [[{ top: all, right: all, bottom: all, left: all, ...options }]];
  },
};

/** The arguments for each step of an op that a call of its method adds. */
export function callsOf(op: string, values: readonly unknown[]): readonly (readonly unknown[])[] {
  return lookUp(REWRITES, op)?.(values) ?? [values];
}

/** The arguments of `composite` for one overlay of a list. */
function overlayOf(overlay: unknown): readonly unknown[] {
  if (!isRecord(overlay) || !('input' in overlay)) return [overlay];
  const { input, raw, ...options } = overlay;
  return [{ ...options, image: isRecord(raw) ? imageOfRaw(input, raw) : input }];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
