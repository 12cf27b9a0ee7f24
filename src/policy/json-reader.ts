import { hasHole, shownHole } from '../model/hole.ts';
import type { DocumentPath, Span, TextComment } from '../model/policy.ts';
import type { Bracket } from './bracket-balance.ts';
import { BracketRepair } from './bracket-repair.ts';
import { isSameValue, type JsonMember, type JsonNode } from './json-node.ts';
import { isNumber, JsonScanner } from './json-scanner.ts';
import * as syntaxErrors from './json-syntax-errors.ts';
import { nodeOfWord } from './json-words.ts';
import { type LocatedSyntaxError, SyntaxErrorLog } from './syntax-error-log.ts';
import { largest } from './text-size.ts';

/** A name that stands twice in one object. */
export interface Duplicate {
  /** Path of the member. */
  readonly path: DocumentPath;
  readonly member: string;
  readonly first: Span;
  readonly again: Span;
  /** Both have the same value. */
  readonly same?: true;
}

/** A text as JSON: what could be read, and what had to be fixed for it. */
export interface JsonReading {
  /** Of several documents one after another: a list of them. */
  readonly root: JsonNode;
  /** The text holds several documents. */
  readonly several: boolean;
  readonly syntaxErrors: readonly LocatedSyntaxError[];
  readonly duplicates: readonly Duplicate[];
  /** The comments that mean this program, where the language has comments. */
  readonly comments?: () => readonly TextComment[];
}

/** Brackets deeper than this are not read: no policy is, and the reader recurses. */
export const deepest = 64;

/** The referee takes a second for a million of these. */
const farTooDeep = '['.repeat(1000);

/** Of one object, more names that stand there already help nobody. */
export const mostDuplicates = 1000;

/** White space is asked for once at each place: two neighbouring runs of it would be tried in every division. */
const unopenedList = /^"[^"]*"(?:\s*,\s*"[^"]*")*(?:\s*,)?\s*\](?!\s*:)/;
const longestUnopenedList = 4000;

/** Reads any text. `JSON.parse` is the referee: syntax errors are found exactly where it refuses, and for texts too deep. */
export function readJson(text: string): JsonReading {
  if (text.includes(farTooDeep)) {
    const reading = new JsonReader(text, true).read();
    if (reading.syntaxErrors.some(({ syntaxError }) => syntaxError.kind === 'too-deep')) return reading;
  }
  let valid = true;
  try {
    JSON.parse(withoutHoles(text));
  } catch {
    valid = false;
  }
  const reading = new JsonReader(text, !valid).read();
  if (valid || reading.syntaxErrors.length > 0) return reading;
  return { ...reading, syntaxErrors: [{ path: [], syntaxError: syntaxErrors.unnamedSyntaxError() }] };
}

/** Any value may take the place of a hole where a value belongs; one in a string is a character like others. */
function withoutHoles(text: string): string {
  return hasHole(text) ? text.replace(/(?<=^|[\s:,[])\uE000+(?=$|[\s,\]}])/g, '0') : text;
}

/** A name in quotes and its colon, as what follows a word. */
const nextIsName = /^\s*"[^"]*"\s*:/;
const longestName = 200;

/** A bracket that is not closed yet. */
interface Open {
  readonly bracket: Bracket;
  /** The bracket is missing in the text. */
  readonly implied: boolean;
  readonly offset: number;
  /** Place of the comma after the last element or member. */
  comma: number | undefined;
}

/** What was read of an object so far. */
interface OpenObject {
  readonly members: JsonMember[];
  /** The first member of each name. */
  readonly names: Map<string, JsonMember>;
}

interface NameToken {
  readonly name: string;
  readonly span: Span;
  readonly unclosed: boolean;
}

class JsonReader {
  readonly #text: string;
  readonly #scanner: JsonScanner;
  readonly #log: SyntaxErrorLog;
  readonly #repair: BracketRepair;
  readonly #path: (string | number)[] = [];
  readonly #open: Open[] = [];
  readonly #duplicates: Duplicate[] = [];
  /** Reading ended early; nothing that is missing after it counts. */
  #ended = false;
  /** Place of the last token; a missing comma belongs at its end. */
  #lastStart = 0;
  #lastEnd = 0;
  #lastUnclosed = false;

