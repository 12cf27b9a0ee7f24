import { dropSubject } from './drop-subject.ts';
import type { Lexicon } from './lexicon.ts';
import { isLink, literalThing, type Meaning, type Piece, readMeaning } from './meaning.ts';
import { isSameTarget, type KnownMeaning, type Meanings, type Target } from './meaning-table.ts';
import { readWords, type Word } from './read-words.ts';
import { onlyNearWord } from './typing-errors.ts';
import type { QuestionVocabulary } from './vocabulary.ts';
import { plainSingular } from './word-forms.ts';

/** What a question is understood with. */
export interface Understanding {
  readonly lexicon: Lexicon;
  readonly meanings: Meanings;
}

/** A meaning of one service that answers a question or a part of it. */
export interface Understood {
  readonly service: string;
  readonly verb: string;
  /** The head first. */
  readonly things: readonly string[];
  readonly targets: readonly Target[];
}

export interface UnderstoodPart extends Understood {
  /** Other services in which the question means something. */
  readonly alsoIn: readonly string[];
}

/** What became of a question. */
export type Outcome =
  | {
      readonly kind: 'understood';
      readonly parts: readonly UnderstoodPart[];
      readonly corrected: readonly string[];
    }
  | {
      readonly kind: 'choices';
      /** Best first; at most {@link mostChoices}. */
      readonly choices: readonly Understood[];
      /** Words that nothing in the catalogue has, and words that turn the question into another one. */
      readonly unknown: readonly string[];
      readonly negated: string | undefined;
    };

export const mostChoices = 5;

/** Finds what a question in plain words means. It is never answered by likeness: what is not equal is a choice. */
export function understand(question: string, context: Understanding): Outcome {
  const outcomes = wishesOf(question, context.lexicon).map((wish) => understandWish(wish, context));
  const outcome = outcomes.find(({ kind }) => kind === 'understood') ?? outcomes[0];
  if (outcome === undefined) throw new Error('a question has a text');
  return outcome;
}

/** All of it is needed; of what may be left out, what is understood. */
function understandWish({ texts, optional }: Wish, context: Understanding): Outcome {
  const needed = texts.map((text) => understandText(text, context));
  const [first] = needed;
  const failed = needed.find(({ kind }) => kind !== 'understood') ?? first;
  if (failed === undefined) throw new Error('a wish has a text');
  const further = optional.map((text) => understandText(text, context));
  const understood = [...needed, ...further].flatMap((one) => (one.kind === 'understood' ? [one] : []));
  if (failed.kind !== 'understood') return failed;
  return {
    kind: 'understood',
    parts: understood.flatMap(({ parts }) => parts),
    corrected: [...new Set(understood.flatMap(({ corrected }) => corrected))],
  };
}

function understandText(question: string, context: Understanding): Outcome {
  const { lexicon } = context;
  const bare = dropSubject(question, lexicon);
  const { text, corrected } = withoutTypingErrors(bare, context);
  const words = readWords(text, lexicon);
  // Looked for in the whole question: who is asked about may be nobody.
  const negated = [...readWords(withoutChoice(question), lexicon), ...words].find(({ small }) =>
    small.includes('negation'),
  );
  if (negated !== undefined) return { kind: 'choices', choices: [], unknown: [], negated: negated.text };
  const parts = partsOf(words);
  const meanings = parts.map((part) => readMeaning(part, lexicon));
  const unknown = [...new Set(meanings.flatMap((meaning) => unknownWords(meaning, context)))];
  const found = meanings.map((meaning) => answersTo(meaning, context));
  const isAlternative = words.some(({ small }) => small.includes('or'));
  if (!isAlternative && unknown.length === 0 && found.length > 0) {
    const answered = found.flatMap((one) => oneAnswer(one) ?? []);
    if (answered.length === found.length) return { kind: 'understood', parts: answered, corrected };
  }
  const exact = interleaved(found.map(({ services }) => services.flatMap(({ answers }) => answers)));
  const near = interleaved(meanings.map((meaning) => nearMeanings(meaning, context)));
  // What is like the question is of use where nothing, or one thing, is equal to it.
  const offered = exact.length > 1 ? exact : [...exact, ...near];
  return { kind: 'choices', choices: firstOfEach(offered), unknown, negated: undefined };
}

