/** Recognises the address of a server. */

/** Whether a text is an address that begins with http:// or https://. `localhost:8080` is none: it has a scheme `localhost`. */
export function isServer(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
