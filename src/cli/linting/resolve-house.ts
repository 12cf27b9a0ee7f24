import { nearestService } from '../../catalogue/nearest-service.ts';
import { namesOf } from '../../catalogue/service-index.ts';
import { keysOfService, serviceKey } from '../../decide/condition-key.ts';
import { readOperator } from '../../decide/condition-operator.ts';
import { readTest } from '../../decide/condition-test.ts';
import { missingForm } from '../../decide/condition-value.ts';
import { globMatcher } from '../../lint/adoption/file-globs.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import type {
  ForbiddenAccess,
  ForbiddenSubject,
  HouseEntry,
  HouseRules,
  RequiredCondition,
  ServiceList,
} from '../../model/house.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Language } from '../../model/language.ts';
import { nearest } from '../../model/nearest.ts';
import { unplaced } from '../../model/policy.ts';
import { withArticle } from '../../model/with-article.ts';
import { operatorMeant } from '../../rules/operator-meant.ts';
import type { HouseConfig, Placed } from '../config/house-config.ts';
import { findSubject, type NamedSubject } from '../questions/subject.ts';
import { isNamedAction, meantBy } from '../questions/unknown-action.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';

/** What house rules are looked up with. */
interface HouseWorld extends Pick<World, 'catalogue' | 'tasks' | 'language' | 'hosts'> {
  readonly cloud: CloudChoice;
  /** The absolute path of a file, by the name that findings have. */
  readonly pathOf: (file: string) => string;
}

/** House rules ready for the rules that look after them. @throws UsageError for what does not exist. */
export function resolveHouse(config: HouseConfig, world: HouseWorld): HouseRules {
  const resolver = new HouseResolver(world);
  const all = {
    'forbidden-access': config['forbidden-access'].map((entry) => resolver.forbidden(entry)),
    'required-condition': config['required-condition'].map((entry) => resolver.required(entry)),
    'service-not-listed': config['service-not-listed'].map((entry) => resolver.services(entry)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, entries]) => entries.length > 0)) as HouseRules;
}

type Written<Rule extends keyof HouseConfig> = HouseConfig[Rule][number];

class HouseResolver {
  readonly #world: HouseWorld;

  constructor(world: HouseWorld) {
    this.#world = world;
  }