/** `能不能` asks; it denies nothing. */
function withoutChoice(question: string): string {
  return question.replace(/([能可会是有行要])(?:不|没)\1?/gu, '$1');
}

/** What a question asks for, in plain words. */
interface Wish {
  readonly texts: readonly string[];
  readonly optional: readonly string[];
}

const one = (text: string): Wish => ({ texts: [text], optional: [] });

/** Names of resources of Terraform, and command lines, in plain words: each is a way to read the question. */
function wishesOf(question: string, lexicon: Lexicon): Wish[] {
  const { products } = lexicon.vocabulary;
  const text = question.trim();
  const resource =
    /(data[.\s]+)?"?\b(?:opentelekomcloud|huaweicloud|flexibleengine)_(\w+?)(?:_v\d+(?:_\d+)?)?\b"?(?:\s+"[\w-]+"|\.[\w.[\]-]+)?/iu.exec(
      text,
    );
  if (resource?.[2] !== undefined) {
    const name = inService(resource[2], products.terraform, lexicon);
    const rest = `${text.slice(0, resource.index)} ${name} ${text.slice(resource.index + resource[0].length)}`;
    return wishesForResource(name, rest.replace(/\s+/gu, ' ').trim(), resource[1] !== undefined, lexicon);
  }
  const command = /^\$?\s*(?:openstack|otc|otce|hcloud|koocli)\s+(.+)$/iu.exec(text);
  if (command?.[1] === undefined) return [one(text)];
  const plain = command[1].replace(/\s--?\w.*$/u, '');
  return [one(inService(plain, products.cli, lexicon).replace(/\bshow$/u, 'show details'))];
}

/**
 * A resource by itself is what is to be created, a data source what is read. Whoever manages it with Terraform creates and
 * deletes it, and reads and updates it where there are APIs for that.
 */
function wishesForResource(name: string, text: string, isData: boolean, lexicon: Lexicon): Wish[] {
  if (isData) return [one(`show ${name}`)];
  const bare = dropSubject(text, lexicon).replace(/^resource\s+/u, '');
  if (/\b(?:manage|terraform|tofu|opentofu)\b|管理/iu.test(bare.replace(name, '')))
    return [
      {
        texts: [`create ${name}`, `delete ${name}`],
        optional: [`show details of ${name}`, `update ${name}`],
      },
    ];
  if (bare !== name) return [one(text)];
  const words = name.split(' ');
  const last = words.at(-1) ?? '';
  const created = one(`create ${name}`);
  return isVerbOnly(last, lexicon) ? [created, one([last, ...words.slice(0, -1)].join(' '))] : [created];
}

/** The words of a name that begins with the word of a product, with the code of its service. */
function inService(name: string, products: Readonly<Record<string, string>>, lexicon: Lexicon): string {
  const words = name.split(/[_\s]+/u);
  const product = (words[0] ?? '').toLowerCase();
  const rest = words.slice(1);
  const isName = lexicon.latin(words.slice(0, 2).join(' ').toLowerCase()) !== undefined;
  const code = !isName && Object.hasOwn(products, product) ? products[product] : undefined;
  // A verb alone is about the thing that the product is named after.
  if (code === undefined || rest.every((word) => isVerbOnly(word, lexicon))) return words.join(' ');
  return `${code} ${rest.join(' ')}`;
}

function isVerbOnly(word: string, lexicon: Lexicon): boolean {
  const reading = lexicon.latin(word);
  return reading !== undefined && reading.verbs.length > 0 && reading.things.length === 0;
}

