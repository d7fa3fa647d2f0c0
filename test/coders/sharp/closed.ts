/** A process with closed loaders, because they close for good. Prints the formats that it still reads. */
import sharp from 'sharp';
import { closeLoaders } from '../../../src/coders/sharp/loaders.ts';

const create = { width: 8, height: 8, channels: 3, background: 'red' } as const;
const formats = ['jpeg', 'png', 'webp', 'tiff', 'gif', 'avif'] as const;
const files: [name: string, bytes: Buffer][] = [
  ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')],
  ['ppm', Buffer.from('P6 1 1 255\nabc')],
];
for (const format of formats) {
  files.push([format, await sharp({ create }).toFormat(format).toBuffer()]);
}
const read = async () => {
  const open: string[] = [];
  for (const [name, bytes] of files) {
    const isRead = await sharp(bytes)
      .raw()
      .toBuffer()
      .then(
        () => true,
        () => false,
      );
    if (isRead) open.push(name);
  }
  return open.sort();
};
const before = await read();
await closeLoaders();
console.log(JSON.stringify({ before, after: await read() }));
