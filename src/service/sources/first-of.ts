/** Several sources that are asked one after another. */
import { isNoirError } from '../../core/errors.ts';
import type { PictureSource } from '../source.ts';

/** Asks `second` for the files that `first` does not have. */
export function firstOf(first: PictureSource, second: PictureSource): PictureSource {
  return {
    description: `${first.description}, then ${second.description}`,
    isPrivate: (first.isPrivate || second.isPrivate) ?? false,
    async get(key, request) {
      try {
        return await first.get(key, request);
      } catch (error) {
        if (!isNoirError(error) || error.code !== 'not-found') throw error;
        return second.get(key, request);
      }
    },
  };
}
