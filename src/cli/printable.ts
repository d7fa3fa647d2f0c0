/** Makes text safe for a terminal and for programs that read lines: names of files may hold any character. */

const NAMES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text with its control characters as escapes, such as `\n` or `\x1b`. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return NAMES[character] ?? `\\x${code}`;
  });
}
