/** The output of a recipe: its type, and how one of unknown origin is checked. */
import { type Faults, pointerTo } from '../core/faults.ts';
import type { Format, FormatName } from '../formats/format.ts';
import { findFormat, formatNames } from '../formats/registry.ts';
import { describeFaults, isRecord, show } from './faults.ts';
import { type Keep, readKeep } from './keep.ts';
import { suggestion } from './nearest.ts';

/** The format to encode to. `auto` chooses among the formats that the client accepts. */
export interface RecipeOutput {
  /** The input's own format when it is absent. */
  readonly format?: FormatName | 'auto';
  /** 1 to 100. A named format without a quality gets the encoder's default. Some formats have no such setting. */
  readonly quality?: number;
  /** The metadata of the input that the file keeps. None when it is absent. */
  readonly keep?: readonly Keep[];
  /** Further options of the format's encoder, checked against its schema and with its defaults. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Names of outputs. They stand in headers and in names of files. */
export const OUTPUT_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/;

/** Reads the name of one of several outputs, and adds it to `names`, which holds those before. */
export function readOutputName(name: unknown, pointer: string, names: Set<string>, faults: Faults): string {
  if (typeof name !== 'string' || !OUTPUT_NAME.test(name)) {
    const wanted = 'up to 64 letters, digits, ".", "_" and "-", without a dot in front';
    faults.add(pointer, `expected ${wanted}, received ${show(name)}`);
    return '';
  }
  // Some file systems take names that differ in case only for the same.
  const key = name.toLowerCase();
  if (names.has(key)) faults.add(pointer, `another output is called ${show(name)}`);
  names.add(key);
  return name;
}

/**
 * Reads an output of unknown origin. Adds its faults, with `pointer` before their places; the output is then not to be
 * used.
 */
export function readOutput(value: unknown, pointer: string, faults: Faults): RecipeOutput {
  if (!isRecord(value)) {
    faults.add(pointer, `expected an object, received ${show(value)}`);
    return { options: {} };
  }
  const { keep: kept, ...rest } = value;
  const keep = readKeep(kept, `${pointer}/keep`, faults);
  return { ...readEncoding(rest, pointer, faults), ...(keep && { keep }) };
}

/** An output without the field about metadata. */
function readEncoding(value: Record<string, unknown>, pointer: string, faults: Faults): RecipeOutput {
  const { format: name, quality: wanted, ...options } = value;
  const quality = readQuality(wanted, `${pointer}/quality`, faults);
  const format = typeof name === 'string' ? findFormat(name) : undefined;
  if (format) return readOptions(format, { options, quality, pointer }, faults);
  if (name !== undefined && name !== 'auto') {
    const near = suggestion(name, ['auto', ...formatNames]);
    const reason = `expected auto or one of ${formatNames.join(', ')}, received ${show(name)}${near}`;
    faults.add(`${pointer}/format`, reason);
  }
  for (const key of Object.keys(options)) {
    faults.add(() => pointerTo(pointer, key), 'options of an encoder need its format beside them');
  }
  return {
    ...(name === 'auto' && { format: 'auto' }),
    ...(quality !== undefined && { quality }),
    options: {},
  };
}

function readQuality(value: unknown, pointer: string, faults: Faults): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 100) return value as number;
  faults.add(pointer, `expected a whole number from 1 to 100, received ${show(value)}`);
  return undefined;
}

interface WrittenOptions {
  readonly options: Record<string, unknown>;
  readonly quality: number | undefined;
  readonly pointer: string;
}

/** The output in a format, with the encoder's defaults. Formats without a quality setting ignore the one given. */
function readOptions(
  { name: format, options: schema }: Format,
  { options, quality: wanted, pointer }: WrittenOptions,
  faults: Faults,
): RecipeOutput {
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    describeFaults(parsed.error, { schema, input: options, pointer }, faults);
    return { format, options };
  }
  const { quality: usual, ...others } = withoutNegativeZero(parsed.data) as Record<string, unknown>;
  if (usual === undefined) return { format, options: others };
  return { format, quality: wanted ?? (usual as number), options: others };
}

/**
 * Replaces -0 by 0. JSON and URLs can spell zero both ways, and the canonical text only as 0: a recipe has to be
 * the same before and after it is written.
 */
export function withoutNegativeZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNegativeZero(item)]));
}
