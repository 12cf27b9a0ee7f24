import { shellCommand } from './shell-words.ts';

/** Options of curl whose value is the next word, by their letters. */
const lettersWithValue = 'AbcCDdeEFhHKmoPQrtTuUwxXyYz';
/** The long ones that are common, or whose value may look like an address. */
const longWithValue = new Set(
  'abstract-unix-socket aws-sigv4 cacert cert connect-to cookie cookie-jar connect-timeout data data-ascii data-binary data-raw data-urlencode doh-url dump-header form form-string header interface json key limit-rate max-redirs max-time noproxy oauth2-bearer output output-dir pass preproxy proxy proxy-header proxy-user range referer request request-target resolve retry retry-delay retry-max-time socks4 socks5 socks5-hostname stderr trace trace-ascii unix-socket upload-file url url-query user user-agent variable write-out'.split(
    ' ',
  ),
);
/** Those that send something, which makes the method POST. */
const sending = new Set([
  'data',
  'data-ascii',
  'data-binary',
  'data-raw',
  'data-urlencode',
  'json',
  'form',
  'form-string',
]);
const longOf: Readonly<Record<string, string>> = {
  X: 'request',
  d: 'data',
  F: 'form',
  G: 'get',
  I: 'head',
  T: 'upload-file',
};

/** Method and address of a call of curl; nothing else is kept of it. */
export interface CurlCall {
  readonly method: string;
  /** As written; without a scheme where it has none. */
  readonly address: string;
}

const start =
  /(?:^|[\s;&|(`])curl(?:\.exe)?[ \t]+(?=['"]?(?:-|https?:|[\w${<]{1,64}[\w}>.-]{0,255}\/)|[\\^`]\r?\n)/;

/** Whether a text contains a call of curl, readable or not. */
export function callsCurl(text: string): boolean {
  return start.test(text);
}

/** The first call of curl that a text contains. */
export function curlCall(text: string): CurlCall | undefined {
  return nextCall(text)?.call;
}

/** Every call of curl that a text contains; `undefined` for one without an address. */
export function curlCalls(text: string): readonly (CurlCall | undefined)[] {
  const calls: (CurlCall | undefined)[] = [];
  let rest = text;
  for (let next = nextCall(rest); next !== undefined; next = nextCall(rest)) {
    calls.push(next.call);
    rest = rest.slice(next.end);
  }
  return calls;
}

function nextCall(text: string): { readonly call: CurlCall | undefined; readonly end: number } | undefined {
  const found = start.exec(text);
  if (found === null) return undefined;
  const after = found.index + found[0].length;
  const { words, end } = shellCommand(text.slice(after));
  return { call: callIn(words), end: after + end };
}

function callIn(words: readonly string[]): CurlCall | undefined {
  const given = { request: '', get: false, head: false, upload: false, sends: false };
  let address: string | undefined;
  const take = (name: string, value: string) => {
    if (name === 'request') given.request = value;
    if (name === 'url') address ??= value;
    if (name === 'get') given.get = true;
    if (name === 'head') given.head = true;
    if (name === 'upload-file') given.upload = true;
    if (sending.has(name)) given.sends = true;
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word.startsWith('--')) {
      const [name = '', value] = split(word.slice(2));
      take(name, value ?? words[at + 1] ?? '');
      if (value === undefined && longWithValue.has(name)) at++;
    } else if (/^-[A-Za-z#0-9]/.test(word)) {
      const letter = [...word.slice(1)].findIndex((one) => lettersWithValue.includes(one));
      const flags = letter < 0 ? word.slice(1) : word.slice(1, letter + 1);
      for (const flag of flags) take(longOf[flag] ?? '', '');
      if (letter < 0) continue;
      const rest = word.slice(letter + 2);
      take(longOf[word[letter + 1] ?? ''] ?? '', rest === '' ? (words[at + 1] ?? '') : rest);
      if (rest === '') at++;
    } else if (isAddress(word)) {
      address ??= word;
    }
  }
  if (address === undefined) return undefined;
  return { method: methodOf(given), address };
}

function split(option: string): readonly [string, string?] {
  const equals = option.indexOf('=');
  return equals < 0 ? [option] : [option.slice(0, equals), option.slice(equals + 1)];
}

/** A URL, or a host or variable and a path. */
function isAddress(word: string): boolean {
  return /^(?:https?:\/\/|[\w.${<%-][^\s/]*\/)/i.test(word);
}

function methodOf(given: {
  readonly request: string;
  readonly get: boolean;
  readonly head: boolean;
  readonly upload: boolean;
  readonly sends: boolean;
}): string {
  if (given.request !== '') return given.request.toUpperCase();
  if (given.head) return 'HEAD';
  if (given.upload) return 'PUT';
  return given.sends && !given.get ? 'POST' : 'GET';
}
