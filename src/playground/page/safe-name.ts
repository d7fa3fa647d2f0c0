/** Names of further files, which recipes, forms and commands call them by. No DOM. */

/** The name of a file without characters that mean something in forms, to curl, or to nobody who reads it, and without blanks around it. */
export function safeName(name: string): string {
  const plain = name.replace(/[\p{C}"'`\\/:;,=<>|*?&@$!#]+/gu, '-');
  return plain.replace(/^[\s.-]+/, '').trimEnd() || 'file';
}
