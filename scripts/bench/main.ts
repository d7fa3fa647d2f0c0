import { benchChain } from './chain.ts';
import { benchJpeg } from './jpeg.ts';
import { describeMachine } from './machine.ts';
import { benchOps } from './ops.ts';
import { benchPhotos } from './photo.ts';

const HELP = `npm run bench                       the main job on a 4K photo
npm run bench photo.jpg …           the same on other photos
npm run bench ops [op …]            every op, or some, on every pixel type
  --size 1920x1080                  extent of the picture; 3840x2160 unless told
npm run bench jpeg                  JPEG to JPEG, 4K and 24 megapixels
npm run bench chain                 ten steps on a 16-bit picture of 24 megapixels`;

const [what, ...rest] = process.argv.slice(2);
if (what === '--help' || what === '-h') {
  console.log(HELP);
} else {
  console.log(await describeMachine());
  if (what === 'ops') await benchOps(rest);
  else if (what === 'chain') await benchChain();
  else if (what === 'jpeg') await benchJpeg();
  else await benchPhotos(what === undefined ? [] : [what, ...rest]);
}
process.exit();
