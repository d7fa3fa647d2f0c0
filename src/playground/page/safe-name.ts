/** Names of further files, which recipes, forms and commands call them by. No DOM. */

/** The name of a file without characters that mean something in forms, to curl, or to nobody who reads it, and without blanks around it. */
function safeName(name: string): string {
  const plain = name.replace(/[\p{C}"'`\\/:;,=<>|*?&@$!#]+/gu, '-');
  return plain.replace(/^[\s.-]+/, '').trimEnd() || 'file';
}

/** A name for a file that `isFree` allows: its own, as far as that is one, or `logo-2.png`. */
export function nameFor(fileName: string, isFree: (name: string) => boolean): string {
  const wanted = safeName(fileName);
  let name = wanted;
  for (let count = 2; !isFree(name); count++) name = wanted.replace(/(\.[^.]*)?$/, `-${count}$1`);
  return name;
}
