/** Text that an op draws. */

/** Text with its font, size, colour and alignment. */
export interface StyledText {
  readonly text: string;
  /** Font family and style in Pango's notation, such as `sans bold`. */
  readonly font: string;
  /** Font size: height of a line's letters in pixels. */
  readonly size: number;
  /** Red, green, blue (0 to 255) and alpha (0 to 1), or text such as `ff8800` or `white`. */
  readonly color: string | readonly number[];
  /** Width in pixels at which lines wrap. Without it lines do not wrap. */
  readonly width?: number | undefined;
  readonly align: 'left' | 'centre' | 'right';
}
