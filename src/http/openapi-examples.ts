/** Examples in the OpenAPI document. A test sends every one of them. */

type Examples = Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;

/** Values of `ops` of `POST /process`. */
export const OPS_EXAMPLES: Examples = {
  thumbnail: { summary: 'A thumbnail in WebP', value: 'resize_300_300_fit=cover,f_webp,q_75' },
  levels: { summary: 'Gray, brighter, with more contrast', value: 'greyscale,linear_1.2_-10,f_png' },
  gentle: { summary: 'A file that may be cut short', value: 'failOn_none,resize_800,f_jpeg' },
  facts: { summary: 'What there is to say of a picture, as JSON', value: 'resize_400,stats' },
};

/** Values of the form field `recipe` of `POST /process`. */
export const RECIPE_EXAMPLES: Examples = {
  floats: {
    summary: 'Exact floats from the first step to the last',
    value: {
      steps: [{ op: 'cast', type: 'f32' }, { op: 'gamma', gamma: 1.8 }, { op: 'clip' }],
      output: { format: 'tiff' },
    },
  },
  several: {
    summary: 'Two files of one decoding',
    value: {
      steps: [{ op: 'resize', width: 1600, withoutEnlargement: true }],
      outputs: [
        { name: 'large', output: { format: 'webp' } },
        { name: 'small', steps: [{ op: 'resize', width: 400 }], output: { format: 'jpeg', quality: 80 } },
      ],
    },
  },
};

/** Values of `ops` in addresses. */
export const ADDRESS_EXAMPLES: Examples = {
  width: { summary: 'So many pixels wide, never larger than the picture', value: 'w_300' },
  square: { summary: 'A square in the best format that the client takes', value: 's_300,fit_cover,f_auto' },
  original: { summary: 'The picture in another format', value: 'f_webp,q_75' },
};

/** The same for several widths, which the recipe leaves open. */
export const SRCSET_EXAMPLES: Examples = {
  format: { summary: 'In the best format that the client takes', value: 'f_auto' },
};

/** The values of other parameters. */
export const SOURCE_EXAMPLE = 'cats/tom.jpg';
export const WIDTHS_EXAMPLE = '320,640,1280';
export const FIELDS_EXAMPLE = 'width,height,dominant';
