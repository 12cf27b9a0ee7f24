/** A file's text, where it is known. */
export type TextOf = (file: string) => string | undefined;

/** The lines of files, split when first asked for. Lines end with LF, CR LF or a lone CR, as positions have it. */
export function createLines(textOf: TextOf): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    let lines = known.get(file);
    if (lines === undefined) {
      lines = textOf(file)?.split(/\r\n|\r|\n/) ?? [];
      known.set(file, lines);
    }
    return lines;
  };
}
