import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionNames } from '../../src/model/claim.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Task } from '../../src/model/task.ts';
import { openLexicon } from '../../src/questions/lexicon.ts';
import { readMeaning } from '../../src/questions/meaning.ts';
import type { QuestionData } from '../../src/questions/question-data.ts';
import { readWords } from '../../src/questions/read-words.ts';
import type { QuestionVocabulary } from '../../src/questions/vocabulary.ts';
import { plainSingular } from '../../src/questions/word-forms.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const { lexicon: packed } = JSON.parse(testData().get('questions.json') ?? '{}') as QuestionData;
const lexicon = openLexicon(packed);
const file = join(import.meta.dirname, '..', '..', 'rules', 'vocabulary', 'questions.yaml');
const vocabulary = parse(readFileSync(file, 'utf8')) as QuestionVocabulary;
const catalogue = loadTestCatalogue();

/** The things that a word of a path, as `securityGroupRules` or `route_table`, is a name of. */
function thingsOf(word: string): string[] {
  const words = readWords(word, lexicon);
  return words.length === 1 ? [...(words[0]?.things ?? [])] : [];
}

/** The last collection of a path, and the path with its place left open. */
function collectionOf(path: string): readonly [collection: string, rest: string] | undefined {
  const segments = path.split('/');
  const at = segments.findLastIndex((segment) => segment !== '' && !segment.startsWith('{'));
  const collection = segments[at];
  if (collection === undefined) return undefined;
  const rest = segments.map((segment, i) => (i === at ? '*' : segment.replace(/^\{.*\}$/u, '{}')));
  return [collection, rest.join('/')];
}

/** Collections beside each other that are one thing all the same, since the APIs do the same. */
const oneThing: readonly (readonly string[])[] = [
  // The service's own API, and the one of OpenStack.
  ['cloudvolumes', 'volumes', 'os-vendor-volumes'],
  ['cloudsnapshots', 'snapshots', 'os-vendor-snapshots'],
  ['cloudservers', 'servers'],
  ['cloudimages', 'images'],
];

/** Whether names differ in number and spelling alone, or are known to be of one thing. */
function areOne(names: readonly string[]): boolean {
  const plain = names.map((name) => plainSingular(name.toLowerCase().replaceAll('_', '')));
  return (
    new Set(plain).size === 1 ||
    oneThing.some((known) => names.every((name) => known.includes(name.toLowerCase())))
  );
}

describe('no thing joins two that have different APIs', () => {
  test('two collections of one place in a path are two things', () => {
    const joined = new Map<string, Set<string>>();
    for (const service of catalogue.covered())
      for (const { cloud, method, path } of catalogue.entries(service)) {
        const [collection = '', rest = ''] = collectionOf(path) ?? [];
        for (const thing of thingsOf(collection)) {
          const key = [service, cloud, method, rest, thing].join(' ');
          joined.set(key, (joined.get(key) ?? new Set()).add(collection));
        }
      }
    const several = [...joined].flatMap(([key, collections]) => {
      const names = [...collections].sort();
      return !areOne(names) ? [`${key}: ${names.join(', ')}`] : [];
    });
    expect(several).toEqual([]);
  });

  test('two resource types of a service that have actions of one name are two things', () => {
    const joined: string[] = [];
    for (const service of catalogue.covered()) {
      const types = new Map<string, Map<string, Entry[]>>();
      for (const entry of catalogue.entries(service))
        for (const action of actionNames(entry.actions)) {
          const [, type = '', operation = ''] = action.split(':');
          for (const thing of thingsOf(type)) {
            const key = `${thing} ${operation.toLowerCase()}`;
            const known = types.get(key) ?? new Map<string, Entry[]>();
            known.set(type, [...(known.get(type) ?? []), entry]);
            types.set(key, known);
          }
        }
      for (const [key, known] of types) {
        const names = [...known.keys()];
        if (!areOne(names)) joined.push(`${service} ${key}: ${names.join(', ')}`);
      }
    }
    expect(joined).toEqual([]);
  });
});

test('what things and verbs refer to is there', () => {
  const { verbs, things, services, opposites, rewrites } = vocabulary;
  const classes = new Set(Object.keys(verbs).map((verb) => lexicon.classOf(verb)));
  const missing = [
    ...Object.values(verbs).flatMap(({ means = [], becomes, swaps }) => [
      ...[...means, ...(swaps === undefined ? [] : [swaps]), ...(becomes ? [becomes.verb] : [])].filter(
        (verb) => verbs[verb] === undefined,
      ),
      ...(becomes && things[becomes.thing] === undefined ? [becomes.thing] : []),
    ]),
    ...Object.values(things).flatMap(({ kindOf, implies = [], home }) => [
      ...[...implies, ...(kindOf === undefined ? [] : [kindOf])].filter(
        (thing) => things[thing] === undefined,
      ),
      ...(home === undefined || catalogue.covers(home) ? [] : [home]),
    ]),
    ...Object.entries(services).flatMap(([code, { own = [], default: meant }]) => [
      ...(catalogue.service(code) === undefined ? [code] : []),
      ...[...own, ...(meant === undefined ? [] : [meant])].filter((thing) => things[thing] === undefined),
    ]),
    ...opposites.flat().filter((name) => !classes.has(name)),
    ...rewrites.flatMap(({ things: all = [], some = [], to }) =>
      [...all, ...some, to].filter((thing) => things[thing] === undefined),
    ),
  ];
  expect(missing).toEqual([]);
});

test('a verb is of one class with none that undoes it', () => {
  const wrong = vocabulary.opposites.filter(
    ([one, other]) => lexicon.classOf(one) === lexicon.classOf(other),
  );
  expect(wrong).toEqual([]);
});

test('no name of a task lacks the noun of its thing', () => {
  const tasks = JSON.parse(testData().get('tasks.json') ?? '[]') as readonly Task[];
  const lacking = tasks.flatMap(({ service, name, synonyms }) =>
    [name, ...synonyms].filter((text) => {
      const { head, others } = readMeaning(readWords(text, lexicon), lexicon);
      const own = vocabulary.services[service]?.own ?? [];
      const said = [...(head ? [head] : []), ...others].flatMap(({ things }) => things);
      const isOfService = said.some(
        (thing) => own.includes(thing) || vocabulary.things[thing]?.home === service,
      );
      const generic = said.every((thing) => thing === 'tag' || thing === 'quota');
      return said.length === 0 || (generic && !isOfService);
    }),
  );
  expect(lacking).toEqual([]);
});

test('the vocabulary has no word of a negation among its others', () => {
  const denied = Object.values(vocabulary.words.negation).flat();
  const others = [...Object.values(vocabulary.verbs), ...Object.values(vocabulary.things)].flatMap(
    ({ en = [], zh = [], de = [] }) => [...en, ...zh, ...de],
  );
  expect(others.filter((word) => denied.includes(word))).toEqual([]);
});
