import { assertNever } from '../../model/assert-never.ts';
import { curlLines } from './curl-lines.ts';
import { HarReader } from './har.ts';
import { type CallTaker, type LineReader, type LogForm, logForms } from './log-form.ts';
import { openstackLines } from './openstack-lines.ts';
import { plainLines } from './plain-lines.ts';
import { terraformLines } from './terraform-lines.ts';

/** Of a line so many characters are read. */
const longestLine = 1024 * 1024;

/** What was read, besides the calls. */
export interface LogSummary {
  readonly kind: 'lines' | 'har';
  /** The document ends before its end, or is broken: calls may be missing. */
  readonly isCut: boolean;
}

/**
 * Reads the calls out of a log that comes in pieces, split anywhere: debug logs of the Terraform providers, of OpenStack's
 * clients, curl commands, lines of method and address (in one file, mixed), or a HAR document. Memory is bounded whatever
 * the pieces hold.
 */
export class LogReader {
  readonly #taker: CallTaker;
  readonly #lines: readonly LineReader[];
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  /** The first bytes, until they tell how the text is encoded. */
  #first: readonly number[] = [];
  /** The beginning of the text, until it tells whether it is a HAR document. */
  #beginning: string | undefined = '';
  #har: HarReader | undefined;
  /** The beginning of a line whose end has not come yet. */
  #line = '';
  #isCut = false;

  /** @param isHar the name of the file says that it is a HAR document, however it begins */
  constructor(taker: CallTaker, { isHar = false }: { readonly isHar?: boolean } = {}) {
    this.#taker = taker;
    if (isHar) this.#asHar();
    this.#lines = logForms.flatMap((form) => lineReader(form, taker) ?? []);
  }

  feed(bytes: Uint8Array): void {
    if (this.#decoder !== undefined) {
      this.#text(this.#decoder.decode(bytes, { stream: true }));
      return;
    }
    const first = [...this.#first, ...bytes.subarray(0, 2 - this.#first.length)];
    const rest = bytes.subarray(first.length - this.#first.length);
    this.#first = first;
    if (first.length < 2) return;
    this.#start();
    this.feed(rest);
  }

  /** To be called once, after the last piece. */
  end(): LogSummary {
    if (this.#decoder === undefined) this.#start();
    this.#text(this.#decoder?.decode() ?? '');
    if (this.#beginning !== undefined) this.#asLines();
    if (this.#har !== undefined) return { kind: 'har', isCut: !this.#har.end() };
    if (this.#line !== '') this.#endLine();
    for (const reader of this.#lines) reader.end();
    return { kind: 'lines', isCut: false };
  }

  /** PowerShell writes UTF-16 where it redirects output. */
  #start(): void {
    const [one, other] = this.#first;
    const encoding =
      one === 0xff && other === 0xfe ? 'utf-16le' : one === 0xfe && other === 0xff ? 'utf-16be' : 'utf-8';
    this.#decoder = new TextDecoder(encoding);
    this.#text(this.#decoder.decode(Uint8Array.from(this.#first), { stream: true }));
  }

  #text(text: string): void {
    if (this.#har !== undefined) this.#har.feed(text);
    else if (this.#beginning === undefined) this.#addLines(text);
    else this.#look(this.#beginning + text);
  }

  /** A HAR document is an object whose first member is the object `log`. */
  #look(beginning: string): void {
    const text = beginning.trimStart();
    if (/^\{\s*"log"\s*:\s*\{/.test(text)) {
      this.#asHar().feed(text);
    } else if (/^(?:\{\s{0,1000}(?:"(?:l(?:o(?:g(?:"\s{0,1000}(?::\s{0,1000})?)?)?)?)?)?)?$/.test(text)) {
      this.#beginning = text;
    } else {
      this.#beginning = text;
      this.#asLines();
    }
  }

  #asHar(): HarReader {
    this.#beginning = undefined;
    this.#har = new HarReader(this.#taker);
    return this.#har;
  }

  #asLines(): void {
    const text = this.#beginning ?? '';
    this.#beginning = undefined;
    this.#addLines(text);
  }

  #addLines(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#addToLine(text, start, end);
      this.#endLine();
      start = end + 1;
    }
    this.#addToLine(text, start, text.length);
  }

  #addToLine(text: string, start: number, end: number): void {
    const room = longestLine - this.#line.length;
    if (end - start > room) this.#isCut = true;
    const more = text.slice(start, Math.min(end, start + room));
    this.#line = this.#line === '' ? more : this.#line + more;
  }

  #endLine(): void {
    const line = withoutColours(this.#line);
    const isCut = this.#isCut;
    this.#line = '';
    this.#isCut = false;
    const owner = this.#lines.find((reader) => reader.line(line, isCut));
    if (owner !== undefined) for (const other of this.#lines) if (other !== owner) other.interrupt?.();
  }
}

/** In this order: a line belongs to the first that knows it. */
function lineReader(form: LogForm, taker: CallTaker): LineReader | undefined {
  switch (form) {
    case 'terraform':
      return terraformLines(taker);
    case 'openstack':
      return openstackLines(taker);
    case 'curl':
      return curlLines(taker);
    case 'plain':
      return plainLines(taker);
    case 'har':
      return undefined;
    default:
      return assertNever(form);
  }
}

function withoutColours(line: string): string {
  const end = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (!end.includes('\u001b')) return end;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a sequence of the terminal begins with one
  return end.replace(/\x1b\[[\d;:?]{0,20}[A-Za-z]/g, '');
}
