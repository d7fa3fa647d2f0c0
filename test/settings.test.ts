import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../src/core/limits.ts';
import { optionsFromEnvironment } from '../src/settings.ts';

describe('optionsFromEnvironment', () => {
  it('has a default for everything', () => {
    expect(optionsFromEnvironment({})).toEqual({
      backends: ['gpu', 'cpu', 'sharp'],
      gpu: 'auto',
      codecs: 'auto',
      jpeg: 'auto',
      limits: DEFAULT_LIMITS,
    });
  });

  it('reads every variable', () => {
    const env = { NOIR_BACKENDS: 'sharp, cpu', NOIR_GPU: 'software', NOIR_CODECS: 'js' };
    expect(optionsFromEnvironment(env)).toMatchObject({
      backends: ['sharp', 'cpu'],
      gpu: 'software',
      codecs: 'js',
    });
  });

  it('takes an empty variable for one that is not set, where a word is expected', () => {
    expect(optionsFromEnvironment({ NOIR_GPU: '', NOIR_CODECS: '' })).toMatchObject({
      gpu: 'auto',
      codecs: 'auto',
    });
  });

  it.each([
    [
      { NOIR_BACKENDS: 'cuda' },
      'NOIR_BACKENDS takes a list of gpu, cpu and sharp, such as gpu,cpu,sharp, not "cuda"',
    ],
    [
      { NOIR_BACKENDS: 'gpu,' },
      'NOIR_BACKENDS takes a list of gpu, cpu and sharp, such as gpu,cpu,sharp, not "gpu,"',
    ],
    [{ NOIR_GPU: 'yes' }, 'NOIR_GPU takes auto, software or off, not "yes"'],
    [{ NOIR_CODECS: 'libvips' }, 'NOIR_CODECS takes auto, sharp or js, not "libvips"'],
  ])('names the variable in %o and says what it takes', (env, message) => {
    expect(() => optionsFromEnvironment(env)).toThrow(message);
  });
});
