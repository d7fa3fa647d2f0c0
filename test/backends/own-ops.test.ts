import { expect, it } from 'vitest';
import { createImage } from '../../src/core/image.ts';
import { createNoir } from '../../src/noir.ts';
import { defineOp, type OwnOp } from '../../src/ops/own/own.ts';
import { openRig } from '../engine/files.ts';
import { expectClose } from '../support/compare.ts';
import { noise } from '../support/pictures.ts';
import { describeGpu } from '../support/vulkan.ts';

const opposite: OwnOp = {
  name: 'opposite',
  summary: 'Turn every colour into its opposite, in part.',
  params: { part: { default: 1, min: 0, max: 1, describe: 'How much of it.' } },
  wgsl: `fn other(color: vec3f) -> vec3f { return 1.0 - color; }
  fn pixel(color: vec4f, params: Params) -> vec4f {
    return vec4f(mix(color.rgb, other(color.rgb), params.part), color.a);
  }`,
  pixel(color, { part }) {
    for (let i = 0; i < 3; i++) {
      const value = color[i] as number;
      color[i] = value + (1 - 2 * value) * (part as number);
    }
  },
};

const picture = noise({ width: 37, height: 21, channels: 3, type: 'u8' });

it('runs where there is no GPU, between other steps', async () => {
  const noir = await createNoir({ backends: ['cpu'], ops: [defineOp(opposite)] });
  const made = await noir(picture).step('opposite').negate().toImage();
  expectClose(made, picture, 0, 'inverted twice');
  await noir.close();
});

it('is refused at the start when its shader does not compile, with the compiler’s words', async () => {
  const broken = defineOp({
    ...opposite,
    wgsl: 'fn pixel(color: vec4f, params: Params) -> vec4f { return colour; }',
  });
  await expect(openRig({ ops: [broken] })).rejects.toThrow(/shader of opposite does not compile.*colour/s);
});

describeGpu('on the GPU', () => {
  it('gives the same picture, fused with its neighbours', async () => {
    const ops = [defineOp(opposite)];
    const noir = await createNoir({ backends: ['gpu'], gpu: 'software', ops });
    const cpu = await createNoir({ backends: ['cpu'], ops });
    for (const type of ['u8', 'u16', 'f32'] as const) {
      const image = noise({ ...picture, type });
      const [one, other] = [noir, cpu].map((each) =>
        each(image).linear(0.9).step('opposite', { part: 0.3 }).toImage(),
      );
      expectClose((await one) ?? createImage(image), (await other) ?? createImage(image), 1, type);
    }
    await noir.close();
    await cpu.close();
  });

  it('is taken when some of its results are no numbers, of which WGSL promises nothing', async () => {
    const root = defineOp({
      name: 'root',
      summary: 'Take the square root of what is above a half.',
      wgsl: 'fn pixel(color: vec4f, params: Params) -> vec4f { return vec4f(sqrt(color.rgb - 0.5), color.a); }',
      pixel(color) {
        for (let i = 0; i < 3; i++) color[i] = Math.sqrt((color[i] as number) - 0.5);
      },
    });
    const rig = await openRig({ backends: ['gpu'], gpu: 'software', ops: [root] });
    await rig.close();
  });

  it('is refused at the start when the shader does something else than the JavaScript', async () => {
    const off = defineOp({ ...opposite, wgsl: opposite.wgsl.replace('1.0 -', '0.9 -') });
    const opening = openRig({ backends: ['gpu'], gpu: 'software', ops: [off] });
    await expect(opening).rejects.toThrow(/opposite turns .* into .* on the GPU and .* in JavaScript/);
  });
});
