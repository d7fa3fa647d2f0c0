/** Collects the ICC profile from a JPEG's APP2 segments. */
import { MOST_PROFILE_BYTES, type Profile, profileOf } from '../icc/icc.ts';
import { hasText } from '../reader.ts';

const SIGNATURE = 'ICC_PROFILE\0';

/** Bytes before a part's data: signature, part number from 1, number of parts (ICC.1:2022, annex B.4). */
const PART = SIGNATURE.length + 2;

/** Part numbers are bytes. */
const MOST_PARTS = 255;

/** Joins the parts of a profile. */
export class ProfileParts {
  readonly #parts: Uint8Array[] = [];

  /** Takes an APP2 payload. Ignores payloads that are not profiles. */
  add(payload: Uint8Array): void {
    if (hasText(payload, 0, SIGNATURE)) this.#parts.push(payload);
  }

  /**
   * Classifies the profile of gray or RGB samples. Parts may come in any order. A missing or repeated part makes the
   * profile `other`.
   */
  read(colors: 1 | 3): Profile {
    if (this.#parts.length === 0) return 'none';
    const profile = this.join();
    return profile ? profileOf(profile, colors) : 'other';
  }

  /** The profile. Undefined without parts, when one is missing or repeated, and for a profile that is too long. */
  join(): Uint8Array | undefined {
    const parts = this.#parts;
    if (parts.length === 0 || parts.length > MOST_PARTS) return undefined;
    const inOrder = parts.map((_, index) => {
      const same = parts.filter((part) => part[PART - 2] === index + 1);
      return same.length === 1 && same[0]?.[PART - 1] === parts.length ? same[0].subarray(PART) : undefined;
    });
    const known = inOrder.filter((part) => part !== undefined);
    const bytes = known.reduce((sum, part) => sum + part.length, 0);
    if (known.length < parts.length || bytes > MOST_PROFILE_BYTES) return undefined;
    return Buffer.concat(known);
  }
}
