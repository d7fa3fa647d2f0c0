import type { Format } from '../../src/formats/format.ts';
import { INPUT } from '../../src/formats/input.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import { ENCODING_TIME, LATER_AVIF, OWN_OPTIONS } from '../../src/recipe/output.ts';
import { ALIKE, DEFAULT_LOOK } from '../../src/recipe/quality.ts';
import { describeFields } from './tables.ts';

export function writeFormats(notice: string): string {
  return [
    '# Formats',
    '',
    notice,
    '',
    ...describeAll(),
    ...describeInput(),
    '## Output',
    '',
    'In JSON, `output` names the format and its options: `{"output": {"format": "jpeg", "quality": 75}}`. The names are',
    "sharp's. In a row of ops, `f_jpeg` names the format, its options follow by name (`f_jpeg_progressive=true`), and",
    '`q_75` is the quality.',
    '',
    ...describeKept(),
    'When `resize` shrinks a PNG with a palette, the file would often grow, because edges get new colours. If the recipe names no',
    'format, and the exact file is larger than the input, Noir rounds these colours to a palette again. It does so only if the PSNR',
    'to the exact result is at least 42 dB, and `Noir-Note` says so. `f_png` and `fastShrinkOnLoad=false` keep every level.',
    '',
    'Formats that keep no f32 take 0 as black and 1 as white, and cut off floats outside of that. For any other range, let',
    '[`stretch`](ops.md#stretch) be the last step.',
    '',
    ...Object.values(FORMATS).flatMap(describeFormat),
    ...describeAuto(),
  ].join('\n');
}

