/** A place in a text. Lines and columns count from 1; columns in UTF-16 code units; the end is exclusive. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a statement or element stands, for people and for JSON. `pointer` is an RFC 6901 JSON pointer. */
export interface Location extends Region {
  readonly file: string;
  readonly pointer: string;
}
