/** The work of `noir batch` written with sharp by hand: every picture of a folder, as many at once as there are cores. */
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import sharp from 'sharp';

const [from = '', to = '', width = '800', finish] = process.argv.slice(2);
sharp.concurrency(1);
const names = (await readdir(from)).values();

async function oneByOne() {
  for (const name of names) {
    const pipeline = sharp(`${from}/${name}`).autoOrient().resize(Number(width));
    if (finish) await pipeline.sharpen().webp().toFile(`${to}/${name}.webp`);
    else await pipeline.jpeg().toFile(`${to}/${name}`);
  }
}

await Promise.all(Array.from({ length: 2 * availableParallelism() }, oneByOne));
