import type { Format } from '../../src/formats/format.ts';
import { INPUT } from '../../src/formats/input.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import { fieldSchemas } from '../../src/recipe/faults.ts';
import { ENCODING_TIME, LATER_AVIF, OWN_OPTIONS } from '../../src/recipe/output.ts';
import { ALIKE, DEFAULT_LOOK } from '../../src/recipe/quality.ts';
import { describeFields } from './tables.ts';

export function writeFormats(notice: string): string {
  return [
    '# Formats',
    '',
    notice,
    '',
    ...describeInput(),
    '## Output',
    '',
    'In JSON, `output` names the format and its options: `{"output": {"format": "jpeg", "quality": 75}}`. The names are',
    "sharp's. In a row of ops, `f_jpeg` names the format, its options follow by name (`f_jpeg_progressive=true`), and",
    '`q_75` is the quality.',
    '',
    ...describeKept(),
    'A PNG with a palette would often grow when `resize` shrinks it, because its edges get new colours. If the recipe names no',
    'format, Noir rounds these colours to a palette again, where the result is at least 42 dB from the exact one and the exact',
    'file is larger than the input. `Noir-Note` says so. `f_png` and `fastShrinkOnLoad=false` keep every level.',
    '',
    'Formats that keep no f32 take 0 as black and 1 as white, and cut off floats beyond. Put [`stretch`](ops.md#stretch) before',
    'the output for any other range.',
    '',
    ...Object.values(FORMATS).flatMap(describeFormat),
    ...describeAuto(),
  ].join('\n');
}

function describeInput(): string[] {
  return [
    '## Input',
    '',
    'These options say how to read a file. In JSON, `input` stands beside `steps` and `output`:',
    '`{"input": {"failOn": "none"}}`. In a row of ops, the options stand before the first step:',
    '`failOn_none,bands_0:1:2,page_2,resize_800`. In the library they follow the picture:',
    "`noir('stack.tif', { page: 2 })`. `failOn` also holds for further pictures. A JPEG that lacks only its end marker is",
    'read whatever `failOn` says. Noir refuses an option that means nothing for the file, and an option behind a step.',
    '',
    'Noir does not notice two kinds of damage to a JPEG, and neither does libjpeg: wrong data that are valid codes, such as a',
    'changed bit, and data of arithmetic coding that end early before an end marker. Where sharp cannot be loaded, jpeg-js',
    'decodes. It tolerates no damage, so `failOn` makes no difference there. In a GIF, Noir notices missing pixels and undefined',
    'codes, but no change that leaves as many pixels. A GIF that breaks off behind its first frame has the frames that are whole.',
    'The checksums of PNG and of deflated TIFFs show every change. Lossy WebP and AVIF have none, and most of their damage looks',
    'like a picture.',
    '',
    'A colour profile for other samples than those of the file, such as CIE Lab for RGB, or one that lacks the elements for a',
    'conversion, is passed over. Noir does not use `gAMA`, `cHRM` and `cICP` of PNG, or primaries and transfer curves that an AVIF',
    'names without a profile: it takes such samples for sRGB.',
    '',
    'A file of another kind is refused with 415 and the name of the kind, such as HEIC, if Noir knows it. So are kinds of a format',
    'that are not read: JPEG-LS, lossless JPEG, JPEG of 12 bits or with its height behind the data (DNL), PNG that Xcode packed for',
    'iPhones (CgBI), AVIF sequences, and in TIFF LERC, LZMA, WebP, JPEG XL and old-style JPEG.',
    '',
    ...describeFields(fieldSchemas(INPUT), 'option'),
  ];
}

