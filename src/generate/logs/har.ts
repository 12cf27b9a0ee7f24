import { answerOf, type CallTaker } from './log-form.ts';
import { loggedCall } from './logged-call.ts';

/** Names and values that are kept are not longer; of an address of more nothing is known. */
const longestText = 8192;
/** Documents of browsers are a few levels deep. */
const deepest = 1000;

/** Where the parts of a call are: `log.entries[].request.method` and so on. */
const places: readonly (readonly [path: string, part: 'method' | 'url' | 'status'])[] = [
  ['log.entries.*.request.method', 'method'],
  ['log.entries.*.request.url', 'url'],
  ['log.entries.*.response.status', 'status'],
];
const entryPath = 'log.entries.*';

/** An object or list that is being read. */
interface Level {
  readonly kind: 'object' | 'list';
  /** Its path as far as it matters; nothing for what cannot lead to a call. */
  readonly path: string | undefined;
  /** The member that is being read. */
  key: string | undefined;
  isValueNext: boolean;
}

/** A HAR document, read piece by piece: nothing of it is kept but method, address and status of the entry that is read. */
export class HarReader {
  readonly #taker: CallTaker;
  readonly #levels: Level[] = [];
  #entry: { method?: string; url?: string; status?: string } = {};
  #state: 'between' | 'string' | 'word' | 'done' | 'broken' = 'between';
  #text = '';
  #isKept = false;
  #isEscaped = false;

  constructor(taker: CallTaker) {
    this.#taker = taker;
  }

  feed(text: string): void {
    for (let at = 0; at < text.length; at++) {
      switch (this.#state) {
        case 'between':
          this.#between(text[at] ?? '');
          break;
        case 'string':
          at = this.#string(text, at);
          break;
        case 'word':
          if (/[\w.+-]/.test(text[at] ?? '')) {
            if (this.#text.length < 32) this.#text += text[at];
          } else {
            this.#value(this.#text);
            this.#state = 'between';
            at -= 1;
          }
          break;
        case 'done':
        case 'broken':
          return;
      }
    }
  }

  /** @returns whether the document was whole */
  end(): boolean {
    return this.#state === 'done';
  }

  #between(char: string): void {
    if (char === ' ' || char === '\n' || char === '\t' || char === '\r') return;
    const level = this.#levels.at(-1);
    switch (char) {
      case '{':
      case '[':
        this.#open(char === '{' ? 'object' : 'list');
        return;
      case '}':
      case ']':
        this.#close(char === '}' ? 'object' : 'list');
        return;
      case ',':
        if (level?.kind === 'object') level.isValueNext = false;
        return;
      case ':':
        if (level?.kind === 'object') level.isValueNext = true;
        return;
      case '"': {
        const isKey = level?.kind === 'object' && !level.isValueNext;
        this.#isKept = isKey ? level.path !== undefined : this.#partHere() !== undefined;
        this.#text = '';
        this.#state = 'string';
        return;
      }
      default:
        this.#text = char;
        this.#state = /[\w-]/.test(char) && level !== undefined ? 'word' : 'broken';
    }
  }

  #open(kind: Level['kind']): void {
    if (this.#levels.length >= deepest) {
      this.#state = 'broken';
      return;
    }
    const path = this.#levels.length === 0 ? '' : this.#pathHere();
    const isOnTheWay =
      path !== undefined && (path === '' || places.some(([place]) => place.startsWith(`${path}.`)));
    if (path === entryPath) this.#entry = {};
    this.#levels.push({ kind, path: isOnTheWay ? path : undefined, key: undefined, isValueNext: false });
  }

  #close(kind: Level['kind']): void {
    const level = this.#levels.pop();
    if (level?.kind !== kind) {
      this.#state = 'broken';
      return;
    }
    if (level.path === entryPath) this.#emit();
    if (this.#levels.length === 0) this.#state = 'done';
  }

  #string(text: string, start: number): number {
    let at = start;
    for (; at < text.length; at++) {
      const char = text[at];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (char === '\\') this.#isEscaped = true;
      else if (char === '"') break;
    }
    if (this.#isKept && this.#text.length <= longestText) this.#text += text.slice(start, at);
    if (at === text.length) return at;
    this.#state = 'between';
    const level = this.#levels.at(-1);
    if (level?.kind !== 'object' || level.isValueNext) this.#value(this.#isKept ? unescaped(this.#text) : '');
    else level.key = this.#isKept ? unescaped(this.#text) : undefined;
    return at;
  }

  #value(text: string): void {
    const part = this.#partHere();
    if (part !== undefined) this.#entry[part] = text;
  }

  #partHere(): 'method' | 'url' | 'status' | undefined {
    const path = this.#pathHere();
    return places.find(([place]) => place === path)?.[1];
  }

  /** The path of the value that is read. */
  #pathHere(): string | undefined {
    const level = this.#levels.at(-1);
    if (level?.path === undefined) return undefined;
    if (level.kind === 'list') return `${level.path}.*`;
    // A name that contains the separator belongs to something else.
    if (level.key === undefined || level.key.includes('.')) return undefined;
    return level.path === '' ? level.key : `${level.path}.${level.key}`;
  }

  #emit(): void {
    const { method = '', url = '', status = '' } = this.#entry;
    this.#entry = {};
    // Of what a browser loads from elsewhere: data:, blob:, extensions.
    if (/^(?!https?:)[a-z-]{1,40}:/i.test(url)) return;
    const call = loggedCall(method, /^https?:/i.test(url) ? url : '');
    const code = Number(status);
    if (call === undefined) this.#taker.unreadable();
    else this.#taker.call('har', call, Number.isInteger(code) && code >= 100 ? answerOf(code) : 'unknown');
  }
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return '';
  }
}
