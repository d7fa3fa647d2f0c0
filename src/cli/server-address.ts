/** Recognises the address of a server. */

/**
 * Whether a text is an address that begins with http:// or https://, and to which a path can be added. `localhost:8080` is none: it has
 * a scheme `localhost`.
 */
export function isServer(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /[?#]/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
