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
