/** What Git LFS leaves in the place of a file: what the file holds cannot be told. */
export function isLfsPointer(text: string): boolean {
  return text.startsWith('version https://git-lfs.github.com/spec/');
}
