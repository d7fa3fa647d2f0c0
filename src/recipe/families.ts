/** The families of ops by the words that people look for, in the order in which they look. Plain data: the page reads it too. */
export const FAMILY_TITLES = {
  resize: 'Size',
  geometry: 'Crop and turn',
  tone: 'Light',
  color: 'Colour',
  blur: 'Blur and sharpen',
  similar: 'Noise',
  layers: 'Layers and text',
  warp: 'Rotate and warp',
  convolve: 'Edges and masks',
  rank: 'Rank filters',
  channels: 'Channels and types',
  statistics: 'Statistics',
  own: 'Own',
} as const;
