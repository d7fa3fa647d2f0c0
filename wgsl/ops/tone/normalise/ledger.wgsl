// What lies where in the ledger: for either percentile the digits found so far and the rank among the
// luminances that begin with them, then black and scale of the stretch, then the counts of digits.
const PREFIX = 0u;
const RANK = 2u;
const BLACK = 4u;
const SCALE = 5u;
const BINS = 8u;

/// As in src/ops/tone/normalise.ts.
const DIGITS = 3u;
const BITS = 7u;
const DIGIT = 128u;
/// The largest number of three digits.
const LARGEST = 2097151.0;
