import type { DocumentPath, JsonSlip, SlipPlace } from '../model/policy.ts';
import { quoteTooEarly, type SlipReport } from './json-slips.ts';

/** A slip and where in the document it stands. */
export interface LocatedSlip {
  readonly slip: JsonSlip;
  readonly path: DocumentPath;
}

/** Slips of one habit: whoever makes one makes them all over the document. Reported once, with the other places. */
const habits: ReadonlySet<JsonSlip['kind']> = new Set([
  'comment',
  'full-width-punctuation',
  'curly-quote',
  'single-quote',
  'unquoted-name',
  'invalid-character',
  'second-document',
]);

/** After one of these the rest of the line is hard to tell apart ... */
const confusing: ReadonlySet<JsonSlip['kind']> = new Set(['unexpected', 'unquoted-name']);
/** ... so that these, on the same line, are its consequences. */
const consequences: ReadonlySet<JsonSlip['kind']> = new Set([
  'unexpected',
  'missing-comma',
  'missing-colon',
  'unclosed-string',
]);

/** More slips than this help nobody; the text goes on being read. */
const most = 50;

/** Collects the slips of one text: root causes only, each once, in the order of the text. */
export class SlipLog {
  readonly #text: string;
  readonly #path: DocumentPath;
  readonly #slips: { slip: SlipReport & { again?: SlipPlace[] }; path: DocumentPath }[] = [];
  readonly #seen = new Set<string>();
  #confusedUntil = -1;

  /** `path` is the reader's own, changing path: it is copied when a slip is met. */
  constructor(text: string, path: DocumentPath) {
    this.#text = text;
    this.#path = path;
  }

  /** Adds what is met. The words for it are made only while anybody wants them: a text may be nothing but slips. */
  add(report: SlipReport | (() => SlipReport)): void {
    if (this.#seen.size < 100 * most) this.#add(typeof report === 'function' ? report() : report);
  }

  #add(report: SlipReport): void {
    const key = `${report.kind}@${report.offset}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (report.kind === 'trailing-text') this.#forgetFrom(report.offset);
    if (consequences.has(report.kind) && report.offset <= this.#confusedUntil) return;
    if (confusing.has(report.kind)) this.#confusedUntil = this.#endOfLine(report.offset + report.length);
    const before = this.#slips.at(-1);
    if (before !== undefined && areOne(before.slip, report)) {
      before.slip = quoteTooEarly(report.offset);
      return;
    }
    const habit = habits.has(report.kind)
      ? this.#slips.find(({ slip }) => slip.kind === report.kind)
      : undefined;
    if (habit !== undefined) {
      habit.slip.again ??= [];
      const { offset, length, mend } = report;
      if (habit.slip.again.length < most)
        habit.slip.again.push({ offset, length, ...(mend === undefined ? {} : { mend }) });
    } else if (this.#slips.length < most) {
      this.#slips.push({ slip: { ...report }, path: [...this.#path] });
    }
  }

  /** What does not belong to the document need not be right. */
  #forgetFrom(offset: number): void {
    const kept = this.#slips.filter(({ slip }) => slip.offset < offset);
    this.#slips.splice(0, this.#slips.length, ...kept);
  }

  slips(): readonly LocatedSlip[] {
    return this.#slips.toSorted((a, b) => a.slip.offset - b.slip.offset);
  }

  #endOfLine(offset: number): number {
    let end = Math.max(offset, this.#confusedUntil);
    while (end < this.#text.length && this.#text[end] !== '\n' && this.#text[end] !== '\r') end++;
    return end;
  }
}

/** A comma and a quote missing at one place: a quote ends a string too early, and nobody can tell what was to follow. */
function areOne(one: SlipReport, other: SlipReport): boolean {
  const kinds = [one.kind, other.kind];
  return one.offset === other.offset && kinds.includes('missing-comma') && kinds.includes('unclosed-string');
}
