/** No call of a tool has more. */
const most = 10_000;

/**
 * The words of the first command of a shell, quotes and line continuations undone (of POSIX shells, of PowerShell and of
 * cmd.exe). It ends at a new line, a pipe, a redirection or another operator.
 */
export function shellWords(text: string): string[] {
  return shellCommand(text).words;
}

/** The same, and where the command ends. */
export function shellCommand(text: string): { readonly words: string[]; readonly end: number } {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  for (; at < text.length && words.length < most; at++) {
    const char = text[at] ?? '';
    const next = text[at + 1];
    if ((char === '\\' || char === '^' || char === '`') && isLineEnd(text, at + 1)) {
      at = text.indexOf('\n', at);
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === '\\' && next !== undefined) {
      word = (word ?? '') + next;
      at++;
    } else if (char === "'" || char === '"') {
      const quoted = quotedText(text, at);
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (char === '$' && (next === "'" || next === '"')) {
      word ??= '';
    } else if (char === ' ' || char === '\t' || char === '\r') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (
      '\n|;<>'.includes(char) ||
      (char === '&' && (next === '&' || next === undefined || /\s/.test(next)))
    ) {
      break;
    } else {
      word = (word ?? '') + char;
    }
  }
  return { words: word === undefined ? words : [...words, word], end: Math.min(at, text.length) };
}

/** What the lines of a command so far leave open: nothing, a quote, or that the next line goes on with it. */
export type OpenCommand = 'complete' | 'continued' | "'" | '"';

/** What is open after one more line, without its end, of a command of which so much was open. */
export function openAfterLine(line: string, before: OpenCommand): OpenCommand {
  let quote = before === "'" || before === '"' ? before : undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (quote === undefined) {
      if ((char === '\\' || char === '^' || char === '`') && at === line.length - 1) return 'continued';
      if (char === "'" || char === '"') quote = char;
      else if (char === '\\') at++;
    } else if (char === quote) {
      quote = undefined;
    } else if (char === '\\' && quote === '"') {
      at++;
    }
  }
  return quote ?? 'complete';
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n');
}

/** The text between quotes, and where it ends: at the end of all where they are never closed. */
function quotedText(text: string, start: number): { readonly text: string; readonly end: number } {
  const quote = text[start];
  let inside = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === quote) return { text: inside, end: at };
    if (char === '\\' && quote === '"' && at + 1 < text.length) {
      at++;
      inside += text[at] === '\n' ? '' : text[at];
    } else {
      inside += char;
    }
  }
  return { text: inside, end: text.length };
}