  constructor(text: string, tolerant: boolean) {
    this.#text = text;
    this.#log = new SyntaxErrorLog(text, this.#path);
    this.#repair = new BracketRepair(text);
    this.#scanner = new JsonScanner(text, this.#log, tolerant);
  }

  read(): JsonReading {
    this.#scanner.next();
    const first = this.#root();
    const others = this.#otherDocuments(first);
    if (others.length === 0)
      return {
        root: first,
        several: false,
        syntaxErrors: this.#log.syntaxErrors(),
        duplicates: this.#duplicates,
      };
    const items = [first, ...others];
    const length = this.#lastEnd - first.offset;
    // What lies in the first document was met before anybody knew of the second.
    const second = others[0]?.offset ?? 0;
    const inList = <T extends { readonly path: DocumentPath }>(offset: number, one: T): T =>
      offset < second ? { ...one, path: [0, ...one.path] } : one;
    return {
      root: { type: 'list', items, offset: first.offset, length },
      several: true,
      syntaxErrors: this.#log
        .syntaxErrors()
        .map((syntaxError) => inList(syntaxError.syntaxError.offset, syntaxError)),
      duplicates: this.#duplicates.map((duplicate) => inList(duplicate.again.offset, duplicate)),
    };
  }

  /** Objects that follow an object that is the whole document; anything else there is only said to be too much. */
  #otherDocuments(first: JsonNode): readonly JsonNode[] {
    const scanner = this.#scanner;
    const others: JsonNode[] = [];
    // More of them than a file may hold are one too many, and need not be read to be counted.
    while (!this.#ended && scanner.kind !== 'end' && others.length <= largest.documents) {
      const { kind, start, end } = scanner;
      const follows = kind === '{' || (kind === ',' && scanner.peek() === '{');
      if (follows && first.type === 'object') {
        if (kind === ',') this.#advance();
        this.#path.push(others.length + 1);
        this.#log.add(syntaxErrors.secondDocument({ offset: scanner.start, length: 1 }));
        others.push(this.#value());
        this.#path.pop();
      } else {
        if (kind === '}' || kind === ']') this.#strayCloser();
        else this.#log.add(syntaxErrors.trailingText({ offset: start, length: end - start }));
        break;
      }
    }
    return others;
  }

  #root(): JsonNode {
    const scanner = this.#scanner;
    const isOpened = /[{[]/.test(this.#text[scanner.end] ?? '');
    if (isOpened && scanner.kind !== '{' && scanner.kind !== '[' && scanner.kind !== 'string') {
      this.#strayToken('before the document');
    }
    if (scanner.kind === 'string' && scanner.peek() === ':') {
      this.#log.add(syntaxErrors.documentNotOpened(this.#span(), scanner.value));
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
          this.#log.add(
            syntaxErrors.missingValue({ offset: start, length: scanner.end - start }, scanner.kind),
          );
        } else if (this.#open.length === 0) {
          this.#log.add(syntaxErrors.emptyDocument());
        }
        return { type: 'missing', offset: start, length: 0 };
    }
  }

  #word(): JsonNode {
    const scanner = this.#scanner;
    const isHole = /^\uE000+$/.test(scanner.value);
    if (!isHole && !/^(?:true|false|null)$/.test(scanner.value) && !isNumber(scanner.value))
      scanner.extendWord();
    const { kind, value, start, end } = scanner;
    const span = { offset: start, length: end - start };
    this.#advance();
    if (isHole) return { type: 'hole', written: shownHole, ...span };
    // Its closing quote came to light.
    if (kind === 'string') return { type: 'string', value, ...span };
    return nodeOfWord(value, span, this.#log);
  }

