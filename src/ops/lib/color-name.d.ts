/** The package has no types of its own. */
declare module 'color-name' {
  /** Red, green and blue, 0 to 255, by the lower-case names of CSS. */
  const names: Readonly<Record<string, readonly [red: number, green: number, blue: number]>>;
  export default names;
}