function describeAll(): string[] {
  const rows = Object.values(FORMATS).map((format) => {
    const { name, extensions, alpha, animated, types } = format;
    return `| [${name}](#${name}) | ${endingsOf({ extensions })} | ${types.join(', ')} | ${ALPHA[alpha]} | ${animated ? 'yes' : 'no'} |`;
  });
  return [
    'Noir reads and writes these formats. It knows a file by its first bytes, and not by its name. The ending counts when a file is',
    'written.',
    '',
    '| format | endings | pixel types | alpha | several frames |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'Frames are those of an animation, or the pages of a TIFF. Noir also reads look-up tables (`.cube`, for [`lut`](ops.md#lut)).',
    '',
  ];
}

function describeInput(): string[] {
  return [
    '## Input',
    '',
    'These options say how to read a file. In JSON they are `input`, beside `steps` and `output`:',
    '`{"input": {"failOn": "none"}}`. In a row of ops they come before the first step:',
    '`failOn_none,bands_0:1:2,page_2,resize_800`. In the library they follow the picture:',
    "`noir('stack.tif', { page: 2 })`. `failOn` holds for further pictures too. Noir reads a JPEG that lacks only its end marker,",
    'whatever `failOn` says. It refuses an option that means nothing for the file, and an option after a step.',
    '',
    '**Damage that nobody can notice.** The checksums of PNG and of deflated TIFFs show every change. Lossy WebP and AVIF have no',
    'checksums, and most of their damage looks like a picture. In a JPEG, Noir notices neither wrong data that are valid codes, such',
    'as a changed bit, nor data of arithmetic coding that end early before an end marker; libjpeg does not either. In a GIF, Noir',
    'notices missing pixels and undefined codes, but no change that leaves as many pixels. If a GIF breaks off after its first frame,',
    'Noir reads the frames that are whole. If sharp cannot be loaded, jpeg-js decodes JPEGs. It tolerates no damage, whatever `failOn`',
    'says.',
    '',
    '**Colours.** Noir ignores a colour profile for other samples than those of the file, such as CIE Lab for RGB, and one that lacks',
    'the elements for a conversion. It does not use `gAMA`, `cHRM` and `cICP` of PNG, or primaries and transfer curves that an AVIF',
    'names without a profile: it takes such samples for sRGB.',
    '',
    '**Refused files.** Noir answers 415 for a file of another kind, with the name of the kind if Noir knows it, such as HEIC. It also',
    'refuses JPEG-LS, lossless JPEG, JPEG of 12 bits or with its height after the data (DNL), PNG that Xcode packed for iPhones (CgBI),',
    'AVIF sequences, and in TIFF LERC, LZMA, WebP, JPEG XL and old-style JPEG.',
    '',
    ...describeFields(INPUT, 'option'),
  ];
}

function describeKept(): string[] {
  const names = (holds: (format: Format) => boolean) =>
    Object.values(FORMATS)
      .filter(holds)
      .map(({ name }) => name)
      .join(', ');
  return [
    'Noir writes files without metadata, unless the output keeps some: `keep_icc,f_webp` in a row of ops, `{"keep": ["icc", "exif"]}`',
    'in JSON, and `keepIccProfile()`, `keepExif()` and `keepMetadata()` in the library.',
    '',
    '| `keep` | keeps |',
    '|---|---|',
    '| `icc` | the ICC profile, with samples as they are stored: steps work on them unconverted, as in sharp |',
    "| `exif` | EXIF, with orientation 1 and the new extent; without position, thumbnail and maker's notes. The density in print |",
    "| `all` | the profile, XMP, IPTC, density, texts from PNG to PNG, and EXIF with position and maker's notes |",
    '',
    `Profiles for RGB go into ${names(({ holds }) => holds.profiles.includes('RGB '))}; those for gray into ${names(({ holds }) => holds.profiles.includes('GRAY'))}. EXIF`,
    `and XMP go into ${names(({ holds }) => holds.exif)}; IPTC into ${names(({ holds }) => holds.iptc)}. If a file cannot have the profile, Noir converts the samples to sRGB as always, and \`Noir-Note\``,
    'says so. This concerns other formats, gray pictures with a profile for RGB, and inks (CMYK). All outputs of a request keep',
    'the profile, or none does. Noir does not keep EXIF of BigTIFFs, profiles over 1 MiB, and XMP and IPTC over 64 KB in JPEG.',
    'Pictures and films behind a photo in its file, such as the gain map of Ultra HDR, are not kept, and XMP names them no longer.',
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
    '- AVIF, or else WebP, if `Accept` names it. A wildcard such as `image/*` names neither. Noir chooses AVIF if it expects the',
    `  encoding to take at most ${ENCODING_TIME.avif} ms: by the table of costs that ships with Noir, up to 0.6 megapixels. It chooses WebP up to`,
    `  ${ENCODING_TIME.webp} ms, or 8 megapixels. Several outputs of a request share this time. \`GET /image\` sends larger pictures as WebP at`,
    `  first, and those of up to ${LATER_AVIF.pixels / 1e6} megapixels [as AVIF later](http.md#get-imageopssource).`,
    `- AVIF has effort ${OWN_OPTIONS.avif?.effort} here, and the encoder's default if a recipe names the format. With effort ${OWN_OPTIONS.avif?.effort}, encoding takes a`,
    '  seventh of the time, and files are 3 to 8 % larger at the same look.',
    '- For other clients: GIF for an animation; PNG for a picture with alpha, or from a file of at most 256 colours (a palette, or',
    '  gray of few bits); and JPEG for the rest. They get AVIF or WebP only if they accept none of these.',
    '- Noir chooses no format that loses frames or alpha while another accepted one keeps them, and none that cannot hold a',
    '  picture of that extent (WebP and AVIF hold 16,383 pixels along a side).',
    '- If there are no steps, the file would become larger, and the client accepts its format, Noir sends the file as it came, without',
    '  its metadata. A turn by EXIF counts as a step. `X-Noir-Way` then says `keep`. An AVIF with EXIF or XMP is always encoded again.',
    '',
    'With `f_auto`, a quality means the same look in each format: the look of JPEG at that quality. The encoder of the chosen format',
    'gets the quality that has the same structural similarity (SSIM of luma; medians over ten photos at 800 pixels, measured by',
    `\`npm run bench look\`), by this table. Without a quality it is ${DEFAULT_LOOK}. If a recipe names the format, its own scale counts, as in sharp.`,
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

function endingsOf({ extensions }: Pick<Format, 'extensions'>): string {
  return extensions.map((ending) => `\`.${ending}\``).join(', ');
}

function describeFormat({ name, extensions, types, animated, alpha, options }: Format): string[] {
  const keeps = [...types, ALPHA[alpha], ...(animated ? ['several frames'] : [])];
  return [
    `### ${name}`,
    '',
    `Endings: ${endingsOf({ extensions })}. It keeps ${keeps.join(', ')}.`,
    '',
    ...describeFields(options, 'option'),
  ];
}
