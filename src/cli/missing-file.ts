/** Words the error of a file that is not there for the people at a command line. */
import { hintAtMissing } from '../engine/file-error.ts';

/** Says that there is no such file, and what was probably meant. */
export function describeMissing(path: string): string {
  return `there is no file ${path}${hintAt(path)}`;
}

function hintAt(path: string): string {
  if (/^https?:\/\//.test(path)) return `; to read an address, pipe it in: curl -s ${path} | noir run - …`;
  if (path.startsWith('~')) return '; shells replace ~ only outside of quotes';
  if (/[*?]/.test(path)) return '; noir batch takes patterns';
  return hintAtMissing(path);
}
