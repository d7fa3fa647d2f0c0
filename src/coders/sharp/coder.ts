/** Every format over libvips, through sharp. */
import type { Image } from '../../core/image.ts';
import { type Channels, SAMPLE_BYTES, type Samples, viewSamples } from '../../core/pixel.ts';
import { abandonable, type Run, UNBOUND } from '../../core/run.ts';
import { readAvif } from '../../formats/avif/avif.ts';
import type { Header, Output } from '../../formats/format.ts';
import { formatNames } from '../../formats/registry.ts';
import { keepChannels } from '../channels.ts';
import type { Coder, DecodeContext } from '../coder.ts';
import { checkDecoded, fileFault, pictureFault, saysDamaged } from '../faults.ts';
import { ColorTables } from './color-tables.ts';
import { deepenToWhite } from './depth.ts';
import { loadSharp, type Sharp } from './load.ts';
import { checkSides, decodedSpace, openFile, rawOptions, writePipeline } from './pipeline.ts';
import { callLibvips } from './turns.ts';

/** Undefined where sharp has no binary for the machine. */
export async function openSharpCoder(): Promise<Coder | undefined> {
  const sharp = await loadSharp();
  if (!sharp) return undefined;
  const tables = new ColorTables((tiff) => {
    const pipeline = sharp(tiff).toColourspace('srgb').raw();
    return callLibvips(() => pipeline.toBuffer().catch(throwFileFault));
  });
  return {
    name: 'sharp',
    reads: formatNames,
    writes: formatNames,
    encodes: (_, { type }) => type !== 'f32',
    decode: async (...file) => ({ frames: [await decode(sharp, ...file)] }),
    encode: ({ frames: [image] }, output, run) => encode(sharp, image, output, run),
    colors: (bytes, components, run) => findColors(sharp, tables, bytes, { components, run }),
  };
}

function throwFileFault(error: unknown): never {
  throw fileFault(error);
}

async function decode(
  sharp: Sharp,
  bytes: Uint8Array,
  header: Header,
  { limits, run }: DecodeContext,
): Promise<Image> {
  const { type } = header;
  const pipeline = openFile(sharp, bytes, header, limits)
    .toColourspace(decodedSpace(header))
    .raw(rawOptions(type));
  const { data, info } = await callLibvips(
    () => pipeline.toBuffer({ resolveWithObject: true }).catch(throwFileFault),
    run,
  );
  const { width, height } = info;
  const stored = info.channels as Channels;
  const samples = alignedSamples(data, header, width * height * stored);
  const image: Image = { width, height, channels: stored, type, data: samples, space: 'srgb' };
  const isRepeatedGray = header.channels < 3 && stored >= 3;
  const kept = isRepeatedGray ? await keepChannels(image, (stored - 2) as Channels, run) : image;
  if (header.format === 'avif') await deepenToWhite(kept.data, readAvif(bytes, limits).depth, run);
  return checkDecoded(kept, header, limits);
}

/** Views sharp's buffer as samples; copies only where it starts in the middle of one. */
function alignedSamples(data: Buffer, { type }: Header, length: number): Samples {
  const bytes = data.byteOffset % SAMPLE_BYTES[type] === 0 ? data : new Uint8Array(data);
  return viewSamples(type, bytes.buffer, bytes.byteOffset, length);
}

async function encode(sharp: Sharp, image: Image, output: Output, run?: Run): Promise<Uint8Array> {
  checkSides(output, image);
  const { width, height, channels, type, data } = image;
  const raw = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  const pipeline = writePipeline(raw, output, channels, type);
  const call = () =>
    pipeline.toBuffer().catch((error) => {
      throw pictureFault(output.format, error);
    });
  return callLibvips(call, run);
}

/** By the profile that libvips finds in the file. Undefined also for what is no picture: decoding it tells why. */
async function findColors(
  sharp: Sharp,
  tables: ColorTables,
  bytes: Uint8Array,
  { components, run = UNBOUND }: { components: 3 | 4; run: Run | undefined },
) {
  const file = sharp(bytes);
  try {
    const { icc } = await callLibvips(() => file.metadata().catch(throwFileFault), run);
    // Others may be waiting for the same table, so it is made even if this caller leaves.
    return await abandonable(tables.get(components, icc), run);
  } catch (error) {
    if (saysDamaged(error)) return undefined;
    throw error;
  }
}
