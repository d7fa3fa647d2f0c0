/** Ops that do to a worker what native code on a hostile file may do. */
import { existsSync, writeFileSync } from 'node:fs';
import { defineOp } from '../../src/ops/own/own.ts';

const wgsl = 'fn pixel(color: vec4f, params: Params) -> vec4f { return color; }';

const die = () => process.kill(process.pid, 'SIGKILL');

/** The file that says that a worker has died already. */
export const MARK = 'NOIR_CACHE';

export const ops = [
  defineOp({ name: 'crash', summary: 'End the process.', wgsl, pixel: die }),
  defineOp({
    name: 'crashOnce',
    summary: 'End the first process that does it.',
    wgsl,
    pixel() {
      const mark = `${process.env[MARK]}/died`;
      if (existsSync(mark)) return;
      writeFileSync(mark, '');
      die();
    },
  }),
  defineOp({
    name: 'hang',
    summary: 'Never end.',
    wgsl,
    pixel() {
      for (;;);
    },
  }),
  defineOp({
    name: 'tell',
    summary: 'Make a pixel white when the process knows a secret.',
    wgsl,
    pixel(color) {
      color.fill(process.env.SECRET_OF_TESTS === undefined ? 0 : 1, 0, 3);
    },
  }),
];
