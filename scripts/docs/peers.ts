import sharp from 'sharp';
import type { Op } from '../../src/ops/op.ts';
import { askSharp } from '../sharp-peers.ts';
import { exampleFile, noir, photo, withFiles } from './pictures.ts';
import { psnr } from './psnr.ts';

/** How near Noir's picture of the photo is to sharp's, in words; undefined where sharp has no such thing. */
export async function comparePeer(
  op: Op,
  example: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const params = op.params.parse(example);
  const shape = { width: 384, height: 256, channels: 3, type: 'u8' } as const;
  const theirs = await askSharp(op, params, sharp(photo), shape, (name) => exampleFile(name, 384, 256));
  if (!theirs) return undefined;
  const ours = await noir(photo)
    .step(op.name, await withFiles(op, example, 384, 256))
    .toImage();
  if (ours.type !== 'u8') return undefined;
  const { data, info } = await theirs.raw().toBuffer({ resolveWithObject: true });
  // sharp widens gray, and keeps an alpha channel that says nothing.
  const channels = Math.min(info.channels, ours.channels);
  const pick = (samples: ArrayLike<number>, stored: number) => {
    const picked = new Uint8Array(channels * info.width * info.height);
    for (let at = 0, pixel = 0; at < picked.length; pixel++) {
      for (let channel = 0; channel < channels; channel++, at++) {
        picked[at] = samples[pixel * stored + channel] as number;
      }
    }
    return picked;
  };
  if (info.width !== ours.width || info.height !== ours.height)
    return `${info.width}x${info.height} in sharp`;
  const near = psnr(pick(ours.data, ours.channels), pick(data, info.channels));
  return near === Infinity ? 'the same as sharp' : `${Math.round(near)} dB from sharp`;
}
