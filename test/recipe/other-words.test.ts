import { describe, expect, it } from 'vitest';
import { parseOps } from '../../src/recipe/grammar.ts';
import { hintAtOtherWord } from '../../src/recipe/other-words.ts';
import { parseRecipe } from '../../src/recipe/recipe.ts';

describe('words of other programs', () => {
  it.each([
    ['crop', 'extract'],
    ['thumbnail', 'resize_300'],
    ['smartcrop', 'w_300,h_200,fit_cover,pos_attention'],
    ['mirror', 'flop'],
    ['monochrome', 'greyscale'],
    ['autorotate', 'upright'],
    ['auto-orient', 'upright'],
    ['strip', 'keep_icc'],
    ['withMetadata', 'keep_all'],
    ['overlay', 'composite_logo.png'],
    ['annotate', 'text_Hello'],
    ['webp', 'f_webp sets the format'],
    ['jpg', 'f_jpeg sets the format'],
    ['quality', 'q_80'],
    ['lossless', 'f_webp_lossless='],
    ['progressive', 'f_jpeg_progressive='],
  ])('%s is answered with %s', (word, hint) => {
    expect(hintAtOtherWord(word)).toContain(hint);
    expect(() => parseRecipe(parseOps(`${word}_10`))).toThrow(hint);
  });

  it.each(['sparkle', 'constructor', '__proto__', 'resize'])('%s is none', (word) => {
    expect(hintAtOtherWord(word)).toBe('');
  });

  it.each([
    ['quailty', 'did you mean quality? q_80 sets the quality'],
    ['thumbnial', 'did you mean thumbnail? resize_300 does it'],
    ['kernel', 'kernel is a parameter of convolve, resize, written as in convolve_kernel=…'],
    ['sparkle', 'noir ops list them all'],
  ])('%s as a step: %s', (word, hint) => {
    expect(() => parseRecipe(parseOps(`w_300,${word}_10`))).toThrow(hint);
  });

  it('are answered with rows that are right', () => {
    for (const word of [
      'thumbnail',
      'scale',
      'width',
      'cover',
      'smartcrop',
      'pad',
      'transpose',
      'overlay',
      'draw',
      'sample',
    ]) {
      const rows = hintAtOtherWord(word).match(/[a-z]+_[\w.=,]*\w/gi) ?? [];
      expect(rows).not.toEqual([]);
      // A fit alone has no size.
      for (const row of rows.filter((each) => !/^fit_\w+$/.test(each))) parseRecipe(parseOps(row));
    }
  });
});

it.each([
  ['resize_800x600', /^step 1, width: .*; width and height are two values, as in 800_600$/],
  ['resize_800;blur_2', /^step 1, width: .*; commas separate steps$/],
  ['blur_2 sharpen', /^step 1, sigma: .*; commas separate steps$/],
  ['resize_800_600_cover', /^step 1, value 3: unknown parameter; did you mean fit=cover\?$/],
  ['f_webp_lossless', /^output value 2: unknown parameter; did you mean lossless=…\?$/],
])('says how %s is written', (row, reason) => {
  expect(() => parseRecipe(parseOps(row))).toThrow(reason);
});
