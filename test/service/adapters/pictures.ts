/** Pictures for addresses of other image servers; `npm run check:urls` shows the servers themselves the same ones. */
import sharp from 'sharp';
import { noise } from '../../support/pictures.ts';

/** Pictures of 768 x 512 pixels, and an animation of 60 x 40 with three frames. */
export const pictures = new Map<string, Buffer>();

const soft = (channels: 3 | 4) => {
  const { data } = noise({ width: 48, height: 32, channels, type: 'u8' }, 7);
  return sharp(data as Uint8Array, { raw: { width: 48, height: 32, channels } }).resize(768, 512);
};
pictures.set('k.jpg', await soft(3).jpeg().toBuffer());
pictures.set('alpha.png', await soft(4).png().toBuffer());

const frame = (red: number) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: { r: red, g: 50, b: 100 } } })
    .png()
    .toBuffer();
const frames = [await frame(0), await frame(90), await frame(180)];
pictures.set(
  'a.gif',
  await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer(),
);
