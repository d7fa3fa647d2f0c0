/** Loaded as ops of one's own: makes the process collect all garbage every 50 ms. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
setInterval(runInNewContext('gc'), 50).unref();

export const ops = [];
