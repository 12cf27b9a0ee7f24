import type { ErrorCode } from 'yaml';
import { inBackticks } from '../model/in-backticks.ts';
import type { Span } from '../model/policy.ts';
import type { SlipReport } from './json-slips.ts';

/** Every slip of YAML syntax, in words: what is wrong, and what to do. */

type Words = readonly [message: string, hint: string];

const indentation = 'indent what belongs together by the same number of blanks';
const inQuotes = 'put the value in quotes';

/** What the library's codes mean for a policy; codes that are not listed are said to be wrong as a whole. */
const words: Partial<Readonly<Record<ErrorCode, Words>>> = {
  BAD_ALIAS: ['a value that begins with `*` is an alias in YAML', inQuotes],
  BAD_DQ_ESCAPE: ['this is not an escape that YAML knows', 'write `\\\\` for a backslash'],
  BAD_INDENT: ['the indentation fits nothing above it', indentation],
  BAD_SCALAR_START: ['a value cannot begin with this character in YAML', inQuotes],
  BLOCK_AS_IMPLICIT_KEY: ['a second `:` is in one line of YAML', 'indent the line as those beside it'],
  BLOCK_IN_FLOW: ['YAML wants a comma between the values in brackets', 'put `,` between them'],
  MISSING_CHAR: ['the indentation fits nothing above it', indentation],
  MULTILINE_IMPLICIT_KEY: ['a name and its `:` have to stand on one line', 'put `:` after the name'],
};

const tabs: Words = [
  'a tab indents the line, but YAML takes blanks only',
  'write blanks in place of the tab',
];

/** A fault that the library reports. `written`: what stands there. */
export function syntaxSlip(code: ErrorCode, span: Span, written: string): SlipReport {
  const [message, hint] = words[code] ?? other(written);
  return { kind: 'unexpected', ...span, message, hint };
}

function other(written: string): Words {
  const what = written === '' ? 'the text breaks off' : `${inBackticks(written)} stands`;
  return [`${what} where YAML wants something else`, 'check indentation and brackets'];
}

export function tabInIndentation(offset: number): SlipReport {
  const [message, hint] = tabs;
  return { kind: 'invalid-character', offset, length: 1, message, hint };
}

/** `written`: the string up to the end of its first line. */
export function unclosedYamlString(span: Span, written: string): SlipReport {
  const message = `the string ${inBackticks(written)} is not closed on its line`;
  return { kind: 'unclosed-string', ...span, message, hint: `put \`${written[0] ?? '"'}\` at its end` };
}

/** `- *:*:*`: the usual way to come by an alias. */
export function notAnAlias(span: Span, written: string): SlipReport {
  const message = `${inBackticks(written)} begins with \`*\`, so that YAML takes it for an alias, and nothing has that name`;
  const mend = { ...span, text: `"${written}"` };
  return {
    kind: 'unquoted-name',
    ...span,
    message,
    hint: `write ${inBackticks(`"${written}"`)}`,
    ...(/["\\]/.test(written) ? {} : { mend }),
  };
}

/** An alias inside of what it stands for. */
export function endlessAlias(span: Span, written: string): SlipReport {
  const message = `${inBackticks(written)} stands for what it is part of`;
  return { kind: 'unexpected', ...span, message, hint: 'write the value out' };
}

export function unknownTag(span: Span, tag: string): SlipReport {
  const message = `the tag ${inBackticks(tag)} means nothing in a policy`;
  return { kind: 'unexpected', ...span, message, hint: 'write the value that it stands for' };
}

export function nameIsNoText(span: Span): SlipReport {
  const message = 'the name of a member is not a text';
  return { kind: 'unexpected', ...span, message, hint: 'write the name as a string' };
}

export function tooMuchMerged(span: Span): SlipReport {
  const message = 'merge keys bring in more members than are read';
  return { kind: 'too-deep', ...span, message, hint: 'write out what is needed' };
}
