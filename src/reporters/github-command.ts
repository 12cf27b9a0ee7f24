import { terminalText } from './terminal-text.ts';

/** What a workflow command of GitHub Actions makes of its text. */
export type GithubCommand = 'error' | 'warning' | 'notice';

/** A workflow command, which becomes an annotation of a file. @param rows lines of its text */
export function githubCommand(
  command: GithubCommand,
  properties: readonly (readonly [name: string, value: string | number])[],
  rows: readonly string[],
): string {
  const written = properties.map(([name, value]) => `${name}=${githubProperty(String(value))}`);
  return `::${command} ${written.join(',')}::${rows.map(githubText).join('%0A')}\n`;
}

/** The text of a command: the runner turns `%25`, `%0D` and `%0A` back. */
function githubText(text: string): string {
  return terminalText(text).replaceAll('%', '%25');
}

/** A property of a command. Line breaks are kept, since a file's name may have them; nothing else ends it early. */
function githubProperty(text: string): string {
  return terminalText(text.replace(/[%\r\n:,]/g, encodeURIComponent));
}
