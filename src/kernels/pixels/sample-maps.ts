/** Types of functions that map the samples of pixels `start` up to `end` to samples of a picture of the same extent. */
import type { Samples } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';

/** Maps samples of any pixel type, in pieces. */
export type SampleMap = (from: Samples, to: Samples, start: number, end: number) => Work<void>;

/** Maps 8-bit samples: at once where that takes a few milliseconds at most. */
export type ByteMap = (from: Uint8Array, to: Uint8Array, start: number, end: number) => void | Work<void>;

/** Maps 16-bit samples: at once where that takes a few milliseconds at most. */
export type WordMap = (from: Uint16Array, to: Uint16Array, start: number, end: number) => void | Work<void>;
