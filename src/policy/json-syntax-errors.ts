import { inBackticks } from '../model/in-backticks.ts';
import type { JsonSyntaxError, Span, TextFix } from '../model/policy.ts';

/** What is known of a syntax error when it is met. */
export interface SyntaxErrorReport {
  readonly kind: JsonSyntaxError['kind'];
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly hint: string;
  readonly fix?: TextFix;
}

/** Every JSON syntax error, in words: what is wrong, and what to do. */

function syntaxError(
  kind: SyntaxErrorReport['kind'],
  { offset, length }: Span,
  message: string,
  hint: string,
  fix?: TextFix,
): SyntaxErrorReport {
  return { kind, offset, length, message, hint, ...(fix === undefined ? {} : { fix }) };
}

/** Another text in the place of a syntax error. */
function instead({ offset, length }: Span, text: string): TextFix {
  return { offset, length, text };
}

function at(offset: number, length = 1): Span {
  return { offset, length };
}

export function emptyDocument(): SyntaxErrorReport {
  return syntaxError('unexpected', at(0, 0), 'the document is empty', 'write a policy, or remove the file');
}

/** For a text that JSON.parse refuses, and in which no syntax error was found. */
export function unnamedSyntaxError(): SyntaxErrorReport {
  return syntaxError('unexpected', at(0, 0), 'the text is not JSON', 'check it with a JSON parser');
}

export function trailingText(span: Span): SyntaxErrorReport {
  const hint = 'one file holds one document: remove what follows, or move it to a file of its own';
  return syntaxError('trailing-text', span, 'there is more text after the end of the document', hint);
}

/** `span`: the document's opening bracket. */
export function secondDocument(span: Span): SyntaxErrorReport {
  const hint = 'one file holds one document: move it to a file of its own';
  return syntaxError('second-document', span, 'a second document follows', hint);
}

export function missingValue(span: Span, before: string): SyntaxErrorReport {
  const hint = 'write the value, or remove what announces it';
  return syntaxError('unexpected', span, `a value is missing before \`${before}\``, hint);
}

export function unexpectedToken(span: Span, token: string, where: string): SyntaxErrorReport {
  const hint = 'remove it, or write what is missing before it';
  return syntaxError('unexpected', span, `\`${token}\` stands ${where}`, hint);
}

export function trailingComma(offset: number, closer: string): SyntaxErrorReport {
  return syntaxError(
    'trailing-comma',
    at(offset),
    `trailing comma before \`${closer}\``,
    'remove the comma',
    instead(at(offset), ''),
  );
}

export function extraComma(offset: number): SyntaxErrorReport {
  const fix = instead(at(offset), '');
  return syntaxError('unexpected', at(offset), 'a comma has nothing before it', 'remove the comma', fix);
}

export function missingComma(offset: number, before: string): SyntaxErrorReport {
  return syntaxError(
    'missing-comma',
    at(offset, 0),
    `a comma is missing after ${inBackticks(before)}`,
    'put `,` after it',
    instead(at(offset, 0), ','),
  );
}

export function semicolon(offset: number): SyntaxErrorReport {
  const fix = instead(at(offset), ',');
  return syntaxError('unexpected', at(offset), '`;` is in the place of `,`', 'write `,`', fix);
}

export function missingColon(offset: number, name: string): SyntaxErrorReport {
  const hint = 'put `:` and a value after it';
  return syntaxError('missing-colon', at(offset, 0), `a colon is missing after ${inBackticks(name)}`, hint);
}

export function wrongColon(span: Span, written: string, name: string): SyntaxErrorReport {
  const message = `\`${written}\` stands after ${inBackticks(name)} where \`:\` belongs`;
  return syntaxError('missing-colon', span, message, 'write `:`', instead(span, ':'));
}

export function notClosedBefore(offset: number, bracket: '{' | '['): SyntaxErrorReport {
  const message = `\`${bracket}\` is not closed before the brackets around it are`;
  return syntaxError('unbalanced-bracket', at(offset), message, `put \`${closerOf(bracket)}\` where it ends`);
}

