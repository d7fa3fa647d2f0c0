import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, PROBLEMS } from '../../../src/core/errors.ts';
import { ipx } from '../../../src/service/adapters/ipx.ts';
import { outcomeOf } from './work.ts';

/** What IPX answers for the same pictures, written by `npm run check:urls -- --write`. */
interface Row {
  readonly url: string;
  readonly accept?: string;
  readonly ipx4: string;
  /** What Noir answers, where that differs on purpose. */
  readonly noir?: string;
}

/** As `outcomeOf`, with the status of an error in place of its code. */
async function answerOf(url: string, accept?: string): Promise<string> {
  const outcome = await outcomeOf(ipx(), url, accept);
  return Object.hasOwn(PROBLEMS, outcome) ? String(PROBLEMS[outcome as ErrorCode].status) : outcome;
}

const rowsOf = (name: string): Row[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/urls/${name}`, import.meta.url), 'utf8'));

describe('as IPX 3.1.1 and 4.0.0-beta.1, or as is said', () => {
  it.each(rowsOf('ipx.json'))('$url with Accept $accept', async ({ url, accept, ipx4, noir }) => {
    // Where the two differ, the newer one counts.
    expect(await answerOf(`/${url}`, accept)).toBe(noir ?? ipx4);
  });
});

describe('as IPX answers what @nuxt/image builds', () => {
  it.each(rowsOf('nuxt.json'))('$url', async ({ url, ipx4, noir }) => {
    expect(await answerOf(url.replace('/_ipx/', '/'))).toBe(noir ?? ipx4);
  });
});

it.each([
  ['w%5F300%2Cf%5Fwebp/k.jpg', 'webp 300x200'],
  ['w_300/https:/example.com/k.jpg', 'no https://example.com/k.jpg'],
  ['w_300/a%20b%2523.jpg', 'no a b%23.jpg'],
  // IPX answers 500.
  ['f_heic/k.jpg', 'invalid-request'],
])('%s gives %s', async (url, expected) => {
  expect(await outcomeOf(ipx(), `/${url}`)).toBe(expected);
});

describe('steps', () => {
  const stepsOf = (path: string) => {
    const draft = ipx()
      .read({ path, query: new URLSearchParams(), accept: undefined })
      .recipeFor({ width: 768, height: 512, format: 'jpeg', alpha: false, animated: false });
    return draft === 'original' ? [] : draft.steps;
  };

  it.each([
    ['0', 'centre'],
    ['3', 'south'],
    ['5', 'northeast'],
    ['16', 'entropy'],
    ['17', 'attention'],
    ['right-top', 'right top'],
  ])('takes the position %s for %s', (written, position) => {
    expect(stepsOf(`s_100x50,pos_${written}/k.jpg`)).toMatchObject([{ op: 'resize', position }]);
  });

  it.each([
    ['median', [{ op: 'median' }]],
    ['median_1', []],
    ['median_5', [{ op: 'median', size: 5 }]],
    ['median_10', [{ op: 'median', size: 11 }]],
  ])('takes a window with a middle for %s', (modifier, steps) => {
    expect(stepsOf(`${modifier}/k.jpg`)).toEqual(steps);
  });

  it('makes the gray of sharp', () => {
    expect(stepsOf('grayscale/k.jpg')).toEqual([{ op: 'greyscale', method: 'luminance' }]);
  });
});
