/** Draws text through Pango, which sharp contains. */
import { NoirError } from '../../core/errors.ts';
import type { Image } from '../../core/image.ts';
import { checkShape, type Limits } from '../../core/limits.ts';
import type { Run } from '../../core/run.ts';
import type { StyledText } from '../../core/text.ts';
import { isAboutInput } from '../faults.ts';
import { loadSharp } from './load.ts';
import { callLibvips } from './turns.ts';

/** Text with its colour in Pango's notation: `#ff8800ff`. */
export interface DrawnText extends Omit<StyledText, 'color'> {
  readonly color: `#${string}`;
}

/**
 * Draws text with the machine's fonts: RGBA, transparent around the letters, cropped to them. Markup is drawn
 * literally. Throws `cannot-process` without sharp, and when nothing of the text would be visible.
 */
export async function drawText(source: DrawnText, limits: Limits, run?: Run): Promise<Image> {
  const { text, font, size, color, width, align } = source;
  checkText(source, limits);
  const sharp = await loadSharp();
  if (!sharp) throw new NoirError('cannot-process', 'Text cannot be drawn without sharp');
  const pipeline = sharp({
    text: {
      text: `<span foreground="${color}">${escapeMarkup(text)}</span>`,
      font: `${font} ${size}`,
      // At 72 dpi a point is a pixel.
      dpi: 72,
      rgba: true,
      align,
      ...(width !== undefined && { width, wrap: 'word-char' as const }),
    },
    limitInputPixels: limits.pixels,
  });
  const raw = pipeline.raw();
  const call = () => raw.toBuffer({ resolveWithObject: true }).catch(throwTextFault);
  const { data, info } = await callLibvips(call, run);
  const shape = { width: info.width, height: info.height, channels: 4, type: 'u8' } as const;
  checkShape(shape, limits);
  return { ...shape, space: 'srgb', data: new Uint8Array(data) };
}

function throwTextFault(cause: unknown): never {
  if (!isAboutInput(cause)) throw cause;
  // Errors of sharp, and of Cairo, whose surfaces are limited to 32,767 pixels per side.
  const large = /too big|exceeds pixel limit/i.test(String(cause));
  if (large) throw new NoirError('dimension-limit', 'The text would be too large a picture', { cause });
  throw new NoirError('cannot-process', 'The text has nothing that can be drawn', { cause });
}

/** Most pixels that a text may be expected to take. */
const MOST_PIXELS = 24e6;

/** Characters several times as wide as high: Arabic ligatures, long dashes, cuneiform. */
const WIDE = /[\ufb50-\ufdff\u2e3a\u2e3b\u{12000}-\u{1254f}]/u;

/**
 * Throws `dimension-limit` for text that would become too large a picture. Pango knows the extent only after
 * painting, and a few words in large letters can take gigabytes.
 */
function checkText({ text, size, width }: DrawnText, limits: Limits): void {
  const widths = text
    .split(/[\n\r\u2028\u2029]/)
    .map((line) => [...line].reduce((sum, sign) => sum + size * (WIDE.test(sign) ? 8 : 1.5), size));
  const across = Math.min(width ?? Infinity, Math.max(...widths));
  const lines = widths.reduce((sum, line) => sum + Math.ceil(line / (width ?? Infinity) || 1), 0);
  const pixels = across * lines * 1.5 * size;
  if (pixels <= Math.min(MOST_PIXELS, limits.pixels)) return;
  throw new NoirError('dimension-limit', 'The text would be too large a picture', {
    limit: Math.min(MOST_PIXELS, limits.pixels),
    actual: Math.ceil(pixels),
  });
}

/** Pango's markup is XML, which does not allow control characters. */
function escapeMarkup(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return (
    text
      .replace(/[&<>"]/g, (character) => entities[character] as string)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/g, '')
  );
}
