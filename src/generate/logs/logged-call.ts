import { normalPath } from '../../catalogue/path-template.ts';
import { type HttpMethod, httpMethods } from '../../model/claim.ts';

/** One call that a log shows. Nothing else of the log is kept: no user information, query, header or body. */
export interface LoggedCall {
  readonly method: HttpMethod;
  /** Without user information and port, in lower case; of a bucket's own host too. */
  readonly host?: string;
  /** Without query and fragment; what looks like an id or a token is `{id}`. */
  readonly path: string;
}

/** Whether the cloud refused a call: `unknown` where the log shows no answer, or not which call it answers. */
export type Answer = 'refused' | 'redirected' | 'answered' | 'maybe-refused' | 'unknown';

/** No address of an API is longer, and no path. */
const longestAddress = 8192;
const longestPath = 2000;

/**
 * A call by its method and address as a log prints them: a URL, or a path.
 * @returns nothing for what is not a call of an HTTP API
 */
export function loggedCall(word: string, address: string): LoggedCall | undefined {
  const method = httpMethods.find((known) => known === word.toUpperCase());
  if (method === undefined || address.length > longestAddress) return undefined;
  const [, authority, rest = ''] = /^(?:https?:\/\/([^/?#\\]*))?(.*)$/is.exec(address) ?? [];
  if (authority === undefined && !rest.startsWith('/')) return undefined;
  const path = shapeOf(rest);
  if (path.length > longestPath) return undefined;
  if (authority === undefined) return { method, path };
  const host = hostIn(authority);
  return host === undefined ? undefined : { method, host, path };
}

function hostIn(authority: string): string | undefined {
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  // Variables and placeholders may stand for parts of it.
  return /^(?:[a-z0-9_$<{][a-z0-9_.$<>{}-]{0,252}|\[[0-9a-f:.]{2,45}\])$/.test(host)
    ? copied(host)
    : undefined;
}

/** The same text without what it was cut from: a part of a text keeps the whole of it in memory. */
function copied(text: string): string {
  return text.split('').join('');
}

/**
 * A path without what tells one request from the next: query and fragment (also where they are escaped), parameters of
 * segments, doubled and trailing slashes, and ids.
 */
function shapeOf(target: string): string {
  const [path = ''] = target.split(/[?#\\\s]|%3f|%23/i, 1);
  return normalPath(path)
    .split('/')
    .map((segment) => {
      const [name = ''] = segment.split(/;|%3b/i, 1);
      return isId(name) ? '{id}' : name;
    })
    .join('/');
}

/**
 * UUIDs, ids of hexadecimal digits, long numbers, and what is too long to be a word: tokens. No literal segment of a documented
 * path is one of these (a test holds it).
 */
function isId(segment: string): boolean {
  return (
    /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}|\d{4,})$/i.test(segment) ||
    segment.length > 64 ||
    (segment.length >= 24 && /(?:\d[^\d.]*){3}/.test(segment) && /[A-Za-z]/.test(segment)) ||
    (segment.length >= 32 && /[A-Z]/.test(segment) && /[a-z]/.test(segment))
  );
}
