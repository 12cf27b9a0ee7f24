import type { DocumentPath, JsonSyntaxError, SyntaxErrorPlace } from '../model/policy.ts';
import { quoteTooEarly, type SyntaxErrorReport } from './json-syntax-errors.ts';

/** A syntax error and where in the document it stands. */
export interface LocatedSyntaxError {
  readonly syntaxError: JsonSyntaxError;
  readonly path: DocumentPath;
}

/** Syntax errors of one habit: whoever makes one makes them all over the document. Reported once, with the other places. */
const habits: ReadonlySet<JsonSyntaxError['kind']> = new Set([
  'comment',
  'full-width-punctuation',
  'curly-quote',
  'single-quote',
  'unquoted-name',
  'invalid-character',
  'second-document',
]);

/** After one of these the rest of the line is hard to tell apart ... */
const confusing: ReadonlySet<JsonSyntaxError['kind']> = new Set(['unexpected', 'unquoted-name']);
/** ... so that these, on the same line, are its consequences. */
const consequences: ReadonlySet<JsonSyntaxError['kind']> = new Set([
  'unexpected',
  'missing-comma',
  'missing-colon',
  'unclosed-string',
]);

/** More syntax errors than this help nobody; the text goes on being read. */
const most = 50;

/** Collects the syntax errors of one text: root causes only, each once, in the order of the text. */
export class SyntaxErrorLog {
  readonly #text: string;
  readonly #path: DocumentPath;
  readonly #syntaxErrors: {
    syntaxError: SyntaxErrorReport & { again?: SyntaxErrorPlace[] };
    path: DocumentPath;
  }[] = [];
  readonly #seen = new Set<string>();
  #confusedUntil = -1;

  /** `path` is the reader's own, changing path: it is copied when a syntax error is met. */
  constructor(text: string, path: DocumentPath) {
    this.#text = text;
    this.#path = path;
  }

  /** Adds what is met. The words for it are made only while anybody wants them: a text may be nothing but syntax errors. */
  add(report: SyntaxErrorReport | (() => SyntaxErrorReport)): void {
    if (this.#seen.size < 100 * most) this.#add(typeof report === 'function' ? report() : report);
  }

  #add(report: SyntaxErrorReport): void {
    const key = `${report.kind}@${report.offset}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (report.kind === 'trailing-text') this.#forgetFrom(report.offset);
    if (consequences.has(report.kind) && report.offset <= this.#confusedUntil) return;
    if (confusing.has(report.kind)) this.#confusedUntil = this.#endOfLine(report.offset + report.length);
    const before = this.#syntaxErrors.at(-1);
    if (before !== undefined && areOne(before.syntaxError, report)) {
      before.syntaxError = quoteTooEarly(report.offset);
      return;
    }
    const habit = habits.has(report.kind)
      ? this.#syntaxErrors.find(({ syntaxError }) => syntaxError.kind === report.kind)
      : undefined;
    if (habit !== undefined) {
      habit.syntaxError.again ??= [];
      const { offset, length, fix } = report;
      if (habit.syntaxError.again.length < most)
        habit.syntaxError.again.push({ offset, length, ...(fix === undefined ? {} : { fix }) });
    } else if (this.#syntaxErrors.length < most) {
      this.#syntaxErrors.push({ syntaxError: { ...report }, path: [...this.#path] });
    }
  }

  /** What does not belong to the document need not be right. */
  #forgetFrom(offset: number): void {
    const kept = this.#syntaxErrors.filter(({ syntaxError }) => syntaxError.offset < offset);
    this.#syntaxErrors.splice(0, this.#syntaxErrors.length, ...kept);
  }

  syntaxErrors(): readonly LocatedSyntaxError[] {
    return this.#syntaxErrors.toSorted((a, b) => a.syntaxError.offset - b.syntaxError.offset);
  }

  #endOfLine(offset: number): number {
    let end = Math.max(offset, this.#confusedUntil);
    while (end < this.#text.length && this.#text[end] !== '\n' && this.#text[end] !== '\r') end++;
    return end;
  }
}

/** A comma and a quote missing at one place: a quote ends a string too early, and nobody can tell what was to follow. */
function areOne(one: SyntaxErrorReport, other: SyntaxErrorReport): boolean {
  const kinds = [one.kind, other.kind];
  return one.offset === other.offset && kinds.includes('missing-comma') && kinds.includes('unclosed-string');
}