/** `others`: brackets around it that are not closed either. `cut`: the text ends where more has to follow. */
export function neverClosed(
  offset: number,
  bracket: '{' | '[',
  others: number,
  cut: boolean,
): SyntaxErrorReport {
  const around =
    others === 1
      ? ', and neither is the bracket around it'
      : `, and neither are the ${others} brackets around it`;
  const message = `\`${bracket}\` is never closed${others === 0 ? '' : around}`;
  return cut
    ? syntaxError('truncated', at(offset), `${message}: the text breaks off`, 'complete the text')
    : syntaxError('unbalanced-bracket', at(offset), message, `put \`${closerOf(bracket)}\` where it ends`);
}

export function closesNothing(offset: number, bracket: string): SyntaxErrorReport {
  const hint = 'remove it, or put the opening bracket where it belongs';
  return syntaxError('unbalanced-bracket', at(offset), `\`${bracket}\` closes no bracket`, hint);
}

export function wrongCloser(offset: number, written: string, bracket: '{' | '['): SyntaxErrorReport {
  const meant = closerOf(bracket);
  const message = `\`${written}\` stands where \`${meant}\` belongs`;
  return syntaxError(
    'unbalanced-bracket',
    at(offset),
    message,
    `write \`${meant}\``,
    instead(at(offset), meant),
  );
}

export function documentNotOpened(span: Span, name: string): SyntaxErrorReport {
  const message = `the document starts with the member ${inBackticks(name)}: its opening \`{\` is missing`;
  return syntaxError('unbalanced-bracket', span, message, 'put `{` before it');
}

export function objectNotOpened(span: Span, name: string, where: 'list' | 'member'): SyntaxErrorReport {
  const place = where === 'list' ? 'is in a list' : 'is where a value belongs';
  const message = `the member ${inBackticks(name)} ${place}: the \`{\` before it is missing`;
  return syntaxError(
    'unbalanced-bracket',
    span,
    message,
    'put `{` before the first member and `}` after the last',
  );
}

export function listNotOpened(span: Span, name: string): SyntaxErrorReport {
  const message = `the list of ${inBackticks(name)} has no opening \`[\``;
  return syntaxError('unbalanced-bracket', span, message, 'put `[` before its first value');
}

export function tooDeep(offset: number, deepest: number): SyntaxErrorReport {
  const message = `brackets are nested more than ${deepest} deep`;
  return syntaxError('too-deep', at(offset), message, 'no policy is: the text is not read further');
}

export function invalidNumber(span: Span, written: string): SyntaxErrorReport {
  const message = `${inBackticks(written)} is not a number as JSON writes it`;
  return syntaxError(
    'invalid-number',
    span,
    message,
    'write digits with at most one decimal point, without leading zeros',
  );
}

export function unquotedValue(span: Span, written: string): SyntaxErrorReport {
  const lower = written.toLowerCase();
  const meant = ['true', 'false', 'null'].includes(lower) ? lower : `"${written}"`;
  return syntaxError(
    'unquoted-name',
    span,
    `${inBackticks(written)} is not in quotes`,
    `write ${inBackticks(meant)}`,
    isWord(written) ? instead(span, meant) : undefined,
  );
}

/** `sure`: it is the name of a member. */
export function unquotedName(span: Span, name: string, sure: boolean): SyntaxErrorReport {
  const message = `the name ${inBackticks(name)} is not in quotes`;
  const fix = sure && isWord(name) ? instead(span, `"${name}"`) : undefined;
  return syntaxError('unquoted-name', span, message, `write ${inBackticks(`"${name}"`)}`, fix);
}

/** `whole`: the comment, with the white space or the line that goes with it. */
export function comment(span: Span, whole: Span): SyntaxErrorReport {
  return syntaxError('comment', span, 'JSON has no comments', 'remove the comment', instead(whole, ''));
}