/** Words that the catalogue does not hold and that are one edit from one that is known. */
function withoutTypingErrors(
  text: string,
  { lexicon, meanings }: Understanding,
): { readonly text: string; readonly corrected: readonly string[] } {
  const unknown = new Set(
    readWords(text, lexicon)
      .filter(({ literal, han, text: word }) => literal && !han && !meanings.has(literalThing(word)))
      .map((word) => word.text),
  );
  if (unknown.size === 0) return { text, corrected: [] };
  const corrected: string[] = [];
  const better = text.replace(/[\p{L}\p{N}]+/gu, (written) => {
    const word = plainSingular(written.toLowerCase());
    if (!unknown.has(word)) return written;
    const parts = compoundParts(word, lexicon);
    if (parts !== undefined) return parts;
    const known = [...lexicon.words(), ...meanings.words()];
    const near = onlyNearWord(written.toLowerCase(), known) ?? onlyNearWord(word, known);
    if (near === undefined) return written;
    corrected.push(`${written.toLowerCase()}: ${near}`);
    return near;
  });
  return { text: better, corrected };
}

/** The nouns of a German compound: `Festplattensnapshot` as `festplatte snapshot`. */
function compoundParts(word: string, lexicon: Lexicon): string | undefined {
  const isNoun = (part: string) => part.length > 2 && (lexicon.latin(part)?.things.length ?? 0) > 0;
  for (let at = word.length - 3; at >= 3; at--) {
    const last = word.slice(at);
    if (
      ![
        last,
        ...['n', 'en', 's', 'e'].filter((end) => last.endsWith(end)).map((end) => last.slice(0, -end.length)),
      ].some(isNoun)
    )
      continue;
    const first = word.slice(0, at);
    const stem = [
      first,
      ...['s', 'n', 'en', 'es']
        .filter((end) => first.endsWith(end))
        .map((end) => first.slice(0, -end.length)),
    ].find(isNoun);
    if (stem !== undefined) return `${stem} ${last}`;
  }
  return undefined;
}

