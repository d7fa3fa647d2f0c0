/** Makes the files that the commands of README and docs read. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const PHOTO = 'test/fixtures/docs/photo.png';

/** 16 bits a sample, as scanners and cameras give them. */
const deep = () => sharp(PHOTO).greyscale().toColourspace('grey16');

const long = () => sharp({ create: { width: 20_000, height: 2, channels: 3, background: 'teal' } });

/** Writes them below a folder. */
export async function writeInputs(folder: string): Promise<void> {
  const photo = await sharp(PHOTO).jpeg().toBuffer();
  const png = await sharp(PHOTO).png().toBuffer();
  const logo = 'test/fixtures/docs/logo.png';
  const made = {
    'photo.jpg': photo,
    'in/lake.jpg': photo,
    'in/below/hill.png': png,
    'photos/cats/tom.jpg': photo,
    'photos/cats/tom.png': png,
    'photo.png': png,
    'scan.png': await sharp(PHOTO).toColourspace('rgb16').png().toBuffer(),
    'scan16.png': await deep().png().toBuffer(),
    'scan.tif': await deep().tiff().toBuffer(),
    'long.png': await long().png().toBuffer(),
  };
  for (const [name, bytes] of Object.entries(made)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  await mkdir(join(folder, 'public'));
  for (const name of ['logo.png', 'my_logo.png', 'brand/logos/mark.png']) await cp(logo, join(folder, name));
  await cp('test/fixtures/docs/look.cube', join(folder, 'look.cube'));
}
