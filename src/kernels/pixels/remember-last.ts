/**
 * The function, which gives its last result again where it is called with the same text: tables that take
 * milliseconds to make are mostly asked for with the parameters of the time before. It keeps one result, forever.
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
