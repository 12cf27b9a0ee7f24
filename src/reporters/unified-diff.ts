import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { terminalText } from './terminal-text.ts';

/** A file before and after. */
export interface ChangedText {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** What changes in a file as a unified diff, such as `patch -p0` and `git apply -p0` take. */
export function renderUnifiedDiff({ file, before, after }: ChangedText): string {
  const name = terminalText(file);
  return createTwoFilesPatch(name, name, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/** The same for a terminal: what could steer it is written as escapes; line ends stay as they are. */
export function diffForTerminal(diff: string): string {
  return diff
    .split('\n')
    .map((line) => {
      const end = line.endsWith('\r') ? '\r' : '';
      return line
        .slice(0, line.length - end.length)
        .split('\t')
        .map(terminalText)
        .join('\t')
        .concat(end);
    })
    .join('\n');
}
