/** Refuses user shaders that use more than their arguments, or that might never end. */

/** Most bytes of a user's shader. */
const MOST_BYTES = 16 * 1024;

/** Most rounds of all loops together, multiplied as if each loop were nested in the one before. */
const MOST_ROUNDS = 65_536;

// WGSL, section 3.3: a line comment ends at any of these signs, and block comments nest.
const COMMENT = /\/\*|\/\/[^\n\v\f\r\u0085\u2028\u2029]*/g;
const BLOCK_EDGE = /\/\*|\*\//g;

/** Words and signs by which a function could use more than its arguments, or run forever. */
const REFUSED: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/@/, 'remove its attributes (@), which only the shader around it may have'],
  [/\bvar\s*</, 'declare its variables inside of functions'],
  [/\b(while|loop)\b/, 'write its loops as for (var i = 0; i < 8; i++), so that their end is in sight'],
  [
    /\b(import|enable|requires|override)\b/,
    'remove import, enable, requires and override: a shader stands alone',
  ],
  [/\bstruct\s+Params\b/, 'remove struct Params, which is made from the parameters'],
];

const FOR =
  /^\(\s*var\s+(\w+)(?:\s*:\s*[iu]32)?\s*=\s*(\d+)[iu]?\s*;\s*\1\s*<=?\s*(\d+)[iu]?\s*;\s*\1\s*(?:\+\+|\+=\s*[1-9]\d*[iu]?)\s*\)/;

/**
 * Throws an error that says what to change. Only the end of its process stops an endless shader, so loops must have
 * an evident end.
 */
export function checkBounded(name: string, wgsl: string): void {
  const refusal = (reason: string) => new Error(`the shader of ${name} is refused: ${reason}`);
  if (wgsl.length > MOST_BYTES) throw refusal(`it has over ${MOST_BYTES} characters; shorten it`);
  const code = withoutComments(wgsl);
  for (const [pattern, reason] of REFUSED) if (pattern.test(code)) throw refusal(reason);
  let rounds = 1;
  for (const { index } of code.matchAll(/\bfor\b/g)) {
    const head = FOR.exec(code.slice(index + 'for'.length).trimStart());
    if (!head) throw refusal('write its loops as for (var i = 0; i < 8; i++), with numbers at both ends');
    const [, counter = '', from, to] = head;
    if (isChanged(code, counter))
      throw refusal(`${counter} is changed inside of its loop; change it in the head alone`);
    rounds *= Math.max(1, Number(to) + 1 - Number(from));
  }
  if (rounds > MOST_ROUNDS) throw refusal(`its loops may take over ${MOST_ROUNDS} rounds; lower their ends`);
}

/** The code with a blank for each comment. What follows a block comment that does not end is left out. */
function withoutComments(wgsl: string): string {
  let code = '';
  let at = 0;
  for (let start = next(COMMENT, wgsl, at); start; start = next(COMMENT, wgsl, at)) {
    code += `${wgsl.slice(at, start.index)} `;
    at = start.index + start[0].length;
    for (let depth = start[0] === '/*' ? 1 : 0; depth > 0; ) {
      const edge = next(BLOCK_EDGE, wgsl, at);
      if (!edge) return code;
      depth += edge[0] === '/*' ? 1 : -1;
      at = edge.index + edge[0].length;
    }
  }
  return code + wgsl.slice(at);
}

function next(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

/** Whether anything except the loops' own headers changes a variable, or takes its address, also in parentheses. */
function isChanged(code: string, counter: string): boolean {
  const heads = new RegExp(`\\bfor\\s*\\(\\s*var\\s+${counter}\\b[^)]*\\)`, 'g');
  const address = `(?<!&)&(?!&)[\\s(]*${counter}\\b`;
  const change = `${address}|\\b${counter}[\\s)]*(\\+\\+|--|[-+*/%&|^]=|=(?!=)|<<=|>>=)`;
  return new RegExp(change).test(code.replace(heads, ' '));
}