  forbidden(entry: Written<'forbidden-access'>): ForbiddenAccess {
    const { apis = [], actions = [], tasks = [] } = entry;
    const subjects = [
      ...apis.map((text) => this.#subject(text, 'api', entry)),
      ...actions.map((text) => this.#subject(text, 'action', entry)),
      ...tasks.map((text) => this.#subject(text, 'task', entry)),
    ];
    if (subjects.length === 0) throw wrong(entry, 'name what is forbidden: `apis`, `actions` or `tasks`');
    return { ...this.#common(entry), subjects };
  }

  required(entry: Written<'required-condition'>): RequiredCondition {
    const { key, operator } = entry;
    const values = entry.values?.map(String);
    const language = this.#world.language();
    checkKey(entry, key, language);
    if (operator !== undefined) checkOperator(entry, { key, operator, values: values ?? [] }, language);
    return {
      ...this.#common(entry),
      actions: entry.actions.map((text) => this.#pattern(text, entry)),
      key,
      ...(operator === undefined ? {} : { operator }),
      ...(values === undefined ? {} : { values }),
    };
  }

  services(entry: Written<'service-not-listed'>): ServiceList {
    const codes = entry.services.flatMap((text) => {
      const code = text.toLowerCase();
      const { catalogue } = this.#world;
      const service = catalogue.service(code);
      if (service !== undefined) return namesOf(service);
      if (catalogue.covers(code)) return [code];
      throw wrong(
        entry,
        `unknown service ${inBackticks(text)}${didYouMean(nearestService(code, catalogue.serviceNames(), catalogue))}`,
      );
    });
    return { ...this.#common(entry), names: entry.services, codes: new Set(codes) };
  }

  #common({
    reason,
    files,
    folder,
  }: Placed<{ readonly reason: string; readonly files?: string | readonly string[] }>): HouseEntry {
    const words = reason.trim().replace(/\s+/gu, ' ').replace(/\.$/u, '');
    if (files === undefined) return { reason: words, concerns: () => true };
    const matches = globMatcher({ globs: [files].flat(), folder });
    const { pathOf } = this.#world;
    return { reason: words, concerns: (file) => matches(pathOf(file)) };
  }

  #pattern(text: string, entry: { readonly at: string }): ActionPattern {
    const subject = this.#subject(text, 'action', entry);
    if (subject.kind !== 'action') throw new Error('an action is an action');
    return subject.pattern;
  }

  #subject(text: string, kind: NamedSubject['kind'], entry: { readonly at: string }): ForbiddenSubject {
    const found = this.#find(text, entry);
    if (found.kind !== kind) {
      throw wrong(entry, `${inBackticks(text)} is ${kinds[found.kind]}: it belongs under \`${found.kind}s\``);
    }
    if (found.kind === 'action') this.#requireKnown(found.pattern, entry);
    return { ...found, text };
  }

  /** Nothing is guarded by a misspelt name: of a service that is covered, an action has to be a known one. */
  #requireKnown(pattern: ActionPattern, entry: { readonly at: string }): void {
    const { catalogue } = this.#world;
    const code = catalogue.serviceCode(pattern.segments[0]);
    if (!catalogue.covers(code) || isNamedAction(pattern, catalogue)) return;
    const near = meantBy(pattern, { catalogue, cloud: this.#world.cloud });
    const what = pattern.concrete ? 'no action' : 'no action that matches';
    throw wrong(entry, `${what} \`${pattern.text}\` is in the catalogue${didYouMean(near[0])}`);
  }

  #find(text: string, entry: { readonly at: string }): NamedSubject {
    try {
      return findSubject(text, { ...this.#world, service: undefined });
    } catch (error) {
      if (isUsageError(error)) throw wrong(entry, error.message);
      throw error;
    }
  }
}

const kinds: Readonly<Record<NamedSubject['kind'], string>> = {
  api: 'an API',
  action: 'an action',
  task: 'a task',
};

function wrong({ at }: { readonly at: string }, words: string): UsageError {
  return new UsageError(`${at}: ${words}`);
}

function didYouMean(name: string | undefined): string {
  return name === undefined ? '' : `; did you mean ${inBackticks(name)}?`;
}

function checkKey(entry: { readonly at: string }, key: string, language: Language): void {
  const common = language.globalKeys.map((known) => known.key);
  if (common.includes(key) || serviceKey(key, language) !== undefined) return;
  const own = keysOfService(key, language);
  const known = [...common, ...(own?.keys ?? []).map((one) => one.key)];
  const near = nearest(key, known, { max: key.length >= 10 ? 2 : 1 });
  const isOfService = /^[a-z][a-z0-9-]*:./u.test(key) && own?.listed !== true;
  if (near === undefined && isOfService) return;
  throw wrong(
    entry,
    `unknown condition key ${inBackticks(key)}${near === undefined ? `; known: ${known.join(', ')}` : didYouMean(near)}`,
  );
}

function checkOperator(
  entry: { readonly at: string },
  {
    key,
    operator,
    values,
  }: { readonly key: string; readonly operator: string; readonly values: readonly string[] },
  language: Language,
): void {
  const named = readOperator(operator, language);
  if (named === undefined) {
    const meant = operatorMeant(operator, key.startsWith('obs:'), language);
    throw wrong(entry, `unknown operator ${inBackticks(operator)}${didYouMean(meant)}`);
  }
  const [prefix = ''] = key.split(':', 1);
  const test = { operator, key, values: unplaced(values.length === 0 ? ['*'] : values), path: [] };
  const reading = readTest(test, prefix, language);
  if (!reading.ok && reading.fault !== 'key-not-common') throw wrong(entry, reading.because);
  for (const value of values) {
    const form = missingForm(named.operator, value);
    if (form !== undefined)
      throw wrong(
        entry,
        `${inBackticks(value)} is not ${withArticle(form)} as ${inBackticks(operator)} compares it`,
      );
  }
}
