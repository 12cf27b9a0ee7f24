import { type ApiMethod, anyMethod, httpMethods } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';

/** An API as somebody asks for it: with placeholders, with concrete ids, or as a full URL. */
export interface ApiQuestion {
  /** `ANY`: whatever answers for every method. */
  readonly method: ApiMethod;
  /** Path without host, query and trailing slash. */
  readonly path: string;
  /** The host of a full URL, as written. */
  readonly host?: string;
}

type ApiQuestionReading =
  | { readonly ok: true; readonly question: ApiQuestion }
  | { readonly ok: false; readonly problem: 'no-method' | 'no-path' };

const askable: readonly ApiMethod[] = [...httpMethods, anyMethod];

/** Whether a question speaks of an API rather than of an action or a task. */
export function looksLikeApi(text: string): boolean {
  const bare = requestLine(text);
  return (
    /^(?:[a-z]+\s*)?(?:https?:\/\/|\/|\{[^}]*\}\/)/i.test(bare) || methodBefore(bare, /^\S*\//) !== undefined
  );
}

/**
 * Reads `PUT /v1/cloudimages/tags`, also with concrete ids, as a full URL, with a `{Endpoint}` placeholder as host, or as
 * the first line of a request.
 */
export function readApiQuestion(text: string): ApiQuestionReading {
  const bare = requestLine(text);
  const [, word = '', rest = ''] =
    /^([a-z]+)\s*((?:https?:\/\/|\/|\{[^}]*\}\/).*)$/i.exec(bare) ?? methodBefore(bare, /^\S*\//) ?? [];
  const method = askable.find((known) => known === word.toUpperCase());
  if (method === undefined) return { ok: false, problem: 'no-method' };
  const [, host, target = ''] =
    /^(?:https?:\/\/([^/?#]*)|\{[^}]*\}(?=\/))?([^\s]*)$/i.exec(rest.trim()) ?? [];
  if (target === '' && host === undefined) return { ok: false, problem: 'no-path' };
  const path = normalPath(target);
  return { ok: true, question: { method, path, ...(host === undefined ? {} : { host }) } };
}

/** The first line of a request as method and address. */
function requestLine(text: string): string {
  return text.trim().replace(/\s+HTTP\/\d(?:\.\d)?$/i, '');
}

/** A known method and what follows it, if that looks as asked: `PUT v1/cloudimages/tags` lacks only a slash. */
function methodBefore(text: string, pattern: RegExp): readonly string[] | undefined {
  const [whole = '', word = '', rest = ''] = /^([a-z]+)\s+(\S+)$/i.exec(text) ?? [];
  const isMethod = askable.some((known) => known === word.toUpperCase());
  return isMethod && pattern.test(rest) ? [whole, word, rest] : undefined;
}

/** The path without query, fragment, doubled and trailing slashes. */
export function normalPath(path: string): string {
  const [bare = ''] = path.split(/[?#]/, 1);
  return `/${bare
    .split('/')
    .filter((segment) => segment !== '')
    .join('/')}`;
}

/** Whether a path segment is a placeholder: `{image_id}`, `{{id}}`, `:imageId`, `<id>`, `$id`. */
export function isPlaceholder(segment: string): boolean {
  return /^(?:\{.*\}|:.+|<.*>|\$.+)$/.test(segment);
}

/**
 * How well a template fits a question's path: per segment 1 for an equal literal, 0 for a placeholder, and -1 for a final
 * `*`, which matches any rest; `undefined` where it does not fit. A placeholder in the question never equals a literal.
 */
export function fitOf(template: string, path: string): readonly number[] | undefined {
  const wanted = segmentsOf(path);
  const { segments, rest } = readTemplate(template);
  if (rest !== undefined) return fitBefore(segments, rest, wanted);
  return wanted.length === segments.length ? fitOfSegments(segments, wanted) : undefined;
}

/** A template's segments; where the last one ends in `*`, all before it, and `rest` is what precedes the `*` in it. */
export function readTemplate(template: string): {
  readonly segments: readonly string[];
  readonly rest?: string;
} {
  const segments = segmentsOf(template);
  const last = segments.at(-1) ?? '';
  if (!last.endsWith('*')) return { segments };
  return { segments: segments.slice(0, -1), rest: last.slice(0, -1) };
}

/** @param start what the first segment of the rest begins with */
function fitBefore(
  before: readonly string[],
  start: string,
  wanted: readonly string[],
): readonly number[] | undefined {
  const [rest = ''] = wanted.slice(before.length);
  if (!rest.toLowerCase().startsWith(start.toLowerCase())) return undefined;
  const fit = wanted.length < before.length ? undefined : fitOfSegments(before, wanted);
  return fit && [...fit, -1];
}

function fitOfSegments(offered: readonly string[], wanted: readonly string[]): readonly number[] | undefined {
  const fit: number[] = [];
  for (const [i, segment] of offered.entries()) {
    const asked = wanted[i] ?? '';
    if (isPlaceholder(segment)) fit.push(0);
    else if (!isPlaceholder(asked) && segment.toLowerCase() === asked.toLowerCase()) fit.push(1);
    else return undefined;
  }
  return fit;
}

/** The segments of a path; of `/` a single empty one. */
export function segmentsOf(path: string): string[] {
  return normalPath(path).split('/').slice(1);
}

interface Api {
  readonly cloud: Cloud;
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

/**
 * The APIs that answer a question: of all templates that fit, those of the endpoint (cloud and service) with the most
 * literal one, in each cloud; endpoints that are equal in this, and operations behind one method and path, all answer. A
 * template with a final `*` is less literal than any other; one for every method gives way to the same one with the method.
 */
export function matchTemplates<T extends Api>(
  candidates: readonly T[],
  question: Pick<ApiQuestion, 'method' | 'path'>,
): T[] {
  const endpoints = new Map<string, T[]>();
  for (const candidate of candidates) {
    const endpoint = `${candidate.cloud} ${candidate.service}`;
    const there = endpoints.get(endpoint);
    if (there) there.push(candidate);
    else endpoints.set(endpoint, [candidate]);
  }
  const matches = [...endpoints.values()].flatMap((there) => mostLiteral(there, question) ?? []);
  const most = new Map<string, number>();
  for (const { cloud, literal } of matches)
    most.set(cloud, Math.max(literal, most.get(cloud) ?? Number.NEGATIVE_INFINITY));
  return matches.filter(({ cloud, literal }) => literal === most.get(cloud)).flatMap(({ found }) => found);
}

interface Match<T> {
  readonly cloud: string;
  /** As {@link literalOf} tells. */
  readonly literal: number;
  readonly found: readonly T[];
}

/** The best of one endpoint, if any fits. */
function mostLiteral<T extends Api>(
  candidates: readonly T[],
  question: Pick<ApiQuestion, 'method' | 'path'>,
): Match<T> | undefined {
  const fits = candidates.flatMap((candidate) => {
    const isMeant = candidate.method === question.method || candidate.method === anyMethod;
    const fit = isMeant ? fitOf(candidate.path, question.path) : undefined;
    return fit ? [{ candidate, literal: literalOf(fit), fit: fit.join('') }] : [];
  });
  // Most literal segments first; among equals the one that is literal earlier in the path.
  const best = fits.reduce<(typeof fits)[number] | undefined>((a, b) => {
    if (a === undefined || b.literal > a.literal) return b;
    return b.literal === a.literal && b.fit > a.fit ? b : a;
  }, undefined);
  if (best === undefined) return undefined;
  const found = fits
    .filter(({ fit, literal }) => literal === best.literal && fit === best.fit)
    .map(({ candidate }) => candidate);
  const ofMethod = found.filter(({ method }) => method === question.method);
  return {
    cloud: best.candidate.cloud,
    literal: best.literal,
    found: ofMethod.length > 0 ? ofMethod : found,
  };
}

/** How many segments are equal literals; with a final `*` negative, and the nearer to 0 the more there are. */
function literalOf(fit: readonly number[]): number {
  const literal = fit.filter((one) => one === 1).length;
  return fit.at(-1) === -1 ? -1 / (literal + 1) : literal;
}
