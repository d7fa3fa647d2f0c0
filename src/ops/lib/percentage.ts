/** Percentages in place of numbers. */
import * as z from 'zod';

/** Text such as `50%`; or `50p`, since a URL must spell `%` as `%25`. All spellings become one. */
export function percentageText() {
  return z
    .string()
    .regex(/^[0-9]{1,7}(\.[0-9]{1,9})?[%p]$/)
    .overwrite(oneSpelling)
    .meta({ format: 'percentage' });
}

/** `50p`, `50.0%` and `050%` become `50%`. Nine decimals are all that a percentage may have. */
function oneSpelling(percentage: string): string {
  return `${Number.parseFloat(percentage)
    .toFixed(9)
    .replace(/\.?0+$/, '')}%`;
}
