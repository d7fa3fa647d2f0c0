/** Colours, for terminals alone unless they are asked for. */

/** Whether a stream shows colours, and its user wants them: https://no-color.org, https://force-color.org. */
function hasColors(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR || FORCE_COLOR === '0' || FORCE_COLOR === 'false') return false;
  // Both pages say that an empty variable is none; so does commander for the help.
  if (FORCE_COLOR) return true;
  return stream.isTTY === true && stream.hasColors();
}

/** Red text on a terminal; elsewhere the text as it is. */
export function red(text: string, stream: NodeJS.WriteStream): string {
  return hasColors(stream) ? `\u001b[31m${text}\u001b[39m` : text;
}

/** Bold text. commander leaves the marks out where its output has no colours. */
export function bold(text: string): string {
  return `\u001b[1m${text}\u001b[22m`;
}
