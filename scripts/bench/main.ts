import { benchBatch } from './batch.ts';
import { benchChain } from './chain.ts';
import { benchJpeg } from './jpeg.ts';
import { benchLook } from './look.ts';
import { describeMachine } from './machine.ts';
import { benchOps } from './ops.ts';
import { benchOutputs } from './outputs.ts';
import { benchPhotos } from './photo.ts';
import { benchServer } from './server.ts';

const HELP = `npm run bench                       the main job on a 4K photo
npm run bench photo.jpg …           the same on other photos
npm run bench ops [op …]            every op, or some, on every pixel type
  --size 1920x1080                  extent of the picture; 3840x2160 unless told
npm run bench jpeg                  JPEG to JPEG, 4K and 24 megapixels
npm run bench chain                 ten steps on a 16-bit picture of 24 megapixels
npm run bench outputs [photo.jpg]   a srcset of five widths in two formats, beside its parts
npm run bench batch                 the built noir batch beside sharp by hand, mogrify, vipsthumbnail: pictures a second
  --large 50 --small 1000           4K pictures, and small ones
  --rounds 3 --photo photo.jpg
npm run bench look photo.jpg …      qualities of WebP and AVIF that look like those of JPEG
npm run bench server                the built server beside Hono and sharp, over HTTP
  --recipes jpeg-800,thumbnail      some of the recipes; every one unless told
  --flights 1,4,16                  requests in flight
  --rounds 5 --seconds 2            rounds, and how long one lasts
  --threads default,2               libvips' threads in the peer; one peer for each
  --parts rates,cpu,gc              what to measure; everything unless told, but for the next
  --parts urls                      pictures of a folder by address, beside IPX, next/image and Hono with sharp,
                                    which are installed into node_modules/.cache/noir-bench
  --formats jpeg,webp,avif          what the part urls makes of the JPEG
  --photo photo.jpg                 the JPEG that is posted; a made-up 4K one unless told
  --gpu auto                        NOIR_GPU of the server; off unless told
  --isolation none                  where the server works; in worker processes unless told`;

const [what, ...rest] = process.argv.slice(2);
if ([what, ...rest].some((word) => word === '--help' || word === '-h')) {
  console.log(HELP);
} else {
  console.log(await describeMachine());
  if (what === 'ops') await benchOps(rest);
  else if (what === 'chain') await benchChain();
  else if (what === 'batch') await benchBatch(rest);
  else if (what === 'jpeg') await benchJpeg();
  else if (what === 'outputs') await benchOutputs(rest);
  else if (what === 'look') await benchLook(rest);
  else if (what === 'server') await benchServer(rest);
  else await benchPhotos(what === undefined ? [] : [what, ...rest]);
}
process.exit();
