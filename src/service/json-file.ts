/** Reads JSON that people have written into a file, and says where a mistake in it is. */
import { createRequire } from 'node:module';
import type { ParseError } from 'jsonc-parser';

/**
 * The value of a JSON text. Throws an `Error` for a text that is none, such as `noir.config.json is not JSON: line 3, column 1: …`:
 * engines of JavaScript say that in different ways, or only for some mistakes.
 */
export function parseJsonFile(text: string, name: string): unknown {
  // Editors on Windows may put a byte order mark in front.
  const json = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json);
  } catch (error) {
    const why = findMistake(json) ?? (error as Error).message;
    throw new Error(`${name} is not JSON: ${why}`, { cause: error });
  }
}

/** The first mistake in a text. Loads the parser here, because most files have none. */
function findMistake(json: string): string | undefined {
  const require = createRequire(import.meta.url);
  const { parse, printParseErrorCode }: typeof import('jsonc-parser') = require('jsonc-parser');
  const mistakes: ParseError[] = [];
  parse(json, mistakes, { disallowComments: true });
  const [first] = mistakes;
  return first && describeMistake(json, first, printParseErrorCode(first.error));
}

/** What should be where the parser finds something else, by the parser's name of the mistake. */
const EXPECTED: Readonly<Record<string, string>> = {
  ValueExpected: 'a value',
  PropertyNameExpected: 'a name in double quotes',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: 'a comma or }',
  CloseBracketExpected: 'a comma or ]',
  EndOfFileExpected: 'nothing more',
};

/** What else is wrong with a text. Everything that is not listed is a word or sign that JSON does not have. */
const WRONG: Readonly<Record<string, string>> = {
  InvalidCommentToken: 'a comment, which JSON does not have',
  UnexpectedEndOfComment: 'a comment, which JSON does not have',
  UnexpectedEndOfString: 'a text that does not end in its line',
  InvalidCharacter: 'a text with a sign that needs a \\ in front',
  InvalidEscapeCharacter: 'a text with a \\ in front of a wrong sign',
  InvalidUnicode: 'a text with a \\u that has no four hexadecimal digits',
  UnexpectedEndOfNumber: 'a number that lacks a digit',
};

function describeMistake(text: string, { offset, length }: ParseError, name: string): string {
  const lines = text.slice(0, offset).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1) as string).length + 1}`;
  const found = text.slice(offset, offset + Math.min(length, 20)) || 'the end of the file';
  const expected = EXPECTED[name];
  if (expected !== undefined) return `${place}: expected ${expected}, found ${found}`;
  return `${place}: found ${WRONG[name] ?? `${found}, which JSON does not have`}`;
}
