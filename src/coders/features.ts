/** Features of decoding and encoding, from which the table of costs estimates their time. */
import type { Features } from '../core/costs.ts';
import { pixelCount, type Shape } from '../core/image.ts';
import { Recent } from '../core/recent.ts';
import type { FormatName, Header, Output, Shrink } from '../formats/format.ts';

/** Options that change an encoder's time a lot. Others, such as quality, change it little. */
const COSTLY = [
  'lossless',
  'chromaSubsampling',
  'mozjpeg',
  'progressive',
  'optimiseCoding',
  'compression',
  'effort',
  'compressionLevel',
] as const;

/** Highest effort or level of any format. */
const MOST_EFFORT = 10;

/**
 * Decoding depends on the resulting pixels and the file's bytes. `decode` ends in main memory, `load` inside a
 * libvips pipeline.
 */
export function decodeFeatures(
  header: Header,
  bytes: number,
  { shrink = 1, into = 'decode' }: { readonly shrink?: Shrink; readonly into?: 'decode' | 'load' } = {},
): Features {
  const { format, width, height, type, channels } = header;
  const work = shrink === 1 ? `${into} ${format}` : `${into} ${format}/${shrink}`;
  const others = [3, 4, 1].map((count) => `${work} ${type} ${count}`);
  const deeper = [3, 4, 1].map((count) => `${into} ${format} u8 ${count}`);
  return {
    kind: `${work} ${type} ${channels}`,
    like: [...others, ...deeper],
    among: [into],
    pixels: Math.ceil(width / shrink) * Math.ceil(height / shrink),
    bytes,
  };
}

/** The properties that the time of encoding depends on. Missing options count as the encoder's defaults. */
export function encodeFeatures({ format, options }: Output, shape: Shape): Features {
  const words = COSTLY.flatMap((name) => wordOf(name, options[name]));
  const efforts = Object.entries(options).find(
    ([name, value]) => (name === 'effort' || name === 'compressionLevel') && typeof value === 'number',
  );
  const effort = efforts?.[1] as number | undefined;
  const [kind, ...like] = rows.get([format, ...words, effort, shape.type, shape.channels].join(' '), () =>
    encodeRows(format, words, effort, shape),
  );
  return { kind, like, among: [`encode ${format}`, 'encode'], pixels: pixelCount(shape) };
}

type Rows = readonly [kind: string, ...like: string[]];

/** Cached, because each way to a file asks again. */
const rows = new Recent<Rows>(200);

function encodeRows(
  format: FormatName,
  words: readonly string[],
  effort: number | undefined,
  { type, channels }: Shape,
): Rows {
  const others = nearEfforts(effort).map((other) => [...words.slice(0, -1), other]);
  const names = [words, ...others].flatMap((work) =>
    [channels, 3, 4, 1].map((count) => ['encode', format, ...work, type, count].join(' ')),
  );
  return [...new Set(names)] as [string, ...string[]];
}

/** A switch appears by its name, any other option by its value. */
function wordOf(name: string, value: unknown): string[] {
  if (typeof value === 'boolean') return value ? [name] : [];
  return value === undefined || value === null ? [] : [`${value}`];
}

/** Other efforts, nearest first, and on a tie the greater: an estimate should rather be too slow than too fast. */
function nearEfforts(effort: number | undefined): string[] {
  if (effort === undefined) return [];
  return Array.from({ length: MOST_EFFORT + 1 }, (_, value) => value)
    .filter((value) => value !== effort)
    .sort((a, b) => Math.abs(a - effort) - Math.abs(b - effort) || b - a)
    .map(String);
}
