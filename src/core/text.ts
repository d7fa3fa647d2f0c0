/** Text as it is to be drawn. */
export interface StyledText {
  readonly text: string;
  /** Family and style as Pango takes them, such as `sans bold`. */
  readonly font: string;
  /** Height of a line's letters, in pixels. */
  readonly size: number;
  /** Red, green, blue (0 to 255) and alpha (0 to 1), or text such as `ff8800` or `white`. */
  readonly color: string | readonly number[];
  /** Columns after which lines are broken; never where it is absent. */
  readonly width?: number | undefined;
  readonly align: 'left' | 'centre' | 'right';
}
