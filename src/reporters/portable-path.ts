/** A file's name as services that know the repository want it: without a leading `./`. */
export function portablePath(file: string): string {
  return file.replace(/^(?:\.\/+)+(?=[^/])/, '');
}
