/** Parts of sharp that Noir does not have. Using one throws an error that says what to use instead. */
import { invalidParameters } from '../core/errors.ts';
import { formatNames } from '../formats/registry.ts';

const STREAM =
  'a pipeline is no stream; read from a stream with noir(stream), and take the result from toStream()';
const FORMATS = `Noir writes ${formatNames.join(', ')}`;
const COLOURS = 'outputs are sRGB, or gray after greyscale(); cast(…) changes the pixel type';
const EXIF = 'keepExif() and keepMetadata() keep what the input has; Noir writes no other EXIF';

/** What to use in place of a method of sharp's. */
const METHODS: Readonly<Record<string, string>> = {
  withMetadata: 'use keepMetadata(), or keepExif() or keepIccProfile(), to keep what the input has',
  withExif: EXIF,
  withExifMerge: EXIF,
  withDensity: EXIF,
  keepXmp: 'use keepMetadata(), which keeps XMP, EXIF, IPTC and the profile',
  withXmp: 'use keepMetadata(), which keeps the XMP of the input',
  withIccProfile: 'outputs are sRGB; keepIccProfile() keeps the profile of the input',
  keepGainMap: 'Noir keeps no gain maps',
  withGainMap: 'Noir keeps no gain maps',
  toColourspace: COLOURS,
  toColorspace: COLOURS,
  pipelineColourspace: 'steps work on sRGB; begin with cast(…) or toLinear() for other samples',
  pipelineColorspace: 'steps work on sRGB; begin with cast(…) or toLinear() for other samples',
  timeout: 'give milliseconds to the method that begins the work, as toBuffer({ timeout: 2000 })',
  toUint8Array: 'use toBuffer({ resolveWithObject: true }); a Buffer is a Uint8Array',
  heif: `${FORMATS}; use avif()`,
  jxl: FORMATS,
  jp2: FORMATS,
  tile: FORMATS,
  on: STREAM,
  once: STREAM,
  pipe: STREAM,
  write: STREAM,
  end: STREAM,
};

/** What to do in place of an option of sharp's input. */
const OPTIONS: Readonly<Record<string, string>> = {
  limitInputPixels: 'use createNoir({ limits: { pixels: … } })',
  limitInputChannels: 'leave it out',
  unlimited: 'raise the limits that you need, with createNoir({ limits: … })',
  sequentialRead: 'leave it out, because Noir chooses how it reads',
  autoOrient: 'leave it out, because Noir turns every picture upright by its EXIF orientation',
  failOnError: 'use failOn',
  ignoreIcc:
    'Noir converts colours to sRGB by their profile; keepIccProfile() leaves them as they are stored',
  density: 'Noir reads no vector graphics',
  create: 'give pixels in memory, as noir({ width, height, data })',
  text: 'use the step text(…) on a picture',
  join: 'use composite([…]) on a picture that extend(…) has made large enough',
};

/** Adds methods that throw `invalid-parameter`, so that the error says more than that there is no such function. */
export function addSharpOnly(prototype: object): void {
  for (const [name, instead] of Object.entries(METHODS)) {
    const value = () => {
      throw refused(`Noir has no ${name}(): ${instead}`);
    };
    Object.defineProperty(prototype, name, { value });
  }
  for (const name of ['channels', 'dominant', 'entropy', 'isOpaque', 'sharpness']) {
    const get = () => {
      throw refused(`a pipeline has no ${name}: await stats().toReport()`);
    };
    Object.defineProperty(prototype, name, { get });
  }
}

function refused(reason: string) {
  return invalidParameters([{ pointer: '', reason }]);
}

/** Throws `invalid-parameter` for options of an input that only sharp has. */
export function refuseSharpOptions(reading: object): void {
  const faults = Object.keys(reading)
    .filter((name) => Object.hasOwn(OPTIONS, name))
    .map((name) => ({
      pointer: `/input/${name}`,
      reason: `Noir does not have this option; ${OPTIONS[name]}`,
    }));
  if (faults.length > 0) throw invalidParameters(faults);
}

/** Throws `invalid-parameter` for the options of sharp's `raw`. */
export function refuseDepth(given: readonly unknown[]): void {
  if (given.every((value) => value === undefined || value === null)) return;
  throw refused(
    "raw() takes no options: choose the pixel type with cast('u16') before it, or cast('u16', { scale: false }) for sharp's numbers",
  );
}
