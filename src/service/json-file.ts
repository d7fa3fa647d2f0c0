/** Reads JSON that people have written into a file, and says where a mistake in it is. */

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
    const mistake = findMistake(json);
    const why = mistake ? describeMistake(json, mistake) : (error as Error).message;
    throw new Error(`${name} is not JSON: ${why}`, { cause: error });
  }
}

/** White space; and behind it a text, another value without parts, or a sign. */
const SPACE = /[ \t\n\r]*/y;
const TOKEN =
  /("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|[{}[\],:]/uy;

/** What may come next, by what has come. */
type State = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'comma' | 'end';

const EXPECTED: Readonly<Record<Exclude<State, 'comma'>, string>> = {
  value: 'a value',
  'first value': 'a value or ]',
  name: 'a name in double quotes',
  'first name': 'a name in double quotes or }',
  colon: 'a colon',
  end: 'nothing more',
};

interface Mistake {
  readonly at: number;
  readonly expected: string;
  /** What stands there, if it is a token at all. */
  readonly token: string;
}

function describeMistake(text: string, { at, expected, token }: Mistake): string {
  const lines = text.slice(0, at).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1) as string).length + 1}`;
  return `${place}: expected ${expected}, found ${token === '' ? describeRest(text.slice(at)) : token}`;
}

/** The first place where a text is not as the grammar of RFC 8259 has it. */
function findMistake(text: string): Mistake | undefined {
  const open: string[] = [];
  let state: State = 'value';
  for (let at = 0; ; ) {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    if (at === text.length && state === 'end') return undefined;
    TOKEN.lastIndex = at;
    const [token = '', quoted, plain] = TOKEN.exec(text) ?? [];
    const next: State | undefined =
      token === '' ? undefined : step(state, quoted ? 'text' : plain ? 'plain' : token, open);
    if (!next)
      return { at, token, expected: state === 'comma' ? `a comma or ${open.at(-1)}` : EXPECTED[state] };
    state = next;
    at += token.length;
  }
}

/** The state behind a token; undefined where it may not stand. `open` has the signs that end what has begun. */
function step(state: State, token: string, open: string[]): State | undefined {
  const ended = (): State => (open.length === 0 ? 'end' : 'comma');
  if (state === 'colon') return token === ':' ? 'value' : undefined;
  if (state === 'name' || state === 'first name') {
    if (token === 'text') return 'colon';
    if (token !== '}' || state === 'name') return undefined;
    open.pop();
    return ended();
  }
  if (state === 'comma' && token === ',') return open.at(-1) === '}' ? 'name' : 'value';
  if (token === open.at(-1) && (state === 'comma' || state === 'first value')) {
    open.pop();
    return ended();
  }
  if (state !== 'value' && state !== 'first value') return undefined;
  if (token === 'text' || token === 'plain') return ended();
  if (token !== '{' && token !== '[') return undefined;
  open.push(token === '{' ? '}' : ']');
  return token === '{' ? 'first name' : 'first value';
}

/** What a text begins with that is no token. */
function describeRest(rest: string): string {
  if (rest === '') return 'the end of the file';
  if (rest.startsWith('"'))
    return 'a text that does not end in its line, or has a sign that needs a \\ in front';
  if (/^\/[/*]/.test(rest)) return 'a comment, which JSON does not have';
  return /^(?:[\w.+-]{1,20}|.)/su.exec(rest)?.[0] ?? '';
}
