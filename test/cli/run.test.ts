import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { softwareGpu } from '../support/vulkan.ts';
import { noir, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const WIDTH = 33;
const HEIGHT = 17;
const colors = Uint8Array.from(
  { length: WIDTH * HEIGHT * 3 },
  (_, index) => (index * 89 + (index >> 4)) % 256,
);

beforeAll(async () => {
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
  await sharp(colors, { raw }).png().toFile(at('in.png'));
  await sharp(colors, { raw }).jpeg().toFile(at('in.jpg'));
});

/** BT.601 luma of each pixel, as levels. */
function luma(rgb: Uint8Array): number[] {
  return Array.from({ length: rgb.length / 3 }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * pixel);
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  });
}

async function expectGray(file: string | Buffer): Promise<void> {
  const picture = sharp(file);
  const { width, height, channels } = await picture.metadata();
  expect([width, height, channels]).toEqual([WIDTH, HEIGHT, 1]);
  const data = await picture.toColourspace('b-w').raw().toBuffer();
  const worst = Math.max(...luma(colors).map((value, pixel) => Math.abs(value - (data[pixel] ?? 0))));
  expect(worst).toBeLessThanOrEqual(1);
}

describe.concurrent('a picture from a file into a file', () => {
  test('is gray after greyscale, and one line says what happened', async () => {
    const { code, stdout, stderr } = await noir(['run', at('in.png'), 'greyscale', at('gray.png')]);
    expect(stderr).toMatch(
      /^noir: .*in\.png 33x17 rgb u8 png .* -> .*gray\.png 33x17 gray u8 png .*; cpu .* ms\n$/,
    );
    expect([code, stdout.length]).toEqual([0, 0]);
    await expectGray(at('gray.png'));
  });

  test.runIf(softwareGpu)('has the same pixels from the GPU', async () => {
    const env = { NOIR_GPU: 'software' };
    const { code, stderr } = await noir(['run', at('in.png'), 'greyscale', at('gpu.png')], { env });
    expect(stderr).toMatch(/; gpu \(/);
    expect(code).toBe(0);
    await expectGray(at('gpu.png'));
  });

  test('is converted when there are no ops', async () => {
    const { code, stderr } = await noir(['run', '--quiet', at('in.jpg'), at('out.webp')]);
    expect([code, stderr]).toEqual([0, '']);
    expect((await sharp(at('out.webp')).metadata()).format).toBe('webp');
  });

  test('has the format of the ops where the ending is no format’s', async () => {
    const { stderr } = await noir(['run', '-v', at('in.png'), 'negate,f_webp,q_50', at('wins.part')]);
    expect(stderr).toMatch(/\n {2}libvips .*\n(.*\n)* {2}write /);
    expect((await sharp(at('wins.part')).metadata()).format).toBe('webp');
  });

  test('keeps its format when the name has no ending', async () => {
    await noir(['run', at('in.jpg'), 'f_auto,negate', at('bare')]);
    expect((await sharp(at('bare')).metadata()).format).toBe('jpeg');
  });

  test('replaces its input only when told to, also behind a link', async () => {
    writeFileSync(at('same.png'), readFileSync(at('in.png')), { mode: 0o640 });
    symlinkSync(at('same.png'), at('link.png'));
    const args = ['run', at('link.png'), 'greyscale', at('same.png')];
    const refused = await noir(args);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/would be written over; give --force/),
    ]);
    expect((await noir([...args, '--force'])).code).toBe(0);
    expect(statSync(at('same.png')).mode & 0o777).toBe(0o640);
    await expectGray(at('same.png'));
  });

  test('makes the file that a link leads to, and keeps the link', async () => {
    mkdirSync(at('links'));
    symlinkSync('links', at('way'));
    symlinkSync('../made.png', at('links/link.png'));
    expect((await noir(['run', at('in.png'), 'greyscale', at('way/link.png')])).code).toBe(0);
    expect(readlinkSync(at('links/link.png'))).toBe('../made.png');
    await expectGray(at('made.png'));
  });
});

