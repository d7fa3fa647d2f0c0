import sharp from 'sharp';
import { expect, it } from 'vitest';
import { NoirError } from '../../../src/core/errors.ts';
import type { Shrink } from '../../../src/formats/format.ts';
import { openDecoder } from '../../support/jpeg-decode.ts';
import { dice, forgeJpeg } from '../../support/jpeg-forge.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';
import { describeGpu } from '../../support/vulkan.ts';

const SEED = Number(process.env.NOIR_FUZZ_SEED ?? 20_261_120);
const FILES = 1200;

const SHRINKS: readonly Shrink[] = [1, 1, 2, 4, 8];

type Dice = ReturnType<typeof dice>;

/** Sound files to damage: small, so that many fit into a test, with several subsequences each. */
async function soundFiles(random: Dice): Promise<Buffer[]> {
  const raw = { width: 96, height: 64, channels: 3 } as const;
  const data = Uint8Array.from({ length: 96 * 64 * 3 }, (_, at) => 128 + 60 * Math.sin(at / 50) + random(60));
  const [width, height] = [90, 50];
  return [
    await sharp(data, { raw }).jpeg({ quality: 80 }).toBuffer(),
    await sharp(data, { raw })
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4', optimiseCoding: false })
      .toBuffer(),
    forgeJpeg({ width, height, sampling: SAMPLINGS.gray, density: 0.4 }),
    forgeJpeg({ width, height, sampling: SAMPLINGS['4:2:2'], restart: 3 }),
    forgeJpeg({ width, height, sampling: SAMPLINGS['4:2:0'], scans: [[0], [1, 2]], restart: 2 }),
    forgeJpeg({ width, height, sampling: SAMPLINGS['inks of mixed ratios'], adobe: 2 }),
  ];
}

/** Ways to damage a file: bits of its data, any bytes, data cut off, data left out. */
const damages: readonly ((file: Buffer, data: number, random: Dice) => Buffer)[] = [
  (file, data, random) => {
    for (let left = 1 + random(4); left > 0; left--) {
      const at = data + random(file.length - data - 2);
      file[at] = (file[at] as number) ^ (1 << random(8));
    }
    return file;
  },
  (file, _, random) => {
    for (let left = 1 + random(3); left > 0; left--) file[2 + random(file.length - 2)] = random(256);
    return file;
  },
  (file, data, random) =>
    Buffer.concat([file.subarray(0, data + random(file.length - data - 2)), file.subarray(-2)]),
  (file, data, random) => {
    const at = data + random(file.length - data - 2);
    return Buffer.concat([
      file.subarray(0, at),
      file.subarray(Math.min(at + 1 + random(40), file.length - 2)),
    ]);
  },
];

describeGpu('the JPEG decoder', () => {
  it(`ends in a picture or in nothing on ${FILES} damaged files, seed ${SEED}`, async () => {
    const { compare, close } = await openDecoder();
    const random = dice(SEED);
    const sound = await soundFiles(random);
    const ends = { exact: 0, alone: 0, unproved: 0, refused: 0 };
    for (let index = 0; index < FILES; index++) {
      const file = Buffer.from(sound[random(sound.length)] as Buffer);
      const data = file.indexOf(Buffer.from([0xff, 0xda])) + 10;
      const damaged = (damages[random(damages.length)] as (typeof damages)[0])(file, data, random);
      const shrink = SHRINKS[random(SHRINKS.length)] as Shrink;
      const end = await compare(damaged, { shrink }).catch((error) => {
        if (error instanceof NoirError) return 'refused' as const;
        throw new Error(`file ${index} of seed ${SEED}`, { cause: error });
      });
      // What is proved of a damaged file is what libjpeg-turbo makes of it, too.
      if (end === 'different') throw new Error(`file ${index} of seed ${SEED} has other pixels`);
      ends[end]++;
    }
    expect(Math.min(ends.exact, ends.unproved, ends.refused)).toBeGreaterThan(0);
    close();
  });
});
