import { normalPath } from '../catalogue/path-template.ts';
import { httpMethods } from '../model/claim.ts';
import type { RefusedCall } from '../model/refusal.ts';
import { curlCall } from './curl-call.ts';

/** No address of an API is longer. */
const longest = 2000;

const addressed =
  /\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS):? {1,3}"?((?:https?:\/\/[^\s"'<>\]),]{1,2000}|\/[^\s"'<>\]),]{1,2000}(?= {1,3}HTTP\/)))/g;

/**
 * The call that a text is about: of curl, the one that an SDK prints in brackets, else the last one that is written out
 * before the answer. Of several refusals that name their actions none is the one.
 * @param text as it is written
 * @param line the same on one line
 * @param isNamed the text names what was refused
 * @param answer where the answer of the cloud begins in the line
 */
export function refusedCall(
  text: string,
  line: string,
  { answer, isNamed }: { readonly answer: number; readonly isNamed: boolean },
): RefusedCall | undefined {
  const curl = curlCall(text);
  if (curl !== undefined) return callOf(curl.method, curl.address);
  const calls = [...line.matchAll(addressed)];
  const bracketed = calls.filter(({ index }) => line[index - 1] === '[');
  if (isNamed && new Set(bracketed.map(([call]) => call)).size > 1) return undefined;
  const chosen = bracketed[0] ?? calls.findLast(({ index }) => index < answer) ?? calls[0];
  if (chosen === undefined) return undefined;
  const [, method = '', address = ''] = chosen;
  // The first line of a request, which names its host in a header.
  const [, host] = address.startsWith('/')
    ? (/\bhost: ?([\w.:-]{1,255})/i.exec(line.slice(chosen.index)) ?? [])
    : [];
  return callOf(method, host === undefined ? address : `https://${host}${address}`);
}

/** The path of the only URL that a text has. */
export function pathWithoutMethod(line: string): string | undefined {
  const urls = new Set([...line.matchAll(/https?:\/\/[^\s"'<>\]),]{1,2000}/gi)].map(([url]) => url));
  const [url] = urls.size === 1 ? urls : [];
  const [, path = ''] = /^https?:\/\/[^/?#]*(\/[^?#]*)/i.exec(url ?? '') ?? [];
  return path === '' || path === '/' ? undefined : normalPath(path);
}

function callOf(word: string, address: string): RefusedCall | undefined {
  const method = httpMethods.find((known) => known === word);
  if (method === undefined || address.length > longest) return undefined;
  const [, host = '', path = ''] = /^(?:https?:\/\/)?([^/?#]*)([^?#]*)/i.exec(address) ?? [];
  const named = host.replace(/^.*@/, '');
  return { method, path: normalPath(path), ...(named === '' ? {} : { host: named }) };
}
