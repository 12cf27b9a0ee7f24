import { oncePerKey } from '../catalogue/once.ts';
import { compareText } from '../catalogue/order.ts';
import { actionNames, type Claim } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Entry, TitledEntry } from '../model/entry.ts';
import type { Task } from '../model/task.ts';
import type { Lexicon } from '../questions/lexicon.ts';
import { type Meaning, type Piece, readMeaning, thingsOf } from '../questions/meaning.ts';
import {
  isSameTarget,
  type KnownMeaning,
  type MeaningTable,
  packTable,
  type Target,
} from '../questions/meaning-table.ts';
import { readWords, type Word } from '../questions/read-words.ts';

/** One meaning of an API, an action or a task. */
export interface MeaningOf {
  readonly verb: string;
  readonly head: string;
  /** Sorted. */
  readonly others: readonly string[];
}

/** What a service's APIs are called. */
export interface NamedApis {
  readonly service: string;
  /** In the catalogue's order. */
  readonly entries: readonly TitledEntry[];
  readonly looseClaims: readonly Claim[];
}

/** The lexicon, with the words of each text read once: services and clouds share titles and the parts of paths. */
interface TitleReader extends Lexicon {
  wordsOf(text: string): readonly Word[];
}

function titleReader(lexicon: Lexicon): TitleReader {
  return { ...lexicon, wordsOf: oncePerKey((text) => readWords(text, lexicon)) };
}

/** The meanings of every service, by service, verb, head and other things. */
export function meaningsOf(
  services: readonly NamedApis[],
  tasks: readonly Task[],
  vocabulary: Lexicon,
): KnownMeaning[] {
  const lexicon = titleReader(vocabulary);

  const found = new Map<string, MeaningOf & { readonly service: string; readonly targets: Target[] }>();
  const put = (service: string, meaning: MeaningOf, target: Target): void => {
    const key = JSON.stringify([service, meaning.verb, meaning.head, meaning.others]);
    const known = found.get(key) ?? { service, ...meaning, targets: [] };
    if (!known.targets.some((other) => isSameTarget(other, target))) known.targets.push(target);
    found.set(key, known);
  };
  for (const { service, entries, looseClaims } of services) {
    entries.forEach((entry, at) => {
      for (const meaning of meaningsOfEntry(entry, lexicon)) put(service, meaning, at);
    });
    for (const { action, titles } of loneActions(looseClaims))
      for (const title of titles)
        for (const meaning of meaningsOfText(title, service, lexicon, operationOf(action)))
          put(service, meaning, action);
  }
  for (const task of tasks)
    for (const name of [task.name, ...task.synonyms])
      for (const meaning of meaningsOfText(name, task.service, lexicon, ''))
        put(task.service, meaning, { task: task.id });
  const order = ({ service, verb, head, others }: KnownMeaning) => [service, verb, head, ...others].join(' ');
  return [...found.values()].sort((one, other) => compareText(order(one), order(other)));
}

function meaningsOfEntry(entry: TitledEntry, lexicon: TitleReader): MeaningOf[] {
  // What takes any path has no meaning of its own.
  if (entry.path.endsWith('*')) return [];
  const titles = [entry.title, ...(entry.titleZh === undefined ? [] : [entry.titleZh])];
  return [
    ...titles.flatMap((title) => meaningsOfText(title, entry.service, lexicon, entry.path)),
    ...meaningsOfPath(entry, lexicon),
    ...meaningsOfPathVerb(entry, lexicon),
  ];
}

/** Where the title is a sentence, the path says shorter what it is about; verb and method have to agree. */
function meaningsOfPath({ title, path, method, service }: TitledEntry, lexicon: TitleReader): MeaningOf[] {
  const sentence = firstSentence(title);
  if (sentence.split(/\s+/u).length < 9) return [];
  const classes: Readonly<Record<string, string>> = {
    GET: 'read',
    POST: 'make',
    PUT: 'change',
    PATCH: 'change',
    DELETE: 'remove',
  };
  const { verbs, head, others } = readMeaning(lexicon.wordsOf(sentence), lexicon);
  const object = [
    ...(head === undefined ? [] : [head]),
    ...others.filter(({ part, means }) => part !== true && means !== true),
  ];
  const last = path.split('/').findLast((segment) => !/^\{.*\}$/u.test(segment)) ?? '';
  if (last === '') return [];
  return verbs
    .filter((verb) => lexicon.classOf(verb) === classes[method])
    .flatMap((verb) => meaningsOfText(`${verb} ${last}`, service, lexicon, path))
    .filter(({ head: thing }) => object.some(({ things: of }) => of.includes(thing)));
}

/** `POST /v1/{project_id}/cloudservers/{server_id}/resize` resizes a server, where the title is about one too. */
function meaningsOfPathVerb(
  { title, path, method, service }: TitledEntry,
  lexicon: TitleReader,
): MeaningOf[] {
  const [, collection, verb] = /\/([^/{}]+)\/\{[^/]*\}\/([^/{}]+)$/u.exec(path) ?? [];
  const word = lexicon.latin(verb ?? '');
  if (collection === undefined || word?.verbs.length !== 1 || word.things.length > 0) return [];
  if (method === 'GET' || method === 'DELETE' || lexicon.classOf(word.verbs[0] ?? '') === 'read') return [];
  const { head, others } = readMeaning(lexicon.wordsOf(firstSentence(title)), lexicon);
  const named = [...(head === undefined ? [] : [head]), ...others].flatMap(({ things: of }) => of);
  return meaningsOfText(`${verb} ${collection}`, service, lexicon, path).filter(({ head: thing }) =>
    named.includes(thing),
  );
}

