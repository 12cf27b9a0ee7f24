import type { Span } from '../../model/policy.ts';
import type { JsonNode } from '../../policy/json-node.ts';
import type { JsonValue } from '../../rules/rule.ts';
import { countOf, endOf, partSpan } from './json-place.ts';

/** How a text writes what stands between the values of its JSON. */
interface JsonStyle {
  /** Line end and indentation of the line that the value starts on; absent for a value on one line. */
  readonly lines?: { readonly lineEnd: string; readonly indentation: string; readonly step: string };
  /** What stands between a name and its value. */
  readonly colon: string;
  /** What stands between two values on one line. */
  readonly comma: string;
  /** What stands inside the brackets of a list, or of an object, on one line. */
  readonly padding: Readonly<Record<'list' | 'object', string>>;
}

/** Prints a value in a style. */
export function printJson(value: JsonValue, style: JsonStyle): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { lines } = style;
  const inside: JsonStyle =
    lines === undefined
      ? style
      : { ...style, lines: { ...lines, indentation: lines.indentation + lines.step } };
  const parts = isList(value)
    ? value.map((item) => printJson(item, inside))
    : Object.entries(value).map(
        ([name, member]) => `${JSON.stringify(name)}${style.colon}${printJson(member, inside)}`,
      );
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  if (lines === undefined || inside.lines === undefined) {
    const padding = style.padding[isList(value) ? 'list' : 'object'];
    return `${open}${padding}${parts.join(style.comma)}${padding}${close}`;
  }
  const start = `${lines.lineEnd}${inside.lines.indentation}`;
  return `${open}${start}${parts.join(`,${start}`)}${lines.lineEnd}${lines.indentation}${close}`;
}

/** `Array.isArray` does not tell a readonly list apart. */
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The style of a text around a place of it; a value in the place of a list or object over several lines has them too. */
export function styleAt(text: string, root: JsonNode, place: JsonNode): JsonStyle {
  const colon = colonOf(text, root) ?? ': ';
  const isContainer = place.type === 'list' || place.type === 'object';
  const own = text.slice(place.offset, endOf(place));
  const onLines = isContainer && /[\r\n]/.test(own);
  const padding = isContainer && !onLines ? (/^.([ \t]*)/.exec(own)?.[1] ?? '') : '';
  const plain = /\s$/.test(colon) ? ', ' : ',';
  return {
    ...(onLines
      ? {
          lines: {
            lineEnd: lineEndOf(text),
            indentation: indentationAt(text, place.offset),
            step: stepOf(text),
          },
        }
      : {}),
    colon,
    comma: (!onLines && commaOf(text, place)) || plain,
    padding: { list: '', object: '', ...(isContainer ? { [place.type]: padding } : {}) },
  };
}

/** What stands before a part of a list or object: the white space after the bracket or comma. */
export function gapBefore(text: string, { offset }: Span): string {
  let start = offset;
  while (/\s/.test(text[start - 1] ?? '')) start -= 1;
  return text.slice(start, offset);
}

/** The first colon of the text with the white space around it. */
function colonOf(text: string, node: JsonNode): string | undefined {
  const [member] = node.type === 'object' ? node.members : [];
  if (member !== undefined) {
    const between = text.slice(endOf(member.nameSpan), member.value.offset);
    return /[\r\n]/.test(between) ? undefined : between;
  }
  return undefined;
}

function commaOf(text: string, node: JsonNode): string | undefined {
  if ((node.type !== 'list' && node.type !== 'object') || countOf(node) < 2) return undefined;
  return text.slice(endOf(partSpan(node, 0)), partSpan(node, 1).offset);
}

function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** One step of indentation: that of the first line that has any. */
function stepOf(text: string): string {
  return /[\r\n]([ \t]+)[^\s]/.exec(text)?.[1] ?? '  ';
}

/** The blanks that the line of an offset starts with. */
function indentationAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end += 1;
  return text.slice(start, end);
}
