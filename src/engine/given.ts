import type { Coders } from '../coders/registry.ts';
import { checkImage, type Image, type Shape } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { FormatName, Header } from '../formats/format.ts';
import { uprightExtent } from '../formats/orientation.ts';
import { readHeader } from '../formats/registry.ts';

/** What is known of a picture before it is decoded. */
export interface Given {
  readonly format: FormatName;
  readonly shape: Shape;
  decode(): Promise<Image>;
}

/** Reads a file's header, or looks at a picture in memory. Throws `NoirError` for what is neither, or too large. */
export function openInput(input: Uint8Array | Image, coders: Coders, limits: Limits): Given {
  if (input instanceof Uint8Array) {
    const header = readHeader(input, limits);
    const decode = async () => (await coders.decode(input, header, { limits })).frames[0];
    return { format: header.format, shape: upright(header), decode };
  }
  checkImage(input);
  checkShape(input, limits);
  return { format: 'png', shape: input, decode: async () => input };
}

/** The shape that a file has once it is decoded and turned by its EXIF orientation. */
function upright(header: Header): Shape {
  return { ...uprightExtent(header, header.orientation), channels: header.channels, type: header.type };
}
