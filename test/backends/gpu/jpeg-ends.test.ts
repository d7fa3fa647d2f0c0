import { afterAll, describe, expect, it } from 'vitest';
import { createNoir } from '../../../src/noir.ts';
import { readFixture } from '../../formats/pictures.ts';
import { BEHIND, jpegKinds, SPOILT, withoutEnd } from '../../support/jpeg-kinds.ts';

const common = { backends: ['gpu', 'cpu', 'sharp'] as ('gpu' | 'cpu' | 'sharp')[], gpu: 'software' as const };
const gpu = await createNoir({ ...common, jpeg: 'gpu' });
const cpu = await createNoir({ ...common, jpeg: 'cpu' });
afterAll(() => Promise.all([gpu.close(), cpu.close()]));

const kinds = await jpegKinds(83);
const decoded = ['baseline', 'baseline with usual tables', 'restart markers', 'a scan for each component'];

describe.each(decoded)('a JPEG that the GPU decodes: %s', (kind) => {
  const file = kinds[kind] as Buffer;

  it('has the same pixels whatever stands in place of its end marker, and those of the CPU', async () => {
    const expected = await cpu(file).negate().png().run();
    for (const behind of Object.values(BEHIND)) {
      const open = Buffer.concat([withoutEnd(file), behind(file)]);
      const made = await gpu(open).negate().png().run();
      expect(made.codec).toMatch(/^jpeg-gpu/);
      expect(Buffer.compare(made.data, expected.data)).toBe(0);
    }
  });

  it('is refused when it is cut, as on the CPU', async () => {
    for (const spoil of Object.values(SPOILT)) {
      const cut = spoil(file, 0.6);
      const codes = await Promise.all(
        [gpu, cpu].map((noir) =>
          noir(cut)
            .negate()
            .toImage()
            .catch(({ code }) => code),
        ),
      );
      expect(codes[0]).toMatch(/^(truncated|corrupt)-image$/);
      expect(codes[1]).toBe(codes[0]);
    }
  });
});

it('damaged JPEGs are left to the CPU when nothing is to be refused', async () => {
  for (const name of ['jpeg/hole.jpg', 'jpeg/cut-eoi.jpg']) {
    const file = readFixture(name);
    const [one, other] = await Promise.all(
      [gpu, cpu].map((noir) => noir(file, { failOn: 'none' }).negate().toImage()),
    );
    expect(one?.data).toEqual(other?.data);
    await expect(gpu(file).negate().toImage()).rejects.toMatchObject({ status: 422 });
  }
});
