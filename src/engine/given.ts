import type { Codecs } from '../coders/registry.ts';
import { checkImage, type Image, type Shape } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { FormatName, Header, Output, Shrink } from '../formats/format.ts';
import { uprightExtent } from '../formats/orientation.ts';
import { readHeader } from '../formats/registry.ts';

/** What is known of a picture before it is decoded. */
export interface Given {
  readonly format: FormatName;
  readonly shape: Shape;
  decode(shrink: Shrink): Promise<Image>;
  /** The same picture in another file, at once; undefined where it has to be decoded first. */
  transcode(output: Output): Promise<Uint8Array | undefined>;
}

/** Reads a file's header, or looks at a picture in memory. Throws `NoirError` for what is neither, or too large. */
export function openInput(input: Uint8Array | Image, codecs: Codecs, limits: Limits): Given {
  if (input instanceof Uint8Array) {
    const header = readHeader(input, limits);
    const decode = (shrink: Shrink) => codecs.decode(input, header, limits, shrink);
    const transcode = (output: Output) => codecs.transcode(input, header, output, limits);
    return { format: header.format, shape: upright(header), decode, transcode };
  }
  checkImage(input);
  checkShape(input, limits);
  return { format: 'png', shape: input, decode: async () => input, transcode: async () => undefined };
}

/** The shape that a file has once it is decoded and turned by its EXIF orientation. */
function upright(header: Header): Shape {
  return { ...uprightExtent(header, header.orientation), channels: header.channels, type: header.type };
}
