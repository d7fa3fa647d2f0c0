import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examineGpu } from '../../src/cli/doctor/gpu.ts';
import { temporaryFolder } from './command.ts';

const folder = temporaryFolder();

/** Probes with a program that does what a bad driver makes of the real one. */
function examine(name: string, source: string) {
  const program = join(folder, name);
  writeFileSync(program, source);
  return examineGpu(program);
}

describe('a driver that takes its process along', () => {
  test.skipIf(process.platform === 'win32')(
    'is reported with the signal and what was known before',
    async () => {
      const report = await examine(
        'crash.mjs',
        `process.send({ kind: 'adapters', adapters: [{ vendor: 'bad' }] }, () => process.kill(process.pid, 'SIGSEGV'));`,
      );
      expect(report.adapters).toEqual([{ vendor: 'bad' }]);
      expect(report.backend).toEqual({
        name: 'gpu',
        state: 'failed',
        detail: 'the process that uses the driver was ended by SIGSEGV',
      });
    },
  );

  test('is reported with its last words, each once and without stack frames', async () => {
    const report = await examine(
      'words.mjs',
      `console.error('Warning: no drivers\\n    at Check (x.cpp:1)\\n\\nWarning: no drivers'); process.exitCode = 3;`,
    );
    expect(report.messages).toEqual(['Warning: no drivers']);
    expect(report.backend.detail).toMatch(/ended with exit status 3$/);
  });
});
