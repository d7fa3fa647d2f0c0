/** Hashes that name recipes and own ops. The only file of `recipe/` that needs Node. */

import { createHash } from 'node:crypto';

/** SHA-256 of a text in UTF-8, in base64url: 43 characters. */
function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** Name of a recipe by its canonical text: 22 characters, which hold 132 bits of SHA-256. */
export function recipeKey(text: string): string {
  return digest(text).slice(0, 22);
}

/** Name of a definition of an op: 12 characters, which hold 72 bits of SHA-256. */
export function definitionKey(definition: string): string {
  return digest(definition).slice(0, 12);
}
