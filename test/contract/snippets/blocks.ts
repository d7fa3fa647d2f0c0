/** Reads the fenced code of README and docs, for the tests that run it. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Block {
  readonly page: string;
  /** Line of the page on which the code begins. */
  readonly line: number;
  /** The word behind the fence; empty for drawings and printed tables. */
  readonly language: string;
  /** The heading that the code stands below, in small letters with dashes. */
  readonly heading: string;
  readonly code: string;
}

/** Every page but the decisions, which have no commands. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The blocks of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ index, 1: language = '', 2: code = '' }) => {
    const before = text.slice(0, index);
    const heading = before.match(/^##? .*$/gm)?.at(-1) ?? '';
    return {
      ...{ page, language, code },
      line: before.split('\n').length + 1,
      heading: heading.replace(/^#+ /, '').replace(/\W+/g, '-').toLowerCase(),
    };
  });
}

/** The blocks of all pages in one of the languages. */
export function blocksIn(...languages: string[]): readonly Block[] {
  return PAGES.flatMap(blocksOf).filter(({ language }) => languages.includes(language));
}
