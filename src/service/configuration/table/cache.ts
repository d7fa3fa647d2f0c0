/** Settings about the caches of finished pictures. */
import { group, optional, setting } from '../setting.ts';
import { bytes, text, time } from '../types.ts';

const size = bytes({ bare: 'MiB', least: 0, most: 2 ** 53 - 1 });

export const CACHE = {
  cache: group({
    memory: setting(size, {
      about: 'memory for finished pictures, and as much for files of sources',
      flag: '--cache <size>',
      default: 64 * 2 ** 20,
    }),
    dir: optional(text('a folder', 'folder'), { about: 'folder that keeps finished pictures too' }),
    disk: setting(size, { about: 'largest size of that folder', default: 2 ** 30 }),
    staleIfError: setting(time(0), {
      about:
        'time for which stale pictures are sent while their source fails, unless the source says how long',
      default: 0,
    }),
    redis: optional(text('an address such as redis://localhost', 'address'), {
      about: 'a Redis that keeps finished pictures for several servers; needs the package ioredis',
      env: 'NOIR_REDIS',
      secret: true,
    }),
  }),
};
