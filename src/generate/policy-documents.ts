import { splitByLevel } from '../decide/suggest.ts';
import type { ServiceLevel } from '../model/catalogue.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Language } from '../model/language.ts';

/** A custom policy of Version 1.1 that allows actions, whatever the request. */
export interface GeneratedDocument {
  readonly Version: '1.1';
  readonly Statement: readonly { readonly Effect: 'Allow'; readonly Action: readonly string[] }[];
}

/** A document for services of one level: one policy cannot hold both (iam-language section 6). */
export interface LevelDocument {
  readonly level: 'global' | 'project';
  /** Its service, where no page says its level: the level is what it is taken for. */
  readonly unsourced?: string;
  readonly document: GeneratedDocument;
}

/** Services that are taken for global ones, though no page that was read says so (iam-language section 6). */
const takenAsGlobal: ReadonlySet<string> = new Set(['eps', 'organizations', 'sts']);

/** How large documents may be. */
export interface DocumentLimits {
  /** Bytes of a document as it is printed. */
  readonly bytes: number;
  /** Actions of a statement. */
  readonly actions: number;
  /** Statements of a policy. */
  readonly statements: number;
  /** Actions beside which a policy has no other, in lower case. */
  readonly alone: ReadonlySet<string>;
}

/** What a cloud allows of a document; without one, what both do. */
export function documentLimits({ limits, resources }: Language, cloud: Cloud | undefined): DocumentLimits {
  const most = (of: 'actions' | 'statements' | 'characters') =>
    Math.min(
      ...limits.flatMap((limit) =>
        limit.of === of && (cloud ?? limit.cloud) === limit.cloud ? [limit.most] : [],
      ),
    );
  const alone = resources.agencies.actions.filter((action) => action.alone).map(({ action }) => action);
  return {
    bytes: most('characters'),
    actions: most('actions'),
    statements: most('statements'),
    alone: new Set(alone),
  };
}

/** An action alone is more than a document may be. */
export class TooSmallLimit extends Error {
  readonly action: string;

  constructor(action: string) {
    super(`${action} alone is more`);
    this.action = action;
  }
}

/**
 * Documents that allow the actions: as few as the limits allow, each of one level, global ones first, actions in order.
 * @throws TooSmallLimit
 */
export function policyDocuments(
  actions: readonly string[],
  levelOf: (service: string) => ServiceLevel,
  limits: DocumentLimits,
): readonly LevelDocument[] {
  const isAlone = (action: string) => limits.alone.has(action.toLowerCase());
  const groups = [
    actions.filter((action) => !isAlone(action)),
    ...actions.filter(isAlone).map((action) => [action]),
  ];
  const levels = groups.flatMap((group) => splitByLevel(group, { levelOf }));
  const split = levels.flatMap(({ level, unsourced, actions: own }) =>
    parts(own, limits).map(
      (part): LevelDocument => ({
        level: level === 'global' || takenAsGlobal.has(unsourced ?? '') ? 'global' : 'project',
        ...(unsourced === undefined ? {} : { unsourced }),
        document: documentOf(part, limits),
      }),
    ),
  );
  return [
    ...split.filter(({ level }) => level === 'global'),
    ...split.filter(({ level }) => level === 'project'),
  ];
}

/** As it is printed, with a final line break. */
export function printed(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** One document that allows the actions, in as many statements as it takes. */
export function documentOf(
  actions: readonly string[],
  limits: Pick<DocumentLimits, 'actions'>,
): GeneratedDocument {
  const each = Math.min(limits.actions, actions.length);
  const statements = Array.from({ length: Math.ceil(actions.length / each) }, (_, i) => ({
    Effect: 'Allow' as const,
    Action: actions.slice(i * each, (i + 1) * each),
  }));
  return { Version: '1.1', Statement: statements };
}

function parts(actions: readonly string[], limits: DocumentLimits): readonly (readonly string[])[] {
  const fits = (some: readonly string[]) => {
    const document = documentOf(some, limits);
    return (
      document.Statement.length <= limits.statements &&
      new TextEncoder().encode(printed(document)).length <= limits.bytes
    );
  };
  const found: string[][] = [];
  let current: string[] = [];
  for (const action of actions) {
    if (fits([...current, action])) {
      current.push(action);
      continue;
    }
    if (!fits([action])) throw new TooSmallLimit(action);
    found.push(current);
    current = [action];
  }
  return current.length === 0 ? found : [...found, current];
}