function describeKept(): string[] {
  const names = (holds: (format: Format) => boolean) =>
    Object.values(FORMATS)
      .filter(holds)
      .map(({ name }) => name)
      .join(', ');
  return [
    'Files are written without metadata, unless the output keeps some: `keep_icc,f_webp`, `{"keep": ["icc", "exif"]}`, or in the',
    'library `keepIccProfile()`, `keepExif()` and `keepMetadata()`.',
    '',
    '| `keep` | keeps |',
    '|---|---|',
    '| `icc` | the ICC profile, with samples as they are stored: steps work on them unconverted, as in sharp |',
    "| `exif` | EXIF, with orientation 1 and the new extent; without position, thumbnail and maker's notes. The density in print |",
    "| `all` | the profile, XMP, IPTC, density, texts from PNG to PNG, and EXIF with position and maker's notes |",
    '',
    `Profiles for RGB go into ${names(({ holds }) => holds.profiles.includes('RGB '))}; those for gray into ${names(({ holds }) => holds.profiles.includes('GRAY'))}. EXIF`,
    `and XMP go into ${names(({ holds }) => holds.exif)}; IPTC into ${names(({ holds }) => holds.iptc)}. Where a file cannot have the profile, samples are converted to sRGB as always, and \`Noir-Note\``,
    'says so. This holds for other formats, for gray pictures with a profile for RGB, and for inks (CMYK). All outputs of a request keep',
    'the profile, or none does. Noir does not keep EXIF of BigTIFFs, profiles over 1 MiB, and XMP and IPTC over 64 KB in JPEG.',
    '',
  ];
}

function describeAuto(): string[] {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    '## Auto',
    '',
    '`f_auto` (`{"format": "auto"}`) chooses among the formats that the client accepts:',
    '',
    '- AVIF, else WebP, if the client names it. A wildcard such as `image/*` names neither. AVIF is chosen for pictures whose',
    `  encoding is expected to take at most ${ENCODING_TIME.avif} ms. By the table of costs that ships with Noir, these have up to 0.6`,
    `  megapixels. WebP is chosen up to ${ENCODING_TIME.webp} ms, which are 8 megapixels. Several outputs of a request share this time. \`GET /image\``,
    `  sends larger pictures as WebP at first, and up to ${LATER_AVIF.pixels / 1e6} megapixels as AVIF [from the cache](http.md) later.`,
    `- AVIF is encoded with effort ${OWN_OPTIONS.avif?.effort}, where a named format has the encoder's default. That takes a seventh of the time, and files`,
    '  are 3 to 8 % larger at the same look.',
    '- For other clients: GIF for an animation, PNG for a picture with alpha, or whose file has at most 256 colours (a',
    '  palette, or gray of few bits), and JPEG for the rest. They get AVIF and WebP only if they refuse all of these. A GIF',
    '  that is expected to take long is encoded with effort 1.',
    '- Noir never chooses a format that loses frames or alpha while another accepted one keeps them, or one that cannot hold a',
    '  picture of that extent (WebP and AVIF hold 16,383 pixels along a side).',
    '- A file without steps that would become larger is sent as it came, without its metadata, if the client accepts its',
    '  format. A turn by EXIF counts as a step. `X-Noir-Way` then says `keep`. An AVIF with EXIF or XMP is encoded anew in',
    '  any case.',
    '',
    'A quality means the same look in each of these formats: the look of JPEG at that quality. The encoder of the chosen format gets',
    'the quality with the same structural similarity (SSIM of luma; medians over ten photos at 800 pixels, measured by',
    `\`npm run bench look\`). Without a quality it is ${DEFAULT_LOOK}. Where a format is named, its own scale holds, as in sharp.`,
    '',
    row(['jpeg', 'webp', 'avif']),
    '|---:|---:|---:|',
    ...ALIKE.jpeg.map((quality, at) => row([quality, ALIKE.webp[at] ?? '', ALIKE.avif[at] ?? ''])),
    '',
  ];
}

const ALPHA = {
  none: 'no alpha',
  mask: 'alpha of one bit',
  full: 'alpha',
} as const;

function describeFormat({ name, extensions, types, animated, alpha, options }: Format): string[] {
  const keeps = [...types, ALPHA[alpha], ...(animated ? ['several frames'] : [])];
  return [
    `### ${name}`,
    '',
    `Endings: ${extensions.map((ending) => `\`.${ending}\``).join(', ')}. It keeps ${keeps.join(', ')}.`,
    '',
    ...describeFields(fieldSchemas(options), 'option'),
  ];
}
