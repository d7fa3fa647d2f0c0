/** Reads and writes the Content-Disposition header (RFC 6266, RFC 8187). */

/** The parts of a Content-Disposition header (RFC 6266) or of a form part's (RFC 7578). */
export interface Disposition {
  /** Such as `attachment` or `form-data`, in lower case. */
  readonly type: string;
  /** By name in lower case; quotes are removed, nothing is decoded. */
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /;\s*([!#$%&'*+.^`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;"]*))/g;

/** Parses a header value, in which Node gives one character per byte. Never throws. */
export function parseDisposition(value: string): Disposition {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of value.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    // A backslash before anything else stands for itself: some browsers sent whole Windows paths.
    const text = quoted?.replace(/\\(["\\])/g, '$1') ?? plain.trim();
    if (!parameters.has(key)) parameters.set(key, text);
  }
  return { type: value.split(';', 1)[0]?.trim().toLowerCase() ?? '', parameters };
}

/** The file name from the header: `filename*` if it can be decoded, else `filename`. */
export function fileNameOf({ parameters }: Disposition): string | undefined {
  const extended = decodeExtended(parameters.get('filename*') ?? '');
  if (extended !== undefined) return extended;
  const plain = parameters.get('filename');
  return plain === undefined ? undefined : decodeBytes(plain);
}

/** Decodes text of one character per byte: UTF-8 if it is valid, else Latin-1. */
export function decodeBytes(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

/**
 * A header value that names the file. Names that plain `filename` cannot carry for every client are
 * sent a second time as `filename*`; clients that do not know it get the first, in safe characters. `type` may have
 * further parameters.
 */
export function formatDisposition(fileName: string, type = 'inline'): string {
  // RFC 6266 appendix D: some clients decode %xx and some do not undo quoting, so neither is sent.
  // Without the flag `i`: it takes the Kelvin sign and the long s for letters of ASCII.
  const fallback = fileName.replace(/[^\x20-\x7e]|["\\]|%(?=[0-9a-fA-F]{2})/gu, '_');
  const plain = `${type}; filename="${fallback}"`;
  return fallback === fileName ? plain : `${plain}; filename*=UTF-8''${encodeExtended(fileName)}`;
}

/** RFC 8187 section 3.2.1: charset, language and percent-encoded bytes; undefined when it is none. */
function decodeExtended(text: string): string | undefined {
  const [, charset = '', value = ''] = /^(utf-8|iso-8859-1)'[^']*'(.*)$/is.exec(text) ?? [];
  if (charset === '') return undefined;
  if (charset.toLowerCase() === 'iso-8859-1') return unescapeBytes(value);
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function unescapeBytes(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function encodeExtended(text: string): string {
  // encodeURIComponent leaves these characters alone, but they are no attr-char of RFC 8187.
  return encodeURIComponent(text).replace(/[*'()]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
