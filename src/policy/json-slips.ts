import { inBackticks } from '../model/in-backticks.ts';
import type { JsonSlip, Span, TextMend } from '../model/policy.ts';

/** What is known of a slip when it is met. */
export interface SlipReport {
  readonly kind: JsonSlip['kind'];
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly hint: string;
  readonly mend?: TextMend;
}

/** Every slip of JSON syntax, in words: what is wrong, and what to do. */

function slip(
  kind: SlipReport['kind'],
  { offset, length }: Span,
  message: string,
  hint: string,
  mend?: TextMend,
): SlipReport {
  return { kind, offset, length, message, hint, ...(mend === undefined ? {} : { mend }) };
}

/** Another text in the place of a slip. */
function instead({ offset, length }: Span, text: string): TextMend {
  return { offset, length, text };
}

function at(offset: number, length = 1): Span {
  return { offset, length };
}

export function emptyDocument(): SlipReport {
  return slip('unexpected', at(0, 0), 'the document is empty', 'write a policy, or remove the file');
}

/** For a text that JSON.parse refuses, and in which no slip was found. */
export function unnamedSlip(): SlipReport {
  return slip('unexpected', at(0, 0), 'the text is not JSON', 'check it with a JSON parser');
}

export function trailingText(span: Span): SlipReport {
  const hint = 'one file holds one document: remove what follows, or move it to a file of its own';
  return slip('trailing-text', span, 'there is more text after the end of the document', hint);
}

/** `span`: the document's opening bracket. */
export function secondDocument(span: Span): SlipReport {
  const hint = 'one file holds one document: move it to a file of its own';
  return slip('second-document', span, 'a second document follows', hint);
}

export function missingValue(span: Span, before: string): SlipReport {
  const hint = 'write the value, or remove what announces it';
  return slip('unexpected', span, `a value is missing before \`${before}\``, hint);
}

export function unexpectedToken(span: Span, token: string, where: string): SlipReport {
  const hint = 'remove it, or write what is missing before it';
  return slip('unexpected', span, `\`${token}\` stands ${where}`, hint);
}

export function trailingComma(offset: number, closer: string): SlipReport {
  return slip(
    'trailing-comma',
    at(offset),
    `trailing comma before \`${closer}\``,
    'remove the comma',
    instead(at(offset), ''),
  );
}

export function extraComma(offset: number): SlipReport {
  const mend = instead(at(offset), '');
  return slip('unexpected', at(offset), 'a comma has nothing before it', 'remove the comma', mend);
}

export function missingComma(offset: number, before: string): SlipReport {
  return slip(
    'missing-comma',
    at(offset, 0),
    `a comma is missing after ${inBackticks(before)}`,
    'put `,` after it',
    instead(at(offset, 0), ','),
  );
}

export function semicolon(offset: number): SlipReport {
  const mend = instead(at(offset), ',');
  return slip('unexpected', at(offset), '`;` is in the place of `,`', 'write `,`', mend);
}

export function missingColon(offset: number, name: string): SlipReport {
  const hint = 'put `:` and a value after it';
  return slip('missing-colon', at(offset, 0), `a colon is missing after ${inBackticks(name)}`, hint);
}

export function wrongColon(span: Span, written: string, name: string): SlipReport {
  const message = `\`${written}\` stands after ${inBackticks(name)} where \`:\` belongs`;
  return slip('missing-colon', span, message, 'write `:`', instead(span, ':'));
}

export function notClosedBefore(offset: number, bracket: '{' | '['): SlipReport {
  const message = `\`${bracket}\` is not closed before the brackets around it are`;
  return slip('unbalanced-bracket', at(offset), message, `put \`${closerOf(bracket)}\` where it ends`);
}

/** `others`: brackets around it that are not closed either. `cut`: the text ends where more has to follow. */
export function neverClosed(offset: number, bracket: '{' | '[', others: number, cut: boolean): SlipReport {
  const around =
    others === 1
      ? ', and neither is the bracket around it'
      : `, and neither are the ${others} brackets around it`;
  const message = `\`${bracket}\` is never closed${others === 0 ? '' : around}`;
  return cut
    ? slip('truncated', at(offset), `${message}: the text breaks off`, 'complete the text')
    : slip('unbalanced-bracket', at(offset), message, `put \`${closerOf(bracket)}\` where it ends`);
}

export function closesNothing(offset: number, bracket: string): SlipReport {
  const hint = 'remove it, or put the opening bracket where it belongs';
  return slip('unbalanced-bracket', at(offset), `\`${bracket}\` closes no bracket`, hint);
}

export function wrongCloser(offset: number, written: string, bracket: '{' | '['): SlipReport {
  const meant = closerOf(bracket);
  const message = `\`${written}\` stands where \`${meant}\` belongs`;
  return slip('unbalanced-bracket', at(offset), message, `write \`${meant}\``, instead(at(offset), meant));
}

export function documentNotOpened(span: Span, name: string): SlipReport {
  const message = `the document starts with the member ${inBackticks(name)}: its opening \`{\` is missing`;
  return slip('unbalanced-bracket', span, message, 'put `{` before it');
}

export function objectNotOpened(span: Span, name: string, where: 'list' | 'member'): SlipReport {
  const place = where === 'list' ? 'is in a list' : 'is where a value belongs';
  const message = `the member ${inBackticks(name)} ${place}: the \`{\` before it is missing`;
  return slip('unbalanced-bracket', span, message, 'put `{` before the first member and `}` after the last');
}