/** What a title or the name of a task means; a title may name several verbs. `place`: a path or the name of an operation. */
function meaningsOfText(text: string, service: string, lexicon: TitleReader, place: string): MeaningOf[] {
  const plain = firstSentence(text.replace(/[(（][^)）]*[)）]/gu, ' '));
  return oneVerbEach(lexicon.wordsOf(plain)).flatMap((words) => {
    const meaning = readMeaning(words, lexicon);
    const isNamed = meaning.head !== undefined;
    const head =
      idOf(meaning.head, service) ?? (isNamed ? lexicon.vocabulary.services[service]?.default : undefined);
    if (head === undefined) return [];
    const others = [...new Set(meaning.others.flatMap((piece) => idOf(piece, service) ?? []))]
      .filter((id) => id !== head)
      .sort(compareText);
    return verbsOf(meaning, place, lexicon).map((verb) => ({ verb, head, others }));
  });
}

/** Some titles go on to explain themselves. */
function firstSentence(text: string): string {
  return text.split(/\.\s|[。;；]|[,，](?=\p{Script=Han})/u)[0] ?? '';
}

/** `Adding or deleting a tag`: once with each verb; `Restarting an instance or clearing its data`: each wish by itself. */
function oneVerbEach(words: readonly Word[]): Word[][] {
  const isVerb = (word: Word | undefined) =>
    word !== undefined && word.verbs.length > 0 && word.things.length === 0;
  const joins = (word: Word | undefined) =>
    word !== undefined && (word.small.includes('and') || word.small.includes('or'));
  const at = words.findIndex((word, i) => isVerb(word) && joins(words[i + 1]) && isVerb(words[i + 2]));
  const joined = words.findIndex(
    (word, i) => i > 1 && joins(word) && isVerb(words[0]) && isVerb(words[i + 1]),
  );
  if (at < 0 && joined > 0) return [words.slice(0, joined), words.slice(joined + 1)];
  if (at < 0) return [[...words]];
  return [at, at + 2].map((kept) => [
    ...words.slice(0, at),
    ...words.slice(kept, kept + 1),
    ...words.slice(at + 3),
  ]);
}

/** What a piece is by its id; the service's own name says nothing in its titles. */
function idOf(piece: Piece | undefined, service: string): string | undefined {
  if (piece === undefined) return undefined;
  const [thing] = piece.things;
  if (thing !== undefined) return thing;
  return piece.services.includes(service) ? undefined : `s:${piece.services[0]}`;
}

/** Whether an API that reads gives one thing or lists many, is seen from the number in its title and from its path. */
function verbsOf({ verbs, number }: Meaning, place: string, lexicon: TitleReader): string[] {
  return [
    ...new Set(
      verbs.flatMap((verb) => {
        if (lexicon.classOf(verb) !== 'read' || verb === 'read') return [verb];
        const last = place.split('/').at(-1) ?? '';
        if (/^\{.*\}$/u.test(last))
          return number === 'many' && !/id\}$/u.test(last) ? ['get', 'list'] : ['get'];
        if (/^list/iu.test(last)) return ['list'];
        if (/^details?$|[^s]s$/u.test(last))
          return number === 'one' && !/^detail/u.test(last) ? ['get', 'list'] : ['list'];
        if (number === 'many') return ['list'];
        return number === undefined ? ['get', 'list'] : ['get'];
      }),
    ),
  ];
}

/** The last segment of an action. */
function operationOf(action: string): string {
  return action.split(':')[2] ?? '';
}

/** Packs meanings with what the APIs know besides, for the program. */
export function packMeanings(
  meanings: readonly KnownMeaning[],
  services: readonly NamedApis[],
  vocabulary: Lexicon,
): MeaningTable {
  const lexicon = titleReader(vocabulary);
  return packTable(
    meanings,
    services.map(({ service, entries, looseClaims }) => ({
      service,
      entries: entries.map((entry) => ({ cloud: entry.cloud, things: thingsKnownTo(entry, lexicon) })),
      actions: loneActions(looseClaims).map(({ action, clouds, titles }) => ({
        action,
        clouds,
        things: things([...titles, ...action.split(':').slice(1)], lexicon),
      })),
    })),
  );
}

/** The actions that are the only one of a row without an API, with the titles of these rows. */
function loneActions(
  claims: readonly Claim[],
): { readonly action: string; readonly clouds: readonly Cloud[]; readonly titles: readonly string[] }[] {
  const rows = claims.flatMap((claim) => {
    const [action, ...others] = actionNames(claim.actions);
    return action === undefined || others.length > 0 || claim.status !== 'current' ? [] : [{ action, claim }];
  });
  return [...new Set(rows.map(({ action }) => action))].map((action) => {
    const here = rows.filter((row) => row.action === action).map(({ claim }) => claim);
    return {
      action,
      clouds: [...new Set(here.map(({ cloud }) => cloud))].sort(compareText),
      titles: here.map(({ title }) => title),
    };
  });
}

/** The things that the path, the actions and the titles of an API name. */
function thingsKnownTo(entry: Entry & { readonly titleZh?: string }, lexicon: TitleReader): string[] {
  const segments = entry.path.split('/').map((segment) => segment.replace(/^\{.*\}$/u, ''));
  const actions = actionNames(entry.actions).flatMap((action) => action.split(':').slice(1));
  return things([...segments, ...actions, entry.title, entry.titleZh ?? ''], lexicon);
}

function things(texts: readonly string[], lexicon: TitleReader): string[] {
  const found = texts.flatMap((text) => lexicon.wordsOf(text).flatMap((word) => thingsOf(word).slice(0, 1)));
  return [...new Set(found)].sort(compareText);
}
