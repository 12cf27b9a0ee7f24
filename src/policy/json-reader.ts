import { inBackticks } from '../model/in-backticks.ts';
import type { DocumentPath, Span } from '../model/policy.ts';
import type { JsonMember, JsonNode } from './json-node.ts';
import { isNumber, JsonScanner } from './json-scanner.ts';
import { type LocatedSlip, SlipLog } from './slip-log.ts';

/** A name that stands twice in one object. */
export interface Duplicate {
  /** Path of the member. */
  readonly path: DocumentPath;
  readonly member: string;
  readonly first: Span;
  readonly again: Span;
}

/** A text as JSON: what could be read, and what had to be mended for it. */
export interface JsonReading {
  readonly root: JsonNode;
  readonly slips: readonly LocatedSlip[];
  readonly duplicates: readonly Duplicate[];
}

/** Brackets deeper than this are not read: no policy is, and the reader recurses. */
const deepest = 200;

const unopenedList = /^"[^"]*"(?:\s*,\s*"[^"]*")*\s*,?\s*\]/;
const longestUnopenedList = 4000;

/** Reads any text. `JSON.parse` is the referee: slips are found exactly where it refuses, and for texts too deep. */
export function readJson(text: string): JsonReading {
  let valid = true;
  try {
    JSON.parse(text);
  } catch {
    valid = false;
  }
  const reading = new JsonReader(text, !valid).read();
  if (valid || reading.slips.length > 0) return reading;
  return { ...reading, slips: [{ path: [], slip: unnamedSlip }] };
}

const unnamedSlip = {
  kind: 'unexpected',
  offset: 0,
  length: 0,
  message: 'the text is not JSON',
  hint: 'check it with a JSON parser',
} as const;

interface Open {
  readonly bracket: '{' | '[';
  /** The bracket is missing in the text. */
  readonly implied: boolean;
  readonly offset: number;
}

interface NameToken {
  readonly name: string;
  readonly span: Span;
  readonly unclosed: boolean;
}

class JsonReader {
  readonly #text: string;
  readonly #scanner: JsonScanner;
  readonly #log: SlipLog;
  readonly #path: (string | number)[] = [];
  readonly #open: Open[] = [];
  readonly #duplicates: Duplicate[] = [];
  /** A member's name, read where a list goes on; the object around the list takes it. */
  #pendingName: NameToken | undefined;
  /** Reading ended early; nothing that is missing after it counts. */
  #ended = false;
  /** Place of the last token; a missing comma belongs at its end. */
  #lastStart = 0;
  #lastEnd = 0;
  #lastUnclosed = false;

  constructor(text: string, tolerant: boolean) {
    this.#text = text;
    this.#log = new SlipLog(text, this.#path);
    this.#scanner = new JsonScanner(text, this.#log, tolerant);
  }