export function codeFence(span: Span, whole: Span): SyntaxErrorReport {
  const message = 'the fence of a Markdown code block is not JSON';
  return syntaxError('unexpected', span, message, 'remove the line', instead(whole, ''));
}

export function fullWidth(offset: number, written: string, meant: string): SyntaxErrorReport {
  const message = `\`${written}\` stands where JSON wants \`${meant}\``;
  return syntaxError(
    'full-width-punctuation',
    at(offset),
    message,
    `type \`${meant}\` with an English keyboard layout`,
    instead(at(offset), meant),
  );
}

/** A string in quotes that JSON does not know; `quote` is the opening one, or the foreign one of the two. */
export function foreignQuotes(span: Span, quote: string, written: string, value: string): SyntaxErrorReport {
  const fullWidthQuote = '＂「『«'.includes(quote) ? 'full-width-punctuation' : 'curly-quote';
  const kind = quote === "'" || quote === '`' ? 'single-quote' : fullWidthQuote;
  const message = `${inBackticks(written)} is not in straight double quotes`;
  const fix = isPlain(value) ? instead(span, `"${value}"`) : undefined;
  return syntaxError(kind, span, message, `write ${inBackticks(`"${value}"`)}`, fix);
}

export function noOpeningQuote(span: Span, written: string): SyntaxErrorReport {
  const fix = instead(at(span.offset, 0), '"');
  return syntaxError(
    'unclosed-string',
    span,
    `${inBackticks(written)} has no opening quote`,
    'put `"` before it',
    fix,
  );
}

export function unclosedString(span: Span, written: string): SyntaxErrorReport {
  return syntaxError(
    'unclosed-string',
    span,
    `the string ${inBackticks(written)} is not closed`,
    'put `"` at its end',
  );
}

export function quoteInside(offset: number, written: string): SyntaxErrorReport {
  const message = `a quote inside the string ${inBackticks(written)} is not escaped`;
  return syntaxError('unexpected', at(offset), message, 'write `\\"`');
}

/** @param offset behind the quote */
export function quoteTooEarly(offset: number): SyntaxErrorReport {
  const hint = 'write `\\"` inside a string, or `", "` between two';
  return syntaxError('unexpected', at(offset - 1), 'a quote ends the string before its end', hint);
}

export function multiLineString(span: Span): SyntaxErrorReport {
  const hint = 'close the string on its line, and write each action as a string of its own';
  return syntaxError('multi-line-string', span, 'a string runs over several lines', hint);
}

export function invalidEscape(span: Span, written: string): SyntaxErrorReport {
  const message = `${inBackticks(written)} is not an escape that JSON knows`;
  return syntaxError('invalid-escape', span, message, 'write `\\\\` for a backslash');
}

export function controlInString(span: Span, char: string): SyntaxErrorReport {
  const hint = char === '\t' ? 'remove it, or write `\\t`' : 'remove it';
  return syntaxError(
    'invalid-character',
    span,
    `a string holds the control character ${codePoint(char)}`,
    hint,
  );
}

export function foreignSpace(offset: number, char: string): SyntaxErrorReport {
  const message = `${codePoint(char)} is outside a string, but is not JSON white space`;
  const hint = 'remove it, or put an ordinary space in its place';
  // What shows nothing has no width that an ordinary space could keep.
  const fix = instead(at(offset), /\p{Cf}/u.test(char) ? '' : ' ');
  return syntaxError('invalid-character', at(offset), message, hint, fix);
}

/** Whether a text without quotes is meant as a whole: `1;` and `a=b` may be two things. */
function isWord(text: string): boolean {
  return /^[\w$.*:/@{}-]+$/.test(text);
}

/** Whether a text can be quoted as it is, and nothing of a syntax error is left in it. */
function isPlain(text: string): boolean {
  return !/["'\\\p{Cc}“”„‟＂‘’`]/u.test(text) && text.trim() === text;
}

/** The bracket that closes another one. */
export function closerOf(bracket: '{' | '['): '}' | ']' {
  return bracket === '{' ? '}' : ']';
}

function codePoint(char: string): string {
  return `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
