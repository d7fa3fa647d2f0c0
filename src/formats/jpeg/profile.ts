import { MOST_PROFILE_BYTES, type Profile, profileOf } from '../icc/icc.ts';
import { hasText } from '../reader.ts';

const SIGNATURE = 'ICC_PROFILE\0';

/** The signature, then this part's number from 1 on, and how many parts there are (ICC.1:2022 annex B.4). */
const PART = SIGNATURE.length + 2;

/** They are numbered by a byte. */
const MOST_PARTS = 255;

/** Puts together the profile that lies in several segments of a JPEG. */
export class ProfileParts {
  readonly #parts: Uint8Array[] = [];

  /** Takes the payload of an APP2 segment; other things than profiles lie there as well. */
  add(payload: Uint8Array): void {
    if (hasText(payload, 0, SIGNATURE)) this.#parts.push(payload);
  }

  /** What the whole says of gray or RGB. Parts may come in any order; one that is missing, or comes twice, makes it `other`. */
  read(colors: 1 | 3): Profile {
    const parts = this.#parts;
    if (parts.length === 0) return 'none';
    if (parts.length > MOST_PARTS) return 'other';
    const inOrder = parts.map((_, index) => {
      const same = parts.filter((part) => part[PART - 2] === index + 1);
      return same.length === 1 && same[0]?.[PART - 1] === parts.length ? same[0].subarray(PART) : undefined;
    });
    const known = inOrder.filter((part) => part !== undefined);
    const bytes = known.reduce((sum, part) => sum + part.length, 0);
    if (known.length < parts.length || bytes > MOST_PROFILE_BYTES) return 'other';
    return profileOf(Buffer.concat(known), colors);
  }
}
