/** The type of prepared work between two pictures of one extent. */
import type { Work } from '../../core/turns.ts';

/** Works pixels `start` up to `end`: at once where that takes a few milliseconds at most. */
export type PixelRange = (start: number, end: number) => void | Work<void>;