describe.concurrent('names of files among the ops', () => {
  test('need no encoding where the file is there', async () => {
    const logo = at('my_logo,a=b.png');
    writeFileSync(logo, readFileSync(at('in.png')));
    const args = ['run', at('in.png'), `negate,composite_${logo}_northwest,negate`, at('named.png')];
    const { code, stderr } = await noir(args);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/named\.png/)]);
    const inverted = await sharp(at('in.png')).negate().raw().toBuffer();
    expect(await sharp(at('named.png')).raw().toBuffer()).toEqual(inverted);
  });

  test('are told whole where it is not', async () => {
    const { code, stderr } = await noir([
      'run',
      at('in.png'),
      'mask_no_such_file.png_alpha',
      at('never.png'),
    ]);
    expect([code, stderr]).toEqual([2, 'noir: There is no file no_such_file.png\n']);
  });
});

describe.concurrent('a limit', () => {
  test('is named with the switch that raises it', async () => {
    const create = { width: 100_000, height: 1, channels: 3, background: 'red' } as const;
    await sharp({ create }).png().toFile(at('long.png'));
    const args = ['run', at('long.png'), 'negate', at('long-out.png')];
    const { code, stderr } = await noir(args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--limit side=100000 allows it\n$/)]);
    expect((await noir([...args, '--limit', 'side=100000'])).code).toBe(0);
    expect((await sharp(at('long-out.png')).metadata()).width).toBe(100_000);
  });

  test.each([
    ['sid=7', /no limit sid; did you mean side\?/],
    ['side=many', /side takes a whole number/],
  ])('%s is a mistake', async (limit, said) => {
    const { code, stderr } = await noir(['run', '--limit', limit, at('in.png'), at('out.png')]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});

test('a misspelt variable is named, and stops nothing', async () => {
  const env = { NOIR_BACKEND: 'cpu' };
  const { code, stderr } = await noir(['run', at('in.png'), at('misspelt.webp')], { env });
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^noir: NOIR_BACKEND is no setting; did you mean NOIR_BACKENDS\?\n/),
  ]);
});

test.runIf(softwareGpu)('--quiet silences the GPU’s driver, and no error', async () => {
  const env = { NOIR_GPU: 'software' };
  const args = ['run', '-q', at('in.png'), 'greyscale', at('quiet.png')];
  expect(await noir(args, { env })).toMatchObject({ code: 0, stderr: '' });
  await expectGray(at('quiet.png'));
  const failed = await noir(['run', '-q', 'no.jpg', at('quiet.png')], { env });
  expect(failed).toMatchObject({ code: 2, stderr: 'noir: there is no file no.jpg\n' });
});

describe('streams', () => {
  test('a picture goes from stdin to stdout', async () => {
    const { code, stdout, stderr } = await noir(['run', '-q', '-', 'greyscale', '-'], {
      input: readFileSync(at('in.png')),
    });
    expect([code, stderr]).toEqual([0, '']);
    await expectGray(stdout);
  });

  test('an empty stdin is the user’s mistake', async () => {
    const { code, stdout, stderr } = await noir(['run', '-', 'greyscale', '-']);
    expect([code, stdout.length, stderr]).toEqual([
      2,
      0,
      'noir: nothing came on stdin; did the command before the pipe fail?\n',
    ]);
  });
});

