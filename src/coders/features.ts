import type { Features } from '../core/costs.ts';
import { pixelCount, type Shape } from '../core/image.ts';
import type { FormatName, Header, Output, Shrink } from '../formats/format.ts';

/** Options that change what encoding takes, each by much; others, such as quality, change little. */
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

/** Options with which encoding is measured, beside the format's defaults. */
export const MEASURED_OPTIONS: Readonly<Record<FormatName, readonly Readonly<Record<string, unknown>>[]>> = {
  jpeg: [
    {},
    { optimiseCoding: false },
    { chromaSubsampling: '4:4:4' },
    { progressive: true },
    { mozjpeg: true },
  ],
  png: [{}, { compressionLevel: 1 }, { compressionLevel: 9 }],
  webp: [{}, { effort: 0 }, { effort: 6 }, { lossless: true }],
  avif: [{}, { effort: 0 }, { effort: 2 }, { effort: 6 }, { chromaSubsampling: '4:2:0' }],
  gif: [{}, { effort: 1 }],
  tiff: [{}],
};

/** The highest effort or level of any format. */
const MOST_EFFORT = 10;

/**
 * What decoding grows with: pixels of the picture that comes out, and bytes of the file. `decode` gives a picture in
 * main memory, `load` hands it on inside of a pipeline of libvips.
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

/** What encoding a picture of the shape grows with. Options that are absent count as the encoder's own defaults. */
export function encodeFeatures({ format, options }: Output, shape: Shape): Features {
  const words = COSTLY.flatMap((name) => wordOf(name, options[name]));
  const efforts = Object.entries(options).find(
    ([name, value]) => (name === 'effort' || name === 'compressionLevel') && typeof value === 'number',
  );
  const { type, channels } = shape;
  const alike = [channels, 3, 4, 1];
  const works = [
    words,
    ...nearEfforts(efforts?.[1] as number | undefined).map((effort) => [...words.slice(0, -1), effort]),
  ];
  const rows = works.flatMap((work) =>
    alike.map((count) => ['encode', format, ...work, type, count].join(' ')),
  );
  const [kind, ...like] = [...new Set(rows)] as [string, ...string[]];
  return { kind, like, among: [`encode ${format}`, 'encode'], pixels: pixelCount(shape) };
}

/** A switch by its name where it is on, another value by itself. */
function wordOf(name: string, value: unknown): string[] {
  if (typeof value === 'boolean') return value ? [name] : [];
  return value === undefined || value === null ? [] : [`${value}`];
}

/** Other efforts, the nearest first, of which the greater comes first: rather too slow than too fast. */
function nearEfforts(effort: number | undefined): string[] {
  if (effort === undefined) return [];
  return Array.from({ length: MOST_EFFORT + 1 }, (_, value) => value)
    .filter((value) => value !== effort)
    .sort((a, b) => Math.abs(a - effort) - Math.abs(b - effort) || b - a)
    .map(String);
}