  read(): JsonReading {
    this.#scanner.next();
    const root = this.#root();
    const { kind, start, end } = this.#scanner;
    if (!this.#ended && kind !== 'end') {
      if (kind === '}' || kind === ']') this.#strayCloser();
      else {
        this.#log.add({
          kind: 'trailing-text',
          offset: start,
          length: end - start,
          message: 'there is more text after the end of the document',
          hint: 'one file holds one document: remove what follows, or move it to a file of its own',
        });
      }
    }
    return { root, slips: this.#log.slips(), duplicates: this.#duplicates };
  }

  #root(): JsonNode {
    const scanner = this.#scanner;
    if (scanner.kind === 'string' && scanner.peek() === ':') {
      this.#missingOpener(scanner.start, 'document');
      return this.#object(true);
    }
    return this.#value();
  }

  /** Steps over the current token. */
  #advance(): void {
    this.#lastStart = this.#scanner.start;
    this.#lastEnd = this.#scanner.end;
    this.#lastUnclosed = this.#scanner.unclosed;
    this.#scanner.next();
  }

  #value(): JsonNode {
    const scanner = this.#scanner;
    const { start } = scanner;
    switch (scanner.kind) {
      case '{':
      case '[':
        if (this.#open.length >= deepest) return this.#tooDeep();
        return scanner.kind === '{' ? this.#object(false) : this.#list();
      case 'string': {
        const node: JsonNode = {
          type: 'string',
          value: scanner.value,
          offset: start,
          length: scanner.end - start,
        };
        this.#advance();
        return node;
      }
      case 'word':
        return this.#word();
      default:
        if (!this.#ended && scanner.kind !== 'end') {
          this.#log.add({
            kind: 'unexpected',
            offset: start,
            length: scanner.end - start,
            message: `a value is missing before ${inBackticks(scanner.kind)}`,
            hint: 'write the value, or remove what announces it',
          });
        } else if (this.#open.length === 0) {
          this.#log.add({
            kind: 'unexpected',
            offset: 0,
            length: 0,
            message: 'the document is empty',
            hint: 'write a policy, or remove the file',
          });
        }
        return { type: 'missing', offset: start, length: 0 };
    }
  }

  #word(): JsonNode {
    const scanner = this.#scanner;
    if (!/^(?:true|false|null)$/.test(scanner.value) && !isNumber(scanner.value)) scanner.extendWord();
    const { value, start, end } = scanner;
    const span = { offset: start, length: end - start };
    this.#advance();
    if (value === 'true' || value === 'false') return { type: 'boolean', ...span };
    if (value === 'null') return { type: 'null', ...span };
    if (isNumber(value)) return { type: 'number', ...span };
    if (/^[-+.]?[0-9]+(?:[.eE_]|$)[0-9a-zA-Z.+_-]*$/.test(value)) {
      this.#log.add({
        kind: 'invalid-number',
        ...span,
        message: `${inBackticks(value)} is not a number as JSON writes it`,
        hint: 'write digits with at most one decimal point, without leading zeros',
      });
      return { type: 'number', ...span };
    }
    const lower = value.toLowerCase();
    const literal = ['true', 'false', 'null'].includes(lower) ? lower : undefined;
    this.#log.add({
      kind: 'unquoted-name',
      ...span,
      message: `${inBackticks(value)} is not in quotes`,
      hint: literal === undefined ? `write ${inBackticks(`"${value}"`)}` : `write \`${literal}\``,
    });
    return { type: 'string', value, ...span };
  }

  #list(): JsonNode {
    const scanner = this.#scanner;
    const offset = scanner.start;
    const items: JsonNode[] = [];
    let comma: number | undefined;
    this.#open.push({ bracket: '[', implied: false, offset });
    this.#advance();
    for (;;) {
      const { kind, start } = scanner;
      if (this.#ended) break;
      if (kind === ']') {
        if (comma !== undefined) this.#trailingComma(comma, ']');
        this.#advance();
        break;
      }
      if (kind === 'end') {
        this.#endOfText();
        break;
      }
      if (kind === '}') {
        if (this.#closesAround('{')) {
          if (comma !== undefined) this.#log.add(trailingCommaSlip(comma, ']'));
          this.#unclosed();
          break;
        }
        this.#strayCloser();
        this.#advance();
      } else if (kind === ',') {
        if (comma !== undefined || items.length === 0) this.#extraComma(start);
        comma = start;
        this.#advance();
      } else if (kind === ':' || kind === '=') {
        this.#unexpectedToken('in a list');
        this.#advance();
      } else if (
        (kind === 'string' || kind === 'word') &&
        scanner.peek() === ':' &&
        this.#memberInList(items)
      ) {
        break;
      } else {
        if (items.length > 0 && comma === undefined) this.#missingComma();
        comma = undefined;
        this.#path.push(items.length);
        items.push(this.#item());
        this.#path.pop();
      }
    }
    this.#open.pop();
    return { type: 'list', items, offset, length: this.#lastEnd - offset };
  }

  /** An element of a list: a name with a colon is the first member of an object whose bracket is missing. */
  #item(): JsonNode {
    const { kind, start } = this.#scanner;
    if (kind !== 'string' || this.#scanner.peek() !== ':') return this.#value();
    this.#missingOpener(start, 'statement');
    return this.#object(true);
  }

  /** A name with a colon after plain values: the list was not closed, and the object around it goes on. */
  #memberInList(items: readonly JsonNode[]): boolean {
    const scanner = this.#scanner;
    if (scanner.kind !== 'string' || this.#open.at(-2)?.bracket !== '{') return false;
    if (items.length === 0 || items.at(-1)?.type !== 'string') return false;
    this.#unclosed();
    this.#pendingName = {
      name: scanner.value,
      span: { offset: scanner.start, length: scanner.end - scanner.start },
      unclosed: scanner.unclosed,
    };
    this.#advance();
    return true;
  }

  #object(implied: boolean): JsonNode {
    const scanner = this.#scanner;
    const offset = scanner.start;
    const members: JsonMember[] = [];
    const names = new Map<string, Span>();
    let comma: number | undefined;
    this.#open.push({ bracket: '{', implied, offset });
    if (!implied) this.#advance();
    for (;;) {
      const { kind, start } = scanner;
      if (this.#ended) break;
      if (this.#pendingName === undefined) {
        if (kind === '}') {
          if (comma !== undefined) this.#trailingComma(comma, '}');
          this.#advance();
          break;
        }
        if (kind === 'end') {
          this.#endOfText();
          break;
        }
        if (kind === ']') {
          if (this.#closesAround('[')) {
            if (comma !== undefined) this.#log.add(trailingCommaSlip(comma, '}'));
            this.#unclosed();
            break;
          }
          this.#strayCloser();
          this.#advance();
          continue;
        }
        if (kind === ',') {
          if (comma !== undefined || members.length === 0) this.#extraComma(start);
          comma = start;
          this.#advance();
          continue;
        }
        if (kind === ':' || kind === '=') {
          this.#unexpectedToken('without a name before it');
          this.#advance();
          continue;
        }
        if (kind === '{' || kind === '[') {
          if (kind === '{' && comma !== undefined && this.#open.at(-2)?.bracket === '[') {
            this.#unclosed();
            break;
          }
          this.#unexpectedToken('where a member name belongs');
          this.#value();
          continue;
        }
        if (this.#listGoesOn(members.at(-1)?.value)) {
          members.push(this.#unopenedList(members.pop()));
          comma = undefined;
          continue;
        }
        if (members.length > 0 && comma === undefined) this.#missingComma();
      }
      comma = undefined;
      this.#member(members, names);
    }
    this.#open.pop();
    return { type: 'object', members, offset, length: this.#lastEnd - offset };
  }

  #member(members: JsonMember[], names: Map<string, Span>): void {
    const token = this.#pendingName ?? this.#nameToken();
    this.#pendingName = undefined;
    const { name, span } = token;
    this.#path.push(name);
    const separator = this.#separator(token);
    const { kind } = this.#scanner;
    const nothing = separator === 'none' && (kind === '}' || kind === ']' || kind === ',' || kind === 'end');
    const value: JsonNode = nothing ? { type: 'missing', offset: this.#lastEnd, length: 0 } : this.#value();
    const first = names.get(name);
    if (first === undefined) names.set(name, span);
    else this.#duplicates.push({ path: [...this.#path], member: name, first, again: span });
    members.push({ name, nameSpan: span, separator, value });
    this.#path.pop();
  }

  /** `"Action": "a:b:c", "d:e:f"]`: whether strings and a closing bracket follow a member whose value is a string. */
  #listGoesOn(value: JsonNode | undefined): boolean {
    if (value?.type !== 'string' || this.#scanner.kind !== 'string' || this.#scanner.peek() === ':')
      return false;
    const { start } = this.#scanner;
    return unopenedList.test(this.#text.slice(start, start + longestUnopenedList));
  }

  /** Reads the rest of a list whose opening bracket is missing before the value of its member. */
  #unopenedList(member: JsonMember | undefined): JsonMember {
    if (member === undefined) throw new Error('a list goes on only after a member');
    const { offset, length } = member.value;
    this.#log.add({
      kind: 'unbalanced-bracket',
      offset,
      length,
      message: `the list of ${inBackticks(member.name)} has no opening \`[\``,
      hint: 'put `[` before its first value',
    });
    const items = [member.value];
    while (this.#scanner.kind === 'string' || this.#scanner.kind === ',') {
      if (this.#scanner.kind === 'string') items.push(this.#value());
      else this.#advance();
    }
    if (this.#scanner.kind === ']') this.#advance();
    return { ...member, value: { type: 'list', items, offset, length: this.#lastEnd - offset } };
  }

  #nameToken(): NameToken {
    const { kind, value, start, end, unclosed } = this.#scanner;
    const span = { offset: start, length: end - start };
    this.#advance();
    if (kind === 'word') {
      this.#log.add({
        kind: 'unquoted-name',
        ...span,
        message: `the name ${inBackticks(value)} is not in quotes`,
        hint: `write ${inBackticks(`"${value}"`)}`,
      });
    }
    return { name: value, span, unclosed };
  }

  #separator({ name, span, unclosed }: NameToken): JsonMember['separator'] {
    const { kind, start } = this.#scanner;
    if (kind === ':') {
      this.#advance();
      return ':';
    }
    if (this.#scanner.kind === 'end') return 'none';
    const after = span.offset + span.length;
    if (kind === '=' || (kind === ',' && this.#looksLikeValue())) {
      this.#log.add({
        kind: 'missing-colon',
        offset: start,
        length: 1,
        message: `\`${kind}\` stands after ${inBackticks(name)} where \`:\` belongs`,
        hint: 'write `:`',
      });
      this.#advance();
      return kind === '=' ? '=' : 'none';
    }
    if (!unclosed) {
      this.#log.add({
        kind: 'missing-colon',
        offset: after,
        length: 0,
        message: `a colon is missing after ${inBackticks(name)}`,
        hint: 'put `:` and a value after it',
      });
    }
    return 'none';
  }

  /** Whether the token after a comma is a value, and no further name. */
  #looksLikeValue(): boolean {
    const following = this.#scanner.peek();
    if (following === '{' || following === '[') return true;
    if (following !== 'string') return false;
    const rest = this.#text.slice(this.#scanner.end, this.#scanner.end + 200);
    return !/^\s*"[^"]*"\s*:/.test(rest);
  }

  #tooDeep(): JsonNode {
    const offset = this.#scanner.start;
    this.#ended = true;
    this.#log.add({
      kind: 'too-deep',
      offset,
      length: 1,
      message: `brackets are nested more than ${deepest} deep`,
      hint: 'no policy is: the text is not read further',
    });
    return { type: 'missing', offset, length: 0 };
  }

  /** Whether the closing bracket at hand closes an outer bracket, so that the inner one was never closed. */
  #closesAround(opener: Open['bracket']): boolean {
    const at = this.#open.findLastIndex(({ bracket }) => bracket === opener);
    if (at < 0) return false;
    const following = this.#scanner.peek();
    const around = this.#open[at - 1]?.bracket;
    if (following === 'end') return true;
    if (around === undefined) return false;
    return following === ',' || following === (around === '{' ? '}' : ']') || following === 'string';
  }

  #unclosed(): void {
    const open = this.#open.at(-1);
    if (open === undefined || open.implied) return;
    this.#log.add({
      kind: 'unbalanced-bracket',
      offset: open.offset,
      length: 1,
      message: `\`${open.bracket}\` is not closed before the brackets around it are`,
      hint: `put \`${open.bracket === '{' ? '}' : ']'}\` where it ends`,
    });
  }

  #endOfText(): void {
    this.#ended = true;
    // A string that is not closed swallowed the rest: it is the root cause.
    if (this.#lastUnclosed) return;
    const open = this.#open.findLast(({ implied }) => !implied);
    if (open === undefined) return;
    const others = this.#open.filter(({ implied }) => !implied).length - 1;
    const last = this.#text[this.#lastEnd - 1];
    const cut = last === ',' || last === ':';
    this.#log.add({
      kind: cut ? 'truncated' : 'unbalanced-bracket',
      offset: open.offset,
      length: 1,
      message:
        `\`${open.bracket}\` is never closed` +
        (others === 0
          ? ''
          : `, and neither ${others === 1 ? 'is the bracket' : `are the ${others} brackets`} around it`) +
        (cut ? ': the text breaks off' : ''),
      hint: cut ? 'complete the text' : `put \`${open.bracket === '{' ? '}' : ']'}\` where it ends`,
    });
  }

  #strayCloser(): void {
    const { kind, start } = this.#scanner;
    this.#log.add({
      kind: 'unbalanced-bracket',
      offset: start,
      length: 1,
      message: `\`${kind}\` closes no bracket`,
      hint: 'remove it, or put the opening bracket where it belongs',
    });
  }

  #missingOpener(offset: number, what: 'document' | 'statement'): void {
    const { value, end } = this.#scanner;
    this.#log.add({
      kind: 'unbalanced-bracket',
      offset,
      length: end - offset,
      message:
        what === 'document'
          ? `the document starts with the member ${inBackticks(value)}: its opening \`{\` is missing`
          : `the member ${inBackticks(value)} stands in a list: the \`{\` before it is missing`,
      hint:
        what === 'document' ? 'put `{` before it' : 'put `{` before the first member and `}` after the last',
    });
  }

  #trailingComma(offset: number, closer: string): void {
    this.#log.add(trailingCommaSlip(offset, closer));
  }

  #missingComma(): void {
    if (this.#lastUnclosed || this.#text[this.#lastEnd - 1] === ',') return;
    const before = this.#text.slice(this.#lastStart, this.#lastEnd);
    this.#log.add({
      kind: 'missing-comma',
      offset: this.#lastEnd,
      length: 0,
      message: `a comma is missing after ${inBackticks(before)}`,
      hint: 'put `,` after it',
    });
  }

  #extraComma(offset: number): void {
    this.#log.add({
      kind: 'unexpected',
      offset,
      length: 1,
      message: 'a comma has nothing before it',
      hint: 'remove the comma',
    });
  }

  #unexpectedToken(where: string): void {
    const { kind, start, end } = this.#scanner;
    this.#log.add({
      kind: 'unexpected',
      offset: start,
      length: end - start,
      message: `\`${kind}\` stands ${where}`,
      hint: 'remove it, or write what is missing before it',
    });
  }
}

function trailingCommaSlip(offset: number, closer: string) {
  return {
    kind: 'trailing-comma',
    offset,
    length: 1,
    message: `a comma stands before the closing \`${closer}\``,
    hint: 'remove the comma',
  } as const;
}
