/** Answers words that are no ops with what they are called here: words of ImageMagick, libvips, sharp and CSS, and output options. */
import { FORMATS } from '../formats/registry.ts';
import { fieldSchemas } from './faults.ts';
import { nearest } from './nearest.ts';

const NO_METADATA = 'files have no metadata unless keep_icc, keep_exif or keep_all asks for it';
const UPRIGHT = 'Noir turns every picture upright by its EXIF orientation';

/** Words in small letters without hyphens, with what does the same. */
const WORDS: Readonly<Record<string, string>> = {
  crop: 'extract_left_top_width_height cuts a rectangle out, w_300,h_200,fit_cover fills one',
  shave: 'extract_left_top_width_height cuts a rectangle out',
  thumbnail: 'resize_300 does it, or w_300,h_200,fit_cover',
  scale: 'resize_50p halves both sides',
  sample: 'resize_50p_kernel=nearest takes the nearest pixels',
  width: 'w_300 sets the width',
  height: 'h_300 sets the height',
  cover: 'fit_cover chooses it, as in w_300,h_200,fit_cover',
  contain: 'fit_contain chooses it, as in w_300,h_200,fit_contain',
  inside: 'fit_inside chooses it, as in w_300,h_200,fit_inside',
  smartcrop: 'w_300,h_200,fit_cover,pos_attention does it',
  pad: 'extend_10_10_10_10 adds pixels around the picture',
  extent: 'extend_10_10_10_10 adds pixels around the picture, w_300,h_200,fit_contain fills a rectangle',
  embed: 'extend_10_10_10_10 adds pixels around the picture',
  mirror: 'flop mirrors left and right, flip mirrors top and bottom',
  transpose: 'rotate_90,flop swaps rows and columns',
  rot: 'rotate_90 turns the picture',
  autorotate: UPRIGHT,
  autorot: UPRIGHT,
  autoorient: UPRIGHT,
  monochrome: 'greyscale makes shades of gray, threshold black and white',
  desaturate: 'greyscale makes shades of gray',
  colorspace: 'greyscale makes shades of gray; colours are converted to sRGB',
  colourspace: 'greyscale makes shades of gray; colours are converted to sRGB',
  tocolorspace: 'greyscale makes shades of gray; colours are converted to sRGB',
  tocolourspace: 'greyscale makes shades of gray; colours are converted to sRGB',
  alpha: 'removeAlpha, flatten, ensureAlpha and opacity change alpha',
  transparent: 'ensureAlpha, opacity and unflatten make pictures transparent',
  unsharp: 'sharpen does it',
  unsharpmask: 'sharpen does it',
  conv: 'convolve does it',
  smooth: 'blur, bilateral and denoise smooth pictures',
  despeckle: 'median and denoise remove noise',
  edge: 'sobel and canny find edges',
  edges: 'sobel and canny find edges',
  histeq: 'equalise does it',
  autocontrast: 'normalise does it',
  autolevel: 'normalise does it',
  rounded: 'roundCorners does it',
  radius: 'roundCorners does it',
  overlay: 'composite_logo.png lays a picture on top',
  draw: 'composite_logo.png lays a picture on top, text_Hello writes a text',
  annotate: 'text_Hello writes a text',
  caption: 'text_Hello writes a text',
  label: 'text_Hello writes a text',
  strip: NO_METADATA,
  profile: 'keep_icc keeps the colour profile',
  keepmetadata: 'keep_all keeps metadata',
  withmetadata: 'keep_all keeps metadata',
  keepexif: 'keep_exif keeps EXIF',
  keepiccprofile: 'keep_icc keeps the colour profile',
  withiccprofile: 'keep_icc keeps the colour profile',
  format: 'f_webp sets the format',
  toformat: 'f_webp sets the format',
  output: 'f_webp sets the format',
  jpg: 'f_jpeg sets the format',
  quality: 'q_80 sets the quality',
};

/** `; extract cuts …` for a word that means something here or elsewhere, else nothing. */
export function hintAtOtherWord(word: string): string {
  const plain = word.replaceAll('-', '').toLowerCase();
  const hint = (Object.hasOwn(WORDS, plain) && WORDS[plain]) || hintAtFormat(word, plain);
  return hint ? `; ${hint}` : '';
}

/** `; did you mean quality? q_80 sets …` for a misspelt word of the above, else nothing. */
export function hintAtMisspeltWord(word: string): string {
  const meant = nearest(word, Object.keys(WORDS));
  return meant === undefined ? '' : `; did you mean ${meant}? ${WORDS[meant]}`;
}

/** What to write for the name of a format, or of an option that formats have. */
function hintAtFormat(word: string, plain: string): string | undefined {
  if (Object.hasOwn(FORMATS, plain)) return `f_${plain} sets the format`;
  const having = Object.values(FORMATS).filter(({ options }) => Object.hasOwn(fieldSchemas(options), word));
  const shown = having.find(({ name }) => name === 'webp') ?? having[0];
  return shown && `${word} is an option of a format, as in f_${shown.name}_${word}=…`;
}
