import type { Severity } from '../model/finding.ts';
import { portablePath } from './portable-path.ts';
import { terminalText } from './terminal-text.ts';

/** Severities by the names that SARIF has for them. */
export const sarifLevels = {
  error: 'error',
  warning: 'warning',
  info: 'note',
} as const satisfies Record<Severity, string>;

/** What relative names of files are relative to: the name that services know for the root of the repository. */
export const baseId = '%SRCROOT%';

/**
 * A text from outside. SARIF reads `[text](target)` in a message as a link, also in plain text; a backslash between the
 * two keeps it from being one. Braces mean something only beside arguments, and there are none.
 */
export function sarifText(text: string): string {
  return terminalText(text).replaceAll('](', ']\\(');
}

/** A text as the sentence that a message is to be. */
export function sarifSentence(text: string): string {
  const shown = sarifText(text);
  return `${shown.charAt(0).toUpperCase()}${shown.slice(1)}${/[.?!]$/.test(shown) ? '' : '.'}`;
}

/** The address of a file: relative to the root, or `file:` where its name is absolute. */
export function sarifUri(file: string): { readonly uri: string; readonly uriBaseId?: string } {
  const path = portablePath(file).split('/').map(uriSegment).join('/');
  return path.startsWith('/') ? { uri: `file://${path}` } : { uri: path, uriBaseId: baseId };
}

/** Lone surrogates have no place in an address. */
function uriSegment(segment: string): string {
  const whole = segment.replace(/\p{Cs}/gu, '\uFFFD');
  return encodeURIComponent(whole).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
