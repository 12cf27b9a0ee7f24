/**
 * Whether `lint --fix` keeps its word, asked from outside: through the program for what it writes, through deciders and a
 * plain second decision for what its results do, and by a look at the tokens of both texts for what it left as it was.
 */

import { parse as parseYaml } from 'yaml';
import { createCatalogue } from '../../src/catalogue/loaded-catalogue.ts';
import { deciderFor } from '../../src/decide/decide-over-places.ts';
import { createTargets } from '../../src/decide/target.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Grant } from '../../src/model/grant.ts';
import type { Language } from '../../src/model/language.ts';
import type { Policy } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';
import { countByRule, type ReadData, runFixes } from './fix-runs.ts';
import { plainDecisions } from './plain-decision.ts';

/** What came of a check. */
export interface FixCheck {
  /** How many of the texts were changed. */
  readonly changed: number;
  /** As the program counts them. */
  readonly fixes: number;
  /** Safe fixes that were offered at first, by rule. */
  readonly offered: ReadonlyMap<string, number>;
  /** How many decisions were compared. */
  readonly decisions: number;
  /** What is wrong, with the number of the text; empty is what we want. */
  readonly problems: readonly string[];
}

/** Fixes texts as files of one call, and looks at what came out. */
export async function checkFixes(
  texts: readonly string[],
  readData: ReadData,
  language: 'json' | 'yaml' = 'json',
): Promise<FixCheck> {
  const before = new Map(texts.map((text, i) => [`p${String(i).padStart(6, '0')}.${language}`, text]));
  const unfixed = await runFixes(before, { safe: true, readData });
  const first = await runFixes(before, { safe: true, readData }, '--fix');
  const after = new Map([...before].map(([name, text]) => [name, first.written.get(name) ?? text]));
  const second = await runFixes(after, { safe: true, readData }, '--fix');
  const problems = [...second.written.keys()].map((name) => `${name}: a second run changes it again`);
  problems.push(...first.offered.map(({ file, rule }) => `${file}: a safe fix of ${rule} is left`));
  const compare = comparer(readData);
  let decisions = 0;
  for (const name of first.written.keys()) {
    const [old = '', now = ''] = [before.get(name), after.get(name)];
    problems.push(
      ...problemsOfText[language](old, now).map((problem) => `${name}: ${problem}\n${old}\n---\n${now}`),
    );
    const compared = compare(name, old, now);
    decisions += compared.decisions;
    problems.push(...compared.problems.map((problem) => `${name}: ${problem}\n${old}\n---\n${now}`));
  }
  const fixes = Number(/fixed (\d+) finding/.exec(first.stderr)?.[1] ?? 0);
  return { changed: first.written.size, fixes, offered: countByRule(unfixed), decisions, problems };
}

/** What is wrong with a text as the fixed form of another one, judged by its tokens and its tree. */
export function textProblems(before: string, after: string): readonly string[] {
  return [...tokenProblems(before, after), ...treeProblems(before, after, parseJson)];
}

const problemsOfText = {
  json: textProblems,
  yaml: (before: string, after: string) => [
    ...lineProblems(before, after),
    ...treeProblems(before, after, (text) => parseYaml(text) as unknown),
  ],
};

function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

/**
 * Of YAML lines go, and of a line letters: each that is left is one of before, in their order, but for the case of its
 * letters, or for items that are gone from between its brackets.
 */
function lineProblems(before: string, after: string): readonly string[] {
  const old = before.split('\n');
  let at = 0;
  for (const line of after.split('\n')) {
    while (at < old.length && !isLeftOf(old[at] ?? '', line)) at += 1;
    if (at === old.length) return [`${JSON.stringify(line)} is not what is left of a line`];
    at += 1;
  }
  return [];
}

function isLeftOf(old: string, line: string): boolean {
  const [whole, left] = [old.toLowerCase().replace(/\r$/, ''), line.toLowerCase().replace(/\r$/, '')];
  if (whole === left) return true;
  if (!left.includes('[') || !whole.includes('[')) return false;
  let at = 0;
  for (const letter of whole) if (letter === left[at]) at += 1;
  return at === left.length;
}

interface Token {
  readonly text: string;
  /** The white space before it. */
  readonly gap: string;
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/([\s\uFEFF]*)("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|$)/gu)].map(
    ([, gap = '', token = '']) => ({ text: token, gap }),
  );
}

/** Most tokens that can go between two that stay, and most places that a token may have stood at that are followed up. */
const furthest = 300;
const mostPlaces = 8;

/**
 * Fixes take tokens away and change the case of strings; every gap that is left stood where something was taken. Where a
 * token may have stood at several places, each is followed up.
 */
