/** Settings about the work: processes, backends, and the time for a picture. */
import { BACKEND_NAMES } from '../../../backends/backend.ts';
import { CHOICES } from '../../../settings.ts';
import { optional, setting } from '../setting.ts';
import { choice, list, text, time, whole } from '../types.ts';

export const WORK = {
  isolation: setting(choice(['process', 'none']), {
    about:
      'work in worker processes, so that a crash costs one picture a second try, or in this process alone',
    default: 'process',
  }),
  workers: optional(whole(1, 256), {
    about: 'worker processes',
    flag: '-w, --workers <number>',
    usually: 'one for each core, as far as there is memory',
  }),
  backends: setting(list(choice(BACKEND_NAMES), BACKEND_NAMES.join(',')), {
    about:
      'backends that Noir may use; it takes the cheapest way by its table of costs, on a tie the first in this list',
    default: BACKEND_NAMES,
  }),
  gpu: setting(choice(CHOICES.gpu), {
    about:
      'use of the GPU: auto, off, or software, which takes an adapter that computes on the CPU, for tests',
    default: 'auto',
  }),
  jpeg: setting(choice(CHOICES.jpeg), {
    about:
      'processor for decoding and encoding JPEGs: auto takes the GPU where it is faster, gpu takes it wherever it can, cpu never',
    default: 'auto',
  }),
  codecs: setting(choice(CHOICES.codecs), {
    about: 'library of decoders and encoders; js is jpeg-js and pngjs in place of sharp',
    default: 'auto',
  }),
  ops: optional(text('a module', 'module'), {
    about: 'module that exports a list `ops` of operations made by defineOp',
  }),
  deadline: setting(time(1000), {
    about: 'time for a picture, from the last byte of the request',
    default: 10_000,
  }),
};
