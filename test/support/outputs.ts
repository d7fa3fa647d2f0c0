import type { FormatName, Output } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/registry.ts';

/** The output in a format, with its defaults for the options that are left out. */
export function outputOf(format: FormatName, options: object = {}): Output {
  return { format, options: FORMATS[format].options.parse(options) as Record<string, unknown> };
}