function tokenProblems(before: string, after: string): readonly string[] {
  const old = tokensOf(before);
  let places: readonly number[] = [-1];
  for (const token of tokensOf(after)) {
    const next = new Set<number>();
    for (const place of places) {
      let gapSeen = false;
      for (let at = place + 1; at < old.length && at <= place + furthest; at++) {
        const candidate = old[at] as Token;
        gapSeen ||= candidate.gap === token.gap;
        if (gapSeen && isSameToken(candidate.text, token.text)) next.add(at);
      }
    }
    if (next.size === 0)
      return [`${JSON.stringify(token.gap + token.text)} is neither what stood there nor what was left`];
    places = [...next].sort((a, b) => a - b).slice(0, mostPlaces);
    if (token.text === '' && !next.has(old.length - 1)) return ['the end of the text is gone'];
  }
  return [];
}

function isSameToken(one: string, other: string): boolean {
  if (one === other) return true;
  if (!one.startsWith('"') || !other.startsWith('"')) return false;
  return String(JSON.parse(one)).toLowerCase() === String(JSON.parse(other)).toLowerCase();
}

/** The tree is the same but for actions that are gone or in another case, services of resources in another case, and statements that are gone. */
function treeProblems(before: string, after: string, parse: (text: string) => unknown): readonly string[] {
  return isFixedTree(parse(before), parse(after), '') ? [] : ['the tree is another one'];
}

function isFixedTree(old: unknown, now: unknown, name: string): boolean {
  if (Array.isArray(old) && Array.isArray(now)) {
    if (name !== 'Action' && name !== 'Statement')
      return (
        old.length === now.length && old.every((item, i) => isFixedTree(item, now[i], `item of ${name}`))
      );
    let at = 0;
    for (const item of old) {
      const counterpart: unknown = now[at];
      const same =
        name === 'Action'
          ? String(item).toLowerCase() === String(counterpart).toLowerCase()
          : counterpart !== undefined && isFixedTree(item, counterpart, '');
      if (same) at += 1;
    }
    return at === now.length && now.length > 0;
  }
  if (typeof old === 'object' && old !== null && typeof now === 'object' && now !== null) {
    const [names, others] = [Object.keys(old), Object.keys(now)];
    return (
      names.join('\n') === others.join('\n') &&
      names.every((key) =>
        isFixedTree((old as Record<string, unknown>)[key], (now as Record<string, unknown>)[key], key),
      )
    );
  }
  if (name === 'item of Resource') return withFoldedService(String(old)) === withFoldedService(String(now));
  return old === now;
}

function withFoldedService(resource: string): string {
  return resource.replace(/^[^:]*/, (service) => service.toLowerCase());
}

/** Compares what two texts decide: every API of the catalogue both ways, every known action once more the plain way. */
function comparer(readData: ReadData) {
  const catalogue = createCatalogue((name) => JSON.parse(readData(name)) as unknown);
  const language = JSON.parse(readData('language.json')) as Language;
  const entries = catalogue.covered().flatMap((service) => catalogue.entries(service));
  const actions = ['ims', 'ecs', 'evs', 'vpc', 'obs', 'iam'].flatMap((service) =>
    catalogue.actions(service).map(({ action }) => action.toLowerCase()),
  );
  const targets = createTargets();
  const kinds = (policy: Policy, kind: Grant['place']['kind']) => {
    const decider = deciderFor([{ policy, place: { kind } }], {
      language,
      context: nothingKnown,
      levelOf: catalogue.level,
      ignoreDependencies: false,
      targets,
    });
    return entries.map((entry) => decider.kindOf(entry));
  };
  const plain = ({ statements }: Policy) => {
    const readable = statements.map(({ effect, actions, resource, condition }) => ({
      effect,
      actions: actions.map(({ text }) => text),
      maybe:
        condition !== undefined ||
        resource.kind === 'agencies' ||
        (resource.kind === 'list' && !resource.resources.some(({ text }) => text === '*')),
    }));
    return plainDecisions(actions, readable);
  };
  return (name: string, before: string, after: string) => {
    const [old, now] = [before, after].map((text) => readPolicyFile(name, text, readYaml).policies);
    const problems: string[] = [];
    let decisions = 0;
    if (old?.length !== now?.length) return { decisions, problems: ['it holds other policies'] };
    for (const [i, policy] of (old ?? []).entries()) {
      const other = now?.[i];
      if (other === undefined) continue;
      for (const place of ['iam', 'enterprise-project'] as const) {
        const expected = kinds(policy, place);
        decisions += expected.length;
        const differs = kinds(other, place).findIndex((kind, at) => kind !== expected[at]);
        const { cloud, method, path } = entries[differs] ?? {};
        if (differs >= 0) problems.push(`the decision for ${cloud} ${method} ${path} changes (${place})`);
      }
      const expected = plain(policy);
      decisions += expected.length;
      const differs = plain(other).findIndex((kind, at) => kind !== expected[at]);
      if (differs >= 0) problems.push(`the plain decision for ${actions[differs]} changes`);
    }
    return { decisions, problems };
  };
}
