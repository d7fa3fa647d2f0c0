/** The metadata of a file: resolution, profile, EXIF. Nothing here changes a pixel. */

export interface Facts {
  /** Pixels per inch; absent where the file names no unit. */
  readonly density?: number | undefined;
  /** Whether it holds an ICC profile. */
  readonly hasProfile: boolean;
  /** The name of the ICC profile, such as `Display P3`; absent where it has none that can be read. */
  readonly profileName?: string | undefined;
  /** Whether it holds EXIF. */
  readonly hasExif: boolean;
  /** Whether its samples are inks. */
  readonly isCmyk?: boolean;
}
