/**
 * Remembers the last result of a function, by its key: tables that take milliseconds to compute are mostly asked for
 * with the parameters of the call before. Keeps one result, forever.
 */
export function rememberLast<Rest extends readonly unknown[], Result>(
  make: (key: string, ...rest: Rest) => Result,
): (key: string, ...rest: Rest) => Result {
  let last: { readonly key: string; readonly result: Result } | undefined;
  return (key, ...rest) => {
    if (last?.key !== key) last = { key, result: make(key, ...rest) };
    return last.result;
  };
}