/** The wishes of a question, one for each verb or thing that `and` joins; what one does not say, it has from the other. */
function partsOf(words: readonly Word[]): Word[][] {
  const isJoin = ({ small }: Word) => small.includes('and') || small.includes('or');
  const parts: Word[][] = [[]];
  for (const word of words) {
    if (isJoin(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  const said = parts.filter((part) => part.some((word) => !word.small.includes('filler')));
  const verbs = said.map((part) =>
    part.findIndex((word) => word.verbs.length > 0 && (word.things.length === 0 || word === part[0])),
  );
  const isAbout = (word: Word) => word.things.length + word.services.length > 0 || word.literal;
  return said.map((part, at) => {
    let whole = part;
    if (verbs[at] === -1) {
      // The verb of the part before it; in German that of the one after it.
      const other = said.findLastIndex((_, i) => i < at && (verbs[i] ?? -1) >= 0);
      const from = other >= 0 ? other : verbs.findIndex((place) => place >= 0);
      const verb = said[from]?.[verbs[from] ?? -1];
      if (verb !== undefined) whole = from < at ? [verb, ...part] : [...part, verb];
    }
    const again = whole.findIndex((word) => word.small.includes('again'));
    const earlier = said[at - 1];
    if (again >= 0 && earlier !== undefined) {
      const link = earlier.findIndex(isLink);
      const isEither = link > 0 && earlier.slice(0, link).some(isAbout) && earlier.slice(link).some(isAbout);
      const thing = isEither ? unclear(whole[again]) : earlier.findLast(isAbout);
      if (thing !== undefined) return whole.map((word, i) => (i === again ? thing : word));
    }
    if (whole.some(isAbout)) return whole;
    const later = said.slice(at + 1).find((other) => other.some(isAbout));
    const rest = later?.filter((_, i) => i !== later.findIndex(({ verbs: of }) => of.length > 0));
    return rest === undefined ? whole : [...whole, ...rest];
  });
}

/** `it` after `a tag from a disk` may be either: a word that nothing knows. */
function unclear(word: Word | undefined): Word | undefined {
  return word === undefined ? undefined : { ...word, small: [], literal: true };
}

function unknownWords({ head, others }: Meaning, { meanings }: Understanding): string[] {
  return [...(head === undefined ? [] : [head]), ...others]
    .filter(
      ({ things, services }) =>
        services.length === 0 && !things.some((thing) => !/^[=]/u.test(thing) || meanings.has(thing)),
    )
    .map(({ text }) => text);
}

interface ServiceAnswers {
  readonly service: string;
  /** More than one where the verb means several things. */
  readonly answers: readonly Understood[];
}

interface Found {
  readonly services: readonly ServiceAnswers[];
  /** The service of the thing by itself. */
  readonly home: string | undefined;
  /** Services that the question names. */
  readonly named: readonly string[];
  /** Services that other things of the question belong to. */
  readonly places: readonly string[];
  /** The thing may well be another one than those that were found: only a service that is named makes sure. */
  readonly isVague: boolean;
}

/** The one answer, where the services leave one. */
function oneAnswer({ services, home, named, places, isVague }: Found): UnderstoodPart | undefined {
  const ofNamed = services.filter(({ service }) => named.includes(service));
  const left = ofNamed.length > 0 ? ofNamed : services;
  const at =
    [home, ...places].flatMap((code) => left.find(({ service }) => service === code) ?? [])[0] ??
    (left.length === 1 ? left[0] : undefined);
  if (at === undefined || new Set(at.answers.map(({ targets }) => JSON.stringify(targets))).size !== 1)
    return undefined;
  if (isVague && !named.includes(at.service) && !places.includes(at.service)) return undefined;
  // Of a thing that another service is known for, the question may well mean what that service does not have.
  if (
    home !== undefined &&
    at.service !== home &&
    !named.includes(at.service) &&
    !places.includes(at.service)
  )
    return undefined;
  const [answer] = at.answers;
  if (answer === undefined) return undefined;
  return {
    ...answer,
    alsoIn: left.map(({ service }) => service).filter((service) => service !== at.service),
  };
}

/** Everything that a meaning is equal to, by service. */
function answersTo(meaning: Meaning, context: Understanding): Found {
  const { vocabulary } = context.lexicon;
  const { head, others } = meaning;
  const pieces = [...(head === undefined ? [] : [head]), ...others];
  const named = pieces.flatMap(({ services }) => services);
  const only = pieces.filter(({ things }) => things.length === 0).map(({ services }) => services);
  const said = others.flatMap(({ things }) => things);
  const owners = Object.entries(vocabulary.services)
    .filter(([, { own = [] }]) => own.some((thing) => said.includes(thing)))
    .map(([code]) => code);
  const places = [
    ...said.flatMap((thing) => vocabulary.things[thing]?.home ?? []),
    // A thing that several services have tells none of them.
    ...(owners.length === 1 ? owners : []),
  ];
  const heads = headsOf(meaning, context);
  // A word that may be several things has no home of its own.
  const home = vocabulary.things[heads[0] ?? '']?.home;
  const wanted = meaning.verbs.flatMap((verb) => readVerbs(verb, meaning, context));
  let elsewhere: Found | undefined;
  for (const kin of ['itself', 'general', 'specific'] as const) {
    const matched = heads.flatMap((id) => {
      if (kin === 'itself') return context.meanings.about(id);
      if (kin === 'specific') return specificOf(id, named, wanted, context);
      const general = vocabulary.things[id]?.kindOf;
      const owners = ownersOf(id, vocabulary);
      return (general === undefined ? [] : context.meanings.about(general)).filter(
        ({ service }) => owners.length === 0 || owners.includes(service),
      );
    });
    const services = [...new Set(matched.map(({ service }) => service))]
      .filter((service) => only.every((codes) => codes.includes(service)))
      .sort(
        (one, other) => context.meanings.size(other) - context.meanings.size(one) || (one < other ? -1 : 1),
      );
    const found = services.flatMap((service): ServiceAnswers[] => {
      const here = matched.filter((known) => known.service === service);
      const answers = answersIn(service, here, wanted, meaning, context);
      return answers.length === 0 ? [] : [{ service, answers }];
    });
    const isVague =
      kin === 'general'
        ? heads.some((id) => ownersOf(id, vocabulary).length > 0)
        : home === undefined && hasRivals(heads, found, wanted, context);
    if (found.length === 0) continue;
    const result = { services: found, home, named, places, isVague };
    const isAtHome = home === undefined || found.some(({ service }) => [home, ...named].includes(service));
    if (isAtHome) return result;
    // The home of a thing may know it by its more general name only.
    elsewhere ??= result;
  }
  return elsewhere ?? { services: [], home, named, places, isVague: false };
}

/** Services of which a thing is one of their own. */
function ownersOf(thing: string, { services }: QuestionVocabulary): string[] {
  return Object.entries(services)
    .filter(([, { own = [] }]) => own.includes(thing))
    .map(([code]) => code);
}

/** Whether another service has a kind of the thing, and does the same with it: `gateway`, where others have VPN gateways. */
function hasRivals(
  heads: readonly string[],
  found: readonly ServiceAnswers[],
  wanted: readonly (readonly string[])[],
  { lexicon, meanings }: Understanding,
): boolean {
  const [head = ''] = heads;
  const classes = wanted.flat().map((verb) => lexicon.classOf(verb));
  const answering = found.map(({ service }) => service);
  return Object.entries(lexicon.vocabulary.things)
    .filter(([, { kindOf, implies = [] }]) => kindOf === head || implies.includes(head))
    .some(([kind]) =>
      meanings
        .about(kind)
        .some(
          ({ service, verb, others }) =>
            others.length === 0 && !answering.includes(service) && classes.includes(lexicon.classOf(verb)),
        ),
    );
}

/** In a service that is named, the one thing that is a kind of what the question says: the `gateway` of `dcaas`. */
function specificOf(
  id: string,
  named: readonly string[],
  wanted: readonly (readonly string[])[],
  { lexicon, meanings }: Understanding,
): KnownMeaning[] {
  const classes = wanted.flat().map((verb) => lexicon.classOf(verb));
  // A service that does it with the thing itself does not mean a kind of it.
  const having = new Set(
    meanings
      .about(id)
      .filter(({ verb }) => classes.includes(lexicon.classOf(verb)))
      .map(({ service }) => service),
  );
  const kinds = Object.entries(lexicon.vocabulary.things)
    .filter(([, { kindOf, implies = [] }]) => kindOf === id || implies.includes(id))
    .flatMap(([kind]) => meanings.about(kind))
    .filter(({ service }) => named.includes(service) && !having.has(service));
  return new Set(kinds.map(({ head }) => head)).size === 1 ? kinds : [];
}

/** What the question is about; where it only names a service, the thing that is meant there. */
function headsOf({ head, others }: Meaning, { lexicon }: Understanding): readonly string[] {
  if (head === undefined) return [];
  if (head.things.length > 0) return head.things;
  if (others.some(({ things }) => things.length > 0)) return [];
  return [...new Set(head.services.flatMap((code) => lexicon.vocabulary.services[code]?.default ?? []))];
}

/** Alternatives, each with the verbs that are taken in its place where there is none. */
function readVerbs(verb: string, { number, others }: Meaning, { lexicon }: Understanding): string[][] {
  const instead = lexicon.vocabulary.verbs[verb]?.else;
  if (lexicon.classOf(verb) !== 'read') return [instead === undefined ? [verb] : [verb, instead]];
  if (verb === 'list' || verb === 'search') return [['list']];
  // What is looked for by something may be many.
  const isSearch = others.some(({ means }) => means === true);
  const byNumber = number === 'one' && !isSearch ? ['get', 'list'] : ['list', 'get'];
  // What is read is its contents, where that is told from showing it.
  return [verb === 'read' ? ['read', ...byNumber] : byNumber];
}

/** The equal meanings of one service, one for each verb that the question may mean. */
function answersIn(
  service: string,
  known: readonly KnownMeaning[],
  wanted: readonly (readonly string[])[],
  meaning: Meaning,
  context: Understanding,
): Understood[] {
  const { lexicon } = context;
  return wanted.flatMap((verbs): Understood[] => {
    const [asked = ''] = verbs;
    // What a verb falls back to is meant by its own name, not by its class.
    const classes = [lexicon.classOf(asked)];
    // A verb that the service has for the thing is not taken for another one of its class.
    const own = verbs.find((verb) =>
      known.some((one) => one.verb === verb && targetsOf(one, meaning, context) !== undefined),
    );
    const isRead = classes.includes('read');
    const exact = own ?? (isRead ? undefined : verbs.find((verb) => known.some((one) => one.verb === verb)));
    const candidates = known.filter((one) =>
      exact === undefined ? !isRead && classes.includes(lexicon.classOf(one.verb)) : one.verb === exact,
    );
    const fits = candidates.flatMap((one) => {
      const fit = targetsOf(one, meaning, context);
      return fit === undefined ? [] : [{ one, ...fit }];
    });
    const inTitle = fits.filter(({ byTitle }) => byTitle);
    const best = inTitle.length > 0 ? inTitle : fits;
    const [first] = best;
    if (first === undefined) return [];
    const tasks = best.flatMap(({ targets }) => targets.filter((target) => typeof target === 'object'));
    const apis = best.flatMap(({ targets }) => targets.filter((target) => typeof target === 'number'));
    const actions = best.flatMap(({ targets }) => targets.filter((target) => typeof target === 'string'));
    const found = [tasks, apis, actions].find(({ length }) => length > 0) ?? [];
    const targets = [...new Map(found.map((target) => [JSON.stringify(target), target])).values()];
    // Two tasks are two wishes.
    const wishes = tasks.length > 0 ? targets.map((target) => [target]) : [targets];
    return wishes.map((wish) => ({
      service,
      verb: own ?? verbs[0] ?? first.one.verb,
      things: [...new Set([first.one.head, ...saidThings(meaning)])],
      targets: wish,
    }));
  });
}

function saidThings({ others }: Meaning): string[] {
  return others.flatMap(({ things: [thing] }) => thing ?? []);
}

/** What of a known meaning the question is equal to; `undefined` for nothing. */
function targetsOf(
  known: KnownMeaning,
  meaning: Meaning,
  { lexicon, meanings }: Understanding,
): { readonly targets: readonly Target[]; readonly byTitle: boolean } | undefined {
  const { vocabulary } = lexicon;
  const own = vocabulary.services[known.service]?.own ?? [];
  const said = meaning.others.flatMap(({ things }) => things);
  const all = withImplied([...said, ...(meaning.head?.things ?? [])], lexicon);
  // A thing in the title that the question lacks makes another wish of it.
  const isSaid = (thing: string) =>
    all.has(thing) ||
    own.includes(thing) ||
    vocabulary.things[thing]?.silent === true ||
    // The more general word does, where it stands beside the head.
    said.includes(vocabulary.things[thing]?.kindOf ?? '');
  if (!known.others.every(isSaid)) return undefined;
  const general = known.others.flatMap((thing) => vocabulary.things[thing]?.kindOf ?? []);
  const inTitle = withImplied([known.head, ...known.others, ...general], lexicon);
  // A thing of another service's is not of the service's own things: the security group of a server.
  const home = meaning.head?.things.map((thing) => vocabulary.things[thing]?.home)[0];
  const isTitled = (piece: Piece) =>
    (piece.services.includes(known.service) &&
      (piece.things.length === 0 || piece.part !== true || home === known.service)) ||
    piece.things.some(
      (thing) => inTitle.has(thing) || known.others.includes(vocabulary.things[thing]?.kindOf ?? ''),
    );
  const open = meaning.others.filter((piece) => !isTitled(piece));
  const isOwn = ({ things }: Piece) => things.some((thing) => own.includes(thing));
  const isOfService = home === undefined || home === known.service;
  const targets = known.targets.filter((target) => {
    const knows = open.length === 0 ? undefined : meanings.known(known.service, target);
    return open.every(
      (piece) =>
        piece.means === true ||
        (isOfService && isOwn(piece)) ||
        piece.things.some((thing) => knows?.has(thing)),
    );
  });
  return targets.length === 0 ? undefined : { targets, byTitle: open.every(isOwn) };
}

function withImplied(things: readonly string[], { vocabulary }: Lexicon): Set<string> {
  return new Set(things.flatMap((thing) => [thing, ...(vocabulary.things[thing]?.implies ?? [])]));
}

/** Meanings that share words with the question, most first; none that is the opposite of what it asks. */
function nearMeanings(meaning: Meaning, context: Understanding): Understood[] {
  const { lexicon, meanings } = context;
  const { vocabulary } = lexicon;
  const verbs = meaning.verbs;
  const classes = new Set(verbs.map((verb) => lexicon.classOf(verb)));
  const opposite = new Set(
    vocabulary.opposites.flatMap(([one, other]) => [
      ...(classes.has(one) ? [other] : []),
      ...(classes.has(other) ? [one] : []),
    ]),
  );
  const heads = new Set([
    ...headsOf(meaning, context),
    ...headsOf(meaning, context).flatMap((id) => vocabulary.things[id]?.kindOf ?? []),
  ]);
  const pieces = [...(meaning.head === undefined ? [] : [meaning.head]), ...meaning.others];
  const said = pieces.flatMap(({ things }) => things);
  const all = withImplied(said, lexicon);
  const meant = new Set(said);
  const named = new Set(pieces.flatMap(({ services }) => services));
  const only = pieces.filter(({ things }) => things.length === 0).map(({ services }) => services);
  const home = said.map((thing) => vocabulary.things[thing]?.home);
  const scored = meanings.all().flatMap((known) => {
    const className = lexicon.classOf(known.verb);
    if (opposite.has(className) || opposite.has(known.verb)) return [];
    if (!only.every((codes) => codes.includes(known.service))) return [];
    const isHead = heads.has(known.head);
    const things = [known.head, ...known.others];
    // A thing that is a kind of what is said shares something too.
    const kin = !isHead && (vocabulary.things[known.head]?.implies ?? []).some((thing) => meant.has(thing));
    const shared = things.filter((thing) => all.has(thing)).length + (kin ? 1 : 0);
    if (shared === 0) return [];
    const own = vocabulary.services[known.service]?.own ?? [];
    const more = things.filter((thing) => !all.has(thing) && !own.includes(thing)).length - (kin ? 1 : 0);
    const elsewhere = home.some((code) => code !== undefined) && !home.includes(known.service);
    const missing = said.filter((thing) => !things.includes(thing) && !own.includes(thing)).length;
    const isReading = className === 'read' && !classes.has('read') && classes.size > 0;
    const sameVerb = verbs.includes(known.verb) ? 3 : classes.has(className) ? 2.5 : isReading ? -2 : 0;
    if (sameVerb <= 0 && classes.has('remove') !== (className === 'remove') && verbs.length > 0) return [];
    const score =
      (isHead ? 3 : 0) +
      shared * 1.5 +
      sameVerb -
      more * 1.2 -
      missing +
      (named.has(known.service) ? 2 : 0) +
      (home.includes(known.service) ? 1 : elsewhere ? -1.5 : 0);
    return score > 1.4 ? [{ known, score }] : [];
  });
  scored.sort((one, other) => other.score - one.score || compareMeanings(one.known, other.known));
  return scored.slice(0, 40).map(({ known: { service, verb, head, others, targets } }) => ({
    service,
    verb,
    things: [head, ...others],
    targets,
  }));
}

function compareMeanings(one: KnownMeaning, other: KnownMeaning): number {
  const key = ({ service, verb, head, others }: KnownMeaning) => [service, verb, head, ...others].join(' ');
  return key(one) < key(other) ? -1 : 1;
}

/** The first of each list, then the second of each, and so on. */
function interleaved<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

/** One of each service and meaning. */
function firstOfEach(choices: readonly Understood[]): Understood[] {
  const kept: Understood[] = [];
  for (const choice of choices) {
    if (kept.length === mostChoices) break;
    const isTaken = kept.some(
      ({ service, targets }) =>
        service === choice.service &&
        choice.targets.every((target) => targets.some((one) => isSameTarget(one, target))),
    );
    if (!isTaken) kept.push(choice);
  }
  return kept;
}
