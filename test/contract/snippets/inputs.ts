/** Makes the files that the commands of README and docs read. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const PHOTO = 'test/fixtures/docs/photo.png';

/** 16 bits a sample, as scanners and cameras give them. */
const deep = () => sharp(PHOTO).toColourspace('rgb16').png().toBuffer();

const long = () => sharp(PHOTO).resize(20_000, 2, { fit: 'fill' });

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
    'scan.png': await deep(),
    'scan16.png': await deep(),
    'scan.tif': await sharp(await deep())
      .toColourspace('rgb16')
      .tiff()
      .toBuffer(),
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