export function listNotOpened(span: Span, name: string): SlipReport {
  const message = `the list of ${inBackticks(name)} has no opening \`[\``;
  return slip('unbalanced-bracket', span, message, 'put `[` before its first value');
}

export function tooDeep(offset: number, deepest: number): SlipReport {
  const message = `brackets are nested more than ${deepest} deep`;
  return slip('too-deep', at(offset), message, 'no policy is: the text is not read further');
}

export function invalidNumber(span: Span, written: string): SlipReport {
  const message = `${inBackticks(written)} is not a number as JSON writes it`;
  return slip(
    'invalid-number',
    span,
    message,
    'write digits with at most one decimal point, without leading zeros',
  );
}

export function unquotedValue(span: Span, written: string): SlipReport {
  const lower = written.toLowerCase();
  const meant = ['true', 'false', 'null'].includes(lower) ? lower : `"${written}"`;
  return slip(
    'unquoted-name',
    span,
    `${inBackticks(written)} is not in quotes`,
    `write ${inBackticks(meant)}`,
    isWord(written) ? instead(span, meant) : undefined,
  );
}

/** `sure`: it is the name of a member. */
export function unquotedName(span: Span, name: string, sure: boolean): SlipReport {
  const message = `the name ${inBackticks(name)} is not in quotes`;
  const mend = sure && isWord(name) ? instead(span, `"${name}"`) : undefined;
  return slip('unquoted-name', span, message, `write ${inBackticks(`"${name}"`)}`, mend);
}

/** `whole`: the comment, with the white space or the line that goes with it. */
export function comment(span: Span, whole: Span): SlipReport {
  return slip('comment', span, 'JSON has no comments', 'remove the comment', instead(whole, ''));
}

export function codeFence(span: Span, whole: Span): SlipReport {
  const message = 'the fence of a Markdown code block is no JSON';
  return slip('unexpected', span, message, 'remove the line', instead(whole, ''));
}

export function fullWidth(offset: number, written: string, meant: string): SlipReport {
  const message = `\`${written}\` stands where JSON wants \`${meant}\``;
  return slip(
    'full-width-punctuation',
    at(offset),
    message,
    `type \`${meant}\` with an English keyboard layout`,
    instead(at(offset), meant),
  );
}

/** A string in quotes that JSON does not know; `quote` is the opening one, or the foreign one of the two. */
export function foreignQuotes(span: Span, quote: string, written: string, value: string): SlipReport {
  const fullWidthQuote = '＂「『«'.includes(quote) ? 'full-width-punctuation' : 'curly-quote';
  const kind = quote === "'" || quote === '`' ? 'single-quote' : fullWidthQuote;
  const message = `${inBackticks(written)} is not in straight double quotes`;
  const mend = isPlain(value) ? instead(span, `"${value}"`) : undefined;
  return slip(kind, span, message, `write ${inBackticks(`"${value}"`)}`, mend);
}

export function noOpeningQuote(span: Span, written: string): SlipReport {
  const mend = instead(at(span.offset, 0), '"');
  return slip(
    'unclosed-string',
    span,
    `${inBackticks(written)} has no opening quote`,
    'put `"` before it',
    mend,
  );
}

export function unclosedString(span: Span, written: string): SlipReport {
  return slip(
    'unclosed-string',
    span,
    `the string ${inBackticks(written)} is not closed`,
    'put `"` at its end',
  );
}

export function quoteInside(offset: number, written: string): SlipReport {
  const message = `a quote inside the string ${inBackticks(written)} is not escaped`;
  return slip('unexpected', at(offset), message, 'write `\\"`');
}

/** @param offset behind the quote */
export function quoteTooEarly(offset: number): SlipReport {
  const hint = 'write `\\"` inside a string, or `", "` between two';
  return slip('unexpected', at(offset - 1), 'a quote ends the string before its end', hint);
}

export function multiLineString(span: Span): SlipReport {
  const hint = 'close the string on its line, and write each action as a string of its own';
  return slip('multi-line-string', span, 'a string runs over several lines', hint);
}

export function invalidEscape(span: Span, written: string): SlipReport {
  const message = `${inBackticks(written)} is not an escape that JSON knows`;
  return slip('invalid-escape', span, message, 'write `\\\\` for a backslash');
}

export function controlInString(span: Span, char: string): SlipReport {
  const hint = char === '\t' ? 'remove it, or write `\\t`' : 'remove it';
  return slip('invalid-character', span, `a string holds the control character ${codePoint(char)}`, hint);
}

export function foreignSpace(offset: number, char: string): SlipReport {
  const message = `${codePoint(char)} is outside a string, but is not JSON white space`;
  const hint = 'remove it, or put an ordinary space in its place';
  // What shows nothing has no width that an ordinary space could keep.
  const mend = instead(at(offset), /\p{Cf}/u.test(char) ? '' : ' ');
  return slip('invalid-character', at(offset), message, hint, mend);
}

/** Whether a text without quotes is meant as a whole: `1;` and `a=b` may be two things. */
function isWord(text: string): boolean {
  return /^[\w$.*:/@{}-]+$/.test(text);
}

/** Whether a text can stand in quotes as it is, and nothing of a slip is left in it. */
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
