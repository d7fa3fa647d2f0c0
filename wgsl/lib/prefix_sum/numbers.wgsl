// The default summand of prefix sums: integers modulo 2^32.
alias Summand = u32;

const ZERO = 0u;

fn plus(first: u32, second: u32) -> u32 {
  return first + second;
}
