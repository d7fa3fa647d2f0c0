/** Colours, for terminals alone. */

/** Whether a stream shows colours, and its user wants them (https://no-color.org). */
function hasColors(stream: NodeJS.WriteStream): boolean {
  return !process.env.NO_COLOR && stream.isTTY === true && stream.hasColors();
}

/** Red text on a terminal; elsewhere the text as it is. */
export function red(text: string, stream: NodeJS.WriteStream): string {
  return hasColors(stream) ? `\u001b[31m${text}\u001b[39m` : text;
}

/** Bold text. commander leaves the marks out where its output has no colours. */
export function bold(text: string): string {
  return `\u001b[1m${text}\u001b[22m`;
}