describe('mistakes', () => {
  const out = () => at('never/out.png');
  beforeAll(() => {
    mkdirSync(at('never'));
    writeFileSync(at('text.jpg'), 'this is no picture');
    writeFileSync(at('cut.png'), readFileSync(at('in.png')).subarray(0, 500));
  });

  test.concurrent.each<[what: string, args: () => string[], said: RegExp]>([
    ['a missing file', () => ['no.jpg', out()], /^noir: there is no file no\.jpg\n$/],
    ['a folder as input', () => [folder, out()], /^noir: cannot read .*: it is a folder\n$/],
    [
      'a text',
      () => [at('text.jpg'), out()],
      /^noir: .*text\.jpg is text, which Noir does not read; it reads jpeg/,
    ],
    ['half a picture', () => [at('cut.png'), out()], /^noir: .*cut\.png: .+\n$/],
    [
      'bad parameters, each on a line',
      () => [at('in.png'), 'linear_x,foo,q_0', out()],
      /^noir: step 1, a: .*"x"\nnoir: step 2: .*"foo".*\nnoir: output quality: .*\n$/,
    ],
    [
      'an unknown ending',
      () => [at('in.png'), at('never/out.exr')],
      /^noir: .*no format has the ending \.exr; use one of jpeg/,
    ],
    [
      'a format that the ending contradicts',
      () => [at('in.png'), 'f_webp', at('never/out.jpg')],
      /^noir: .*out\.jpg: the ending says jpeg, but the format asked for is webp\n$/,
    ],
    ['an unknown format', () => [at('in.png'), 'f_exr', out()], /^noir: output format: .*"exr"\n$/],
    ['ops without an output', () => [at('in.png'), 'linear_1.2'], /^noir: linear_1\.2 are ops; say /],
    [
      'a misspelt op without an output',
      () => [at('in.png'), 'resise_8,flip'],
      /^noir: there is no op resise; did you mean resize\? Say after the ops which file to write, or write \.\/resise_8,flip /,
    ],
    [
      'a folder as output',
      () => [at('in.png'), at('never')],
      /is a folder; say which file in it to write\n$/,
    ],
    [
      'a folder that is not there',
      () => [at('in.png'), `${at('new')}/`],
      /^noir: there is no folder .*new\/;/,
    ],
    ['no folder for the output', () => [at('in.png'), at('nowhere/out.png')], /^noir: there is no folder /],
    [
      'no output',
      () => [at('in.png')],
      /^noir: missing required argument 'output'\n\(noir run --help says more\.\)\n$/,
    ],
    [
      'an unknown option',
      () => ['--fast', at('in.png'), out()],
      /^noir: unknown option '--fast'\n\(noir run --help says more\.\)\n$/,
    ],
  ])('%s: exit status 2, a clear line, and nothing is written', async (_, args, said) => {
    const { code, stdout, stderr } = await noir(['run', ...args()]);
    expect(stderr).toMatch(said);
    expect([code, stdout.length]).toEqual([2, 0]);
    expect(readdirSync(at('never'))).toEqual([]);
  });

  test('a wrong variable is named', async () => {
    const env = { NOIR_GPU: 'maybe' };
    const { code, stderr } = await noir(['run', at('in.png'), out()], { env });
    expect([code, stderr]).toEqual([2, 'noir: NOIR_GPU takes auto, software or off, not "maybe"\n']);
  });

  test('a machine without the backend asked for: exit status 1', async () => {
    const env = { NOIR_BACKENDS: 'gpu' };
    const { code, stderr } = await noir(['run', at('in.png'), out()], { env });
    expect(stderr).toMatch(/^noir: none of the backends gpu is available here/);
    expect(code).toBe(1);
  });

  test('NOIR_DEBUG adds the stack', async () => {
    const { stderr } = await noir(['run', 'no.jpg', out()], { env: { NOIR_DEBUG: '1' } });
    expect(stderr).toMatch(/\n {4}at /);
  });
});

test('no run leaves a temporary file', () => {
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('--json prints a failure too', async () => {
  const missing = await noir(['run', '--json', at('none.png'), at('small.webp')]);
  const messages = [`there is no file ${at('none.png')}`];
  expect([missing.code, missing.stderr]).toEqual([2, `noir: ${messages}\n`]);
  expect(JSON.parse(missing.stdout.toString())).toEqual({ error: { code: 'usage', messages } });
});

test('--json prints what was done, and needs a file for the picture', async () => {
  const { code, stdout, stderr } = await noir(['run', '--json', at('in.png'), 'resize_11', at('small.webp')]);
  expect([code, stderr]).toEqual([0, '']);
  const bytes = statSync(at('small.webp')).size;
  expect(JSON.parse(stdout.toString())).toMatchObject({
    output: at('small.webp'),
    format: 'webp',
    width: 11,
    bytes,
  });
  const refused = await noir(['run', '--json', at('in.png'), '-']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--json')]);
});
