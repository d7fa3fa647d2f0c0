/** Recognises SVG, which Noir refuses: it is a program for a browser, and its renderers have read files and addresses. */

/** Bytes that are looked at: the root may stand behind a declaration, a document type and comments. */
const ENOUGH = 4096;

/** Whether the bytes are an SVG document, in an encoding that has ASCII in it. Never throws. */
export function isSvg(bytes: Uint8Array): boolean {
  // UTF-16 has a zero beside each letter.
  const start = String.fromCharCode(...bytes.subarray(0, ENOUGH)).replaceAll('\0', '');
  const text = start.replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?\s*/, '');
  return (
    text.startsWith('<') && /<svg[\s>/:]|<!doctype\s+svg/i.test(text) && !/^<(!doctype\s+)?html/i.test(text)
  );
}