  #list(): JsonNode {
    const items: JsonNode[] = [];
    const own = this.#opened('[', false);
    this.#advance();
    for (;;) {
      const mark = this.#mark(own, items.length === 0);
      if (mark === 'read') continue;
      if (mark === 'closed') break;
      if (this.#objectGoesOn(items)) {
        this.#unclosed();
        break;
      }
      if (items.length > 0 && own.comma === undefined) this.#missingComma();
      own.comma = undefined;
      this.#path.push(items.length);
      items.push(this.#item());
      this.#path.pop();
    }
    this.#open.pop();
    return { type: 'list', items, offset: own.offset, length: this.#lastEnd - own.offset };
  }

  /** An element of a list: a name with a colon is the first member of an object whose bracket is missing. */
  #item(): JsonNode {
    const { kind, value } = this.#scanner;
    if (kind !== 'string' || this.#scanner.peek() !== ':') return this.#value();
    this.#log.add(syntaxErrors.objectNotOpened(this.#span(), value, 'list'));
    return this.#object(true);
  }

  /** A name with a colon after plain values: the list was not closed, and the object around it goes on. */
  #objectGoesOn(items: readonly JsonNode[]): boolean {
    return (
      this.#scanner.kind === 'string' &&
      this.#scanner.peek() === ':' &&
      items.at(-1)?.type === 'string' &&
      this.#open.at(-2)?.bracket === '{'
    );
  }

