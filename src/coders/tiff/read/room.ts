/** The expected size of unpacked data. */

/** How many bytes a strip or tile holds once it is unpacked. */
export interface Room {
  /** As many are needed. */
  readonly least: number;
  /** There may be no more. */
  readonly most: number;
}
