/** Settings about the caches of finished pictures, and how long others may keep these. */
import { group, optional, setting } from '../setting.ts';
import { bytes, text, time } from '../types.ts';

const size = bytes({ bare: 'MiB', least: 0, most: 2 ** 53 - 1 });

const age = time(0, 31_536_000_000);

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
  ages: group(
    {
      usual: setting(age, {
        about: 'time for which clients may keep pictures whose source does not say',
        default: 60_000,
      }),
      least: setting(age, { about: 'least such time, however short the source says', default: 0 }),
      most: setting(age, {
        about: 'most such time, however long the source says',
        default: 31_536_000_000,
      }),
      staleWhileRevalidate: setting(age, {
        about: 'time for which clients may show a stale picture while they ask again, unless the source says',
        default: 0,
      }),
    },
    {
      name: 'age',
      about:
        'time for which clients may keep pictures: usual, where the source does not say, least, most or staleWhileRevalidate; repeatable',
    },
  ),
};
