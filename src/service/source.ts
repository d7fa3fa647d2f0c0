/** The contract of a place that pictures come from, such as a folder, a web server or a bucket. */

import { createHash } from 'node:crypto';
import type { FileSource } from '../engine/job.ts';

/** How long an answer of a source may be kept, as its `Cache-Control` or `Expires` says. */
export interface Freshness {
  /** Seconds; absent when the source does not say. */
  readonly maxAge?: number;
  /** Seconds for caches that many clients share, such as Noir's; `maxAge` unless given. */
  readonly sharedMaxAge?: number;
  /** Whether a stale one is not sent, unless the source itself says for how long; false by default. */
  readonly mustRevalidate?: boolean;
  /** Seconds for which it may be sent once it is stale, while a new one is fetched. */
  readonly staleWhileRevalidate?: number;
  /** Seconds for which it may be sent once it is stale, while its source fails. */
  readonly staleIfError?: number;
  /** Whether the answer is for one client alone, or must not be kept at all. */
  readonly scope?: 'private' | 'no-store';
}

/** A file as its source gave it. */
export interface SourceFile {
  /** Distinguishes it from other answers. */
  readonly kind: 'file';
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** Changes when the bytes do. Absent when the source has no such thing. */
  readonly validator?: string;
  /** When the file was changed last. Absent where nobody knows. */
  readonly modified?: Date;
  /** How long the file may be used without asking again. Absent when the source does not say. */
  readonly freshness?: Freshness;
  /** Names by which it is purged, beside its address; from `Cache-Tag`. */
  readonly tags?: readonly string[];
}

/** A file of this machine, which is left to whoever works on it to read. */
export interface LocalFile extends Pick<SourceFile, 'freshness' | 'tags'> {
  readonly kind: 'local';
  readonly file: FileSource & Required<Pick<FileSource, 'head' | 'stamp'>>;
  readonly validator: string;
  readonly modified: Date;
}

/** The file is still the one whose validator the caller knows. */
interface Unchanged {
  readonly kind: 'unchanged';
  readonly modified?: Date;
  readonly freshness?: Freshness;
}

/** What a source is asked for, beside the key of a file. */
export interface SourceRequest {
  /** Bytes of a file at most. */
  readonly limit: number;
  /** Gets the number of bytes before they are kept in memory, in one call or in many. Throws to refuse them. */
  readonly count?: ((bytes: number) => void) | undefined;
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
  /** The validator of the file that the caller has. */
  readonly known?: string | undefined;
  /** Whether the caller can do with the beginning of a file, and takes a `LocalFile` where there is one. */
  readonly leaves?: (head: Uint8Array) => boolean;
  /** Headers of the client's request; a source forwards those that it was told to. */
  readonly headers?: Headers | undefined;
  /** Headers that continue the trace of the client's request (W3C Trace Context), to be sent along. */
  readonly trace?: Readonly<Record<string, string>> | undefined;
}

/** A place that pictures come from. */
export interface PictureSource {
  /** A line for people, without credentials. */
  readonly description: string;
  /** Whether its keys are whole addresses, such as `https://example.com/cat.jpg`. */
  readonly takesUrls?: boolean;
  /** Whether its files depend on who asks, because it forwards headers. Nothing of it is cached then. */
  readonly isPrivate?: boolean;
  /**
   * Gets a file by its key, the decoded path below the source. Throws `not-found`, `source-forbidden` for keys that it
   * never answers, `source-limit` for files over the limit, and the other codes of sources.
   */
  get(key: string, request: SourceRequest): Promise<SourceFile | LocalFile | Unchanged>;
}

/** Names the bytes of a file: its validator, or a hash. */
export function validatorOf(file: SourceFile | LocalFile): string {
  if (file.kind === 'local' || file.validator !== undefined) return file.validator as string;
  return createHash('sha256').update(file.bytes).digest('base64url').slice(0, 22);
}
