import { expect, it } from 'vitest';
import { profileSpace } from '../../src/formats/metadata.ts';

it('a profile that no JPEG could hold is for no samples', () => {
  const profile = Buffer.alloc(20_000_000);
  profile.write('RGB ', 16, 'latin1');
  profile.write('acsp', 36, 'latin1');
  expect(profileSpace(profile.subarray(0, 1000))).toBe('RGB ');
  expect(profileSpace(profile)).toBeUndefined();
});
