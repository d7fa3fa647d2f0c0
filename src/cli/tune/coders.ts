/** The coders by their own names, for measuring each by itself. */
import type { Coder } from '../../coders/coder.ts';
import { jsCodec } from '../../coders/js/coder.ts';
import { encodePng } from '../../coders/png/encoder.ts';
import { loadSharpCodec } from '../../coders/sharp/coder.ts';
import type { Codec, Output } from '../../formats/format.ts';

/** libvips for everything but PNG out, Noir's PNG encoder, and the decoders of last resort. */
export async function listCoders(): Promise<Coder[]> {
  const sharp = await loadSharpCodec();
  const isPng = ({ format, options }: Output) => format === 'png' && !options.progressive;
  return [
    ...(sharp
      ? [
          asCoder(
            'sharp',
            sharp,
            () => true,
            (output) => !isPng(output),
          ),
        ]
      : []),
    {
      name: 'png',
      decodes: () => false,
      encodes: (output, { type }) => isPng(output) && type !== 'f32',
      encode: ({ frames: [image] }, { options }) => encodePng(image, options),
    },
    asCoder(
      'jpeg-js',
      jsCodec,
      (format) => format === 'jpeg',
      ({ format }) => format === 'jpeg',
    ),
    asCoder(
      'pngjs',
      jsCodec,
      (format) => format === 'png',
      () => false,
    ),
  ];
}

function asCoder(
  name: string,
  codec: Codec,
  decodes: (format: Output['format']) => boolean,
  encodes: (output: Output) => boolean,
): Coder {
  return {
    name,
    decodes: ({ format }) => decodes(format),
    encodes,
    decode: async (bytes, header, { limits }) => ({ frames: [await codec.decode(bytes, header, limits)] }),
    encode: ({ frames: [image] }, output) => codec.encode(image, output),
  };
}
