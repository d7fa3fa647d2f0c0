/** What went wrong with a source, for the log of those who run the server. Clients are not told. */
import { type ErrorCode, isNoirError } from '../core/errors.ts';
import { locate, type NamedSources } from './sources.ts';

/** A failure of a source, for the log. */
export interface SourceFailure {
  /** The source, without a path or a password. */
  readonly source: string;
  /** The code that clients get. */
  readonly code: ErrorCode;
  /** What happened, such as `The source answered with status 500`. */
  readonly reason: string;
}

/** The cause of an error whose code tells clients less than those who run the server have to know. */
export class HiddenFault extends Error {}

/** Faults of the source, and not of the address or of the file. They may pass. */
export const SOURCE_FAULTS: ReadonlySet<ErrorCode> = new Set([
  ...(['bad-source', 'source-busy', 'source-timeout', 'source-truncated', 'source-not-picture'] as const),
]);

/** The failure behind an error that a source threw. Undefined for one that says something of the picture. */
export function failureOf(error: unknown, sources: NamedSources, address: string): SourceFailure | undefined {
  if (!isNoirError(error)) return undefined;
  const { code, cause } = error;
  if (cause instanceof HiddenFault) return { source: nameOf(sources, address), code, reason: cause.message };
  if (!SOURCE_FAULTS.has(code)) return undefined;
  return { source: nameOf(sources, address), code, reason: reasonOf(error) };
}

/** The description of a source, with the server where an address says which. */
function nameOf(sources: NamedSources, address: string): string {
  const { source } = locate(sources, address);
  return source.takesUrls ? new URL(address).host : source.description;
}

/** The messages of an error and its causes. */
function reasonOf(error: Error): string {
  const messages: string[] = [];
  for (let each: unknown = error; each instanceof Error && messages.length < 4; each = each.cause) {
    // Errors of several addresses at once have an empty message.
    const text = each.message || (each as NodeJS.ErrnoException).code;
    if (text && !messages.includes(text)) messages.push(text);
  }
  return messages.join(': ');
}
