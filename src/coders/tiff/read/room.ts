/** The expected size of unpacked data. */

/** Number of bytes that a strip or tile unpacks to. */
export interface Room {
  /** Bytes that the picture needs. */
  readonly least: number;
  /** Bytes that the data may unpack to at most. */
  readonly most: number;
}