  #object(implied: boolean): JsonNode {
    const object: OpenObject = { members: [], names: new Map() };
    const { members } = object;
    const own = this.#opened('{', implied);
    if (!implied) this.#advance();
    for (;;) {
      const mark = this.#mark(own, members.length === 0);
      if (mark === 'read') continue;
      if (mark === 'closed') break;
      if (this.#scanner.kind === '{' || this.#scanner.kind === '[') {
        if (this.#bracketForName(own, object) === 'closed') break;
        continue;
      }
      const last = members.at(-1);
      if (last !== undefined && this.#listGoesOn(last.value))
        members.splice(-1, 1, { ...last, value: this.#unopenedList(last) });
      else {
        if (last !== undefined && own.comma === undefined) this.#missingComma();
        this.#member(object);
      }
      own.comma = undefined;
    }
    this.#open.pop();
    return { type: 'object', members, offset: own.offset, length: this.#lastEnd - own.offset };
  }

  #opened(bracket: Bracket, implied: boolean): Open {
    const own: Open = { bracket, implied, offset: this.#scanner.start, comma: undefined };
    this.#open.push(own);
    return own;
  }

  /** Reads what divides and closes the innermost bracket; nothing where an element or member begins. */
  #mark(own: Open, isEmpty: boolean): 'closed' | 'read' | undefined {
    if (this.#ended) return 'closed';
    const { kind, start } = this.#scanner;
    switch (kind) {
      case 'end':
        this.#endOfText();
        return 'closed';
      case '}':
      case ']':
        return this.#closer(own, kind === '}' ? '{' : '[');
      case ',':
        if (own.comma !== undefined || isEmpty) this.#log.add(syntaxErrors.extraComma(start));
        own.comma = start;
        this.#advance();
        return 'read';
      case ':':
      case '=':
        this.#unexpectedToken(own.bracket === '[' ? 'in a list' : 'without a name before it');
        this.#advance();
        return 'read';
      default:
        return undefined;
    }
  }

  /** A closing bracket: the own one, one of the other kind in its place, that of a bracket around, or one too many. */
  #closer(own: Open, opener: Bracket): 'closed' | 'read' {
    if (own.bracket === opener) {
      this.#trailingComma(own);
      this.#advance();
    } else if (!this.#wrongCloser(opener)) {
      if (!this.#repair.closesAround(this.#scanner.end, this.#brackets(), opener)) {
        this.#strayCloser();
        this.#advance();
        return 'read';
      }
      this.#trailingComma(own);
      this.#unclosed();
    }
    return 'closed';
  }

  /** An opening bracket where the name of a member belongs. */
  #bracketForName(own: Open, { members, names }: OpenObject): 'closed' | 'read' {
    const { kind } = this.#scanner;
    const last = members.at(-1);
    if (kind === '{' && last === undefined && own.comma === undefined) {
      members.push(...this.#doubleOpened());
      for (const member of members) names.set(member.name, member);
    } else if (last?.value.type === 'missing') {
      own.comma = undefined;
      this.#path.push(last.name);
      members.splice(-1, 1, { ...last, value: this.#value() });
      this.#path.pop();
    } else if (kind === '{' && own.comma !== undefined && this.#open.at(-2)?.bracket === '[') {
      this.#unclosed();
      return 'closed';
    } else {
      this.#unexpectedToken('where a member name belongs');
      this.#value();
    }
    return 'read';
  }

  /** `{{"Version": …`: the members of an object whose bracket is written twice. */
  #doubleOpened(): readonly JsonMember[] {
    const span = this.#span();
    const inner = this.#value();
    // Where only one of the two is closed, that says it all.
    if (this.#scanner.kind !== 'end') {
      this.#log.add(syntaxErrors.unexpectedToken(span, '{', 'where a member name belongs'));
    }
    return inner.type === 'object' ? inner.members : [];
  }

  /** `x "Statement": …`: steps over what is before a name, or takes it into the name where nothing is between them. */
  #nameBehindWord(): NameToken | undefined {
    const { kind, start, end, value } = this.#scanner;
    if (kind !== 'word' || !nextIsName.test(this.#text.slice(end, end + longestName))) return undefined;
    this.#strayToken('before a name');
    const name = this.#nameToken();
    if (name.span.offset !== end) return name;
    return {
      ...name,
      name: value + name.name,
      span: { offset: start, length: end - start + name.span.length },
    };
  }

  #strayToken(where: string): void {
    const { start, end } = this.#scanner;
    this.#log.add(syntaxErrors.unexpectedToken(this.#span(), this.#text.slice(start, end), where));
    this.#advance();
  }

  #member({ members, names }: OpenObject): void {
    const token = this.#nameBehindWord() ?? this.#nameToken();
    const { name, span } = token;
    this.#path.push(name);
    const separator = this.#separator(token);
    const { kind } = this.#scanner;
    const nothing = separator === 'none' && (kind === '}' || kind === ']' || kind === ',' || kind === 'end');
    const value: JsonNode = nothing
      ? { type: 'missing', offset: this.#lastEnd, length: 0 }
      : this.#objectMeant()
        ? this.#unopenedObject()
        : this.#value();
    const member: JsonMember = { name, nameSpan: span, separator, value };
    const first = names.get(name);
    if (first === undefined) names.set(name, member);
    else if (members.length - names.size < mostDuplicates) {
      const same = isSameValue(first.value, value, this.#text) ? ({ same: true } as const) : {};
      this.#duplicates.push({
        path: [...this.#path],
        member: name,
        first: first.nameSpan,
        again: span,
        ...same,
      });
    }
    members.push(member);
    this.#path.pop();
  }

  /** `"Condition": "Bool": {...}}`: whether a member is where a value belongs, and its object is closed later. */
  #objectMeant(): boolean {
    if (this.#scanner.kind !== 'string' || this.#scanner.peek() !== ':') return false;
    const open = this.#brackets();
    return this.#repair.fitsBetter(this.#scanner.end, [...open, '{'], open);
  }

  #unopenedObject(): JsonNode {
    this.#log.add(syntaxErrors.objectNotOpened(this.#span(), this.#scanner.value, 'member'));
    return this.#object(true);
  }

  /** `"Action": "a:b:c", "d:e:f"]`: whether strings and a closing bracket follow a member whose value is a string. */
  #listGoesOn(value: JsonNode): boolean {
    if (value.type !== 'string' || this.#scanner.kind !== 'string' || this.#scanner.peek() === ':')
      return false;
    const { start } = this.#scanner;
    return unopenedList.test(this.#text.slice(start, start + longestUnopenedList));
  }

  /** Reads the rest of a list whose opening bracket is missing before the value of its member. */
  #unopenedList({ name, value }: JsonMember): JsonNode {
    this.#log.add(syntaxErrors.listNotOpened(value, name));
    const items = [value];
    while (this.#scanner.kind === 'string' || this.#scanner.kind === ',') {
      if (this.#scanner.kind === 'string') items.push(this.#value());
      else this.#advance();
    }
    if (this.#scanner.kind === ']') this.#advance();
    return { type: 'list', items, offset: value.offset, length: this.#lastEnd - value.offset };
  }

  #nameToken(): NameToken {
    const { kind, value, start, end, unclosed } = this.#scanner;
    const span = { offset: start, length: end - start };
    this.#advance();
    // A word that no colon follows may be no name at all.
    if (kind === 'word')
      this.#log.add(syntaxErrors.unquotedName(span, value, ':='.includes(this.#scanner.kind)));
    return { name: value, span, unclosed };
  }

  #separator({ name, span, unclosed }: NameToken): JsonMember['separator'] {
    if (this.#scanner.kind !== ':' && this.#scanner.kind !== 'string' && this.#scanner.peek() === ':') {
      this.#strayToken('between a name and its colon');
    }
    const { kind, start, end } = this.#scanner;
    if (kind === ':') {
      this.#advance();
      return ':';
    }
    if (this.#scanner.kind === 'end') return 'none';
    if (kind === '=' || (kind === ',' && this.#looksLikeValue())) {
      this.#log.add(syntaxErrors.wrongColon({ offset: start, length: end - start }, kind, name));
      this.#advance();
      return kind === '=' ? '=' : 'none';
    }
    if (!unclosed) this.#log.add(syntaxErrors.missingColon(span.offset + span.length, name));
    return 'none';
  }

  /** Whether the token after a comma is a value, and no further name. */
  #looksLikeValue(): boolean {
    const following = this.#scanner.peek();
    if (following === '{' || following === '[') return true;
    if (following !== 'string') return false;
    return !nextIsName.test(this.#text.slice(this.#scanner.end, this.#scanner.end + longestName));
  }

  #tooDeep(): JsonNode {
    const offset = this.#scanner.start;
    this.#ended = true;
    this.#log.add(syntaxErrors.tooDeep(offset, deepest));
    return { type: 'missing', offset, length: 0 };
  }

  /** `"Statement": [...}`: steps over a closing bracket of the other kind. */
  #wrongCloser(opener: Bracket): boolean {
    const { kind, start, end } = this.#scanner;
    const open = this.#brackets();
    const own = open.at(-1);
    if (own === undefined || !this.#repair.isWrongCloser(end, open, opener)) return false;
    this.#log.add(syntaxErrors.wrongCloser(start, kind, own));
    this.#advance();
    return true;
  }

  #brackets(): readonly Bracket[] {
    return this.#open.map(({ bracket }) => bracket);
  }

  #unclosed(): void {
    const open = this.#open.at(-1);
    if (open !== undefined && !open.implied)
      this.#log.add(syntaxErrors.notClosedBefore(open.offset, open.bracket));
  }

  #endOfText(): void {
    this.#ended = true;
    // A string that is not closed swallowed the rest: it is the root cause.
    if (this.#lastUnclosed) return;
    const written = this.#open.filter(({ implied }) => !implied);
    const open = written.at(-1);
    if (open === undefined) return;
    const last = this.#text[this.#lastEnd - 1];
    this.#log.add(
      syntaxErrors.neverClosed(open.offset, open.bracket, written.length - 1, last === ',' || last === ':'),
    );
  }

  #strayCloser(): void {
    this.#log.add(syntaxErrors.closesNothing(this.#scanner.start, this.#scanner.kind));
  }

  #trailingComma({ comma, bracket }: Open): void {
    if (comma !== undefined) this.#log.add(syntaxErrors.trailingComma(comma, syntaxErrors.closerOf(bracket)));
  }

  #missingComma(): void {
    if (this.#lastUnclosed || this.#text[this.#lastEnd - 1] === ',') return;
    this.#log.add(syntaxErrors.missingComma(this.#lastEnd, this.#text.slice(this.#lastStart, this.#lastEnd)));
  }

  #unexpectedToken(where: string): void {
    this.#log.add(syntaxErrors.unexpectedToken(this.#span(), this.#scanner.kind, where));
  }

  #span(): Span {
    return { offset: this.#scanner.start, length: this.#scanner.end - this.#scanner.start };
  }
}
