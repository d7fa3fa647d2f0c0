/** The type of colours in code. */

/**
 * A colour: hexadecimal digits such as `ff8800` or `#f80`, a CSS name, `rgb(255, 136, 0)`, `0xff8800`, a list of red,
 * green and blue from 0 to 255, or an object. Alpha is from 0 to 1.
 */
export type ColorInput =
  | string
  | number
  | readonly number[]
  | { readonly r: number; readonly g: number; readonly b: number; readonly alpha?: number | undefined };
