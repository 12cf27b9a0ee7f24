import { wordsOf } from '../catalogue/real-names.ts';
import { namesOf } from '../catalogue/service-index.ts';
import { keysOfService, serviceKey, suppliersOf } from '../decide/condition-key.ts';
import { serviceOf } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Severity } from '../model/finding.ts';
import { hasHole } from '../model/hole.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Language } from '../model/language.ts';
import { nearest } from '../model/nearest.ts';
import type { PlacedText, StatementReading } from '../model/policy.ts';
import { isMisspelt } from './misspelling.ts';

/** What there is to say of a condition key in a statement. */
export interface KeyTrouble {
  /**
   * `foreign`: of another cloud, policy language or service; `unknown`: nobody documents it in that spelling; `open`: a hole
   * leaves open which of these it is, if any, so that nothing is said.
   */
  readonly kind: 'foreign' | 'unknown' | 'open';
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  /** The key that was probably meant. */
  readonly meant?: string;
}

/** What is to be said of a key about which holes leave everything open. */
export const openKey: KeyTrouble = { kind: 'open', severity: 'info', message: '' };

/** Judges the condition keys of one statement. `undefined`: there is nothing wrong with the key, as far as is documented. */
export function keyJudge(
  statement: StatementReading,
  language: Language,
  catalogue: Catalogue,
): (key: string) => KeyTrouble | undefined {
  const fixed = statement.actions.filter(({ text }) => !hasHole(serviceOf(text)));
  // An action whose service is not fixed may name any.
  const isOpen = fixed.length < statement.actions.length;
  const services = isOpen && fixed.length === 0 ? new Set<string>() : servicesOf(fixed);
  const few = services === 'any' ? [] : take(services, mostNamed);
  const names = (code: string): boolean =>
    services === 'any' || services.has(code) || isAliasOfOne(code, services, catalogue);
  return (key) => {
    if (language.globalKeys.some((known) => known.key === key)) return undefined;
    const [prefix = ''] = key.split(':', 1);
    const folded = prefix.toLowerCase();
    if (!key.includes(':')) return withoutService(key, language, names);
    if (folded === 'g') {
      const trouble = ofEveryService(key, language, services);
      return isOpen && suppliersOf(key, language).length > 0 ? openKey : trouble;
    }
    const other = otherClouds.get(folded);
    if (other !== undefined) return ofOtherCloud(key, other, language, names);
    if (names(folded)) return ofNamedService(key, folded, language);
    return isOpen ? openKey : ofOtherService(key, folded, few, language, catalogue);
  };
}

/** Lower-case codes of the services that a statement's actions name; `any` where one of them may be of every service. */
function servicesOf(actions: readonly PlacedText[]): ReadonlySet<string> | 'any' {
  const services = new Set<string>();
  for (const { text } of actions) {
    const service = serviceOf(text.trim());
    if (service === '' || service.includes('*') || service.includes('?') || !text.includes(':')) return 'any';
    services.add(service);
  }
  return services.size === 0 ? 'any' : services;
}

function isAliasOfOne(code: string, services: ReadonlySet<string>, catalogue: Catalogue): boolean {
  const service = catalogue.service(code);
  if (service === undefined) return false;
  return namesOf(service).some((name) => services.has(name));
}

function didYouMean(key: string): Pick<KeyTrouble, 'help' | 'meant'> {
  return { help: `did you mean ${inBackticks(key)}?`, meant: key };
}

/**
 * The key that another one is probably a misspelling of: its name is one edit apart, or two from eight letters on, and differs in
 * no word that keys are made of. `obs:SourceVpce` is not a misspelt `obs:SourceVpc`.
 */
function near(key: string, known: readonly string[], language: Language): string | undefined {
  const words = wordsOfKeys(language);
  const isWord = (word: string) => words.has(word);
  const written = nameOf(key);
  return nearest(
    key,
    known.filter((one) => isMisspelt({ written, meant: nameOf(one) }, 'full', { isWord })),
    { max: written.length >= 8 ? 2 : 1 },
  );
}

/** A key without its prefix. */
function nameOf(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** The common keys, and those of the services that the statement names. */
function keysFor({ globalKeys, serviceKeys }: Language, names: (code: string) => boolean): readonly string[] {
  const own = serviceKeys.filter(({ service }) => names(service)).flatMap(({ keys }) => keys);
  return [...globalKeys, ...own].map(({ key }) => key);
}

function wordsOfKeys(language: Language): ReadonlySet<string> {
  const { globalKeys, suppliedKeys, identityPolicyKeys, serviceKeys } = language;
  const keys = [...globalKeys, ...suppliedKeys, ...serviceKeys.flatMap((service) => service.keys)].map(
    ({ key }) => key,
  );
  return new Set([...keys, ...identityPolicyKeys].flatMap((key) => wordsOf(nameOf(key).replace('/', ''))));
}

function withoutService(key: string, language: Language, names: (code: string) => boolean): KeyTrouble {
  const meant = keysFor(language, names).find((one) => nameOf(one).toLowerCase() === key.toLowerCase());
  return {
    kind: 'unknown',
    severity: 'error',
    message: `the condition key ${inBackticks(key)} lacks its prefix`,
    ...(meant === undefined
      ? { help: "begin it with `g:`, or with a service's code and a colon" }
      : didYouMean(meant)),
  };
}

function inOtherCase(key: string, meant: string): KeyTrouble {
  return {
    kind: 'unknown',
    severity: 'error',
    message: `the condition key ${inBackticks(key)} is documented in another spelling of upper and lower case`,
    ...didYouMean(meant),
  };
}

/** Keys that begin with `g:`, but are not common ones. */
function ofEveryService(
  key: string,
  language: Language,
  services: ReadonlySet<string> | 'any',
): KeyTrouble | undefined {
  const common = language.globalKeys.map((known) => known.key);
  const folded = common.find((known) => known.toLowerCase() === key.toLowerCase());
  if (folded !== undefined) return inOtherCase(key, folded);
  if (language.identityPolicyKeys.includes(key)) {
    return {
      kind: 'foreign',
      severity: 'error',
      message: `${inBackticks(key)} is a condition key of identity policies (Version 5.0)`,
      help: 'use a condition key of Version 1.1, such as `g:UserName` or `g:DomainName`',
    };
  }
  const suppliers = suppliersOf(key, language);
  if (services !== 'any' && allAreAmong(services, suppliers)) return undefined;
  const meant = near(key, common, language);
  const trouble = { kind: 'unknown', severity: 'warning' } as const;
  if (meant !== undefined) {
    return {
      ...trouble,
      message: `unknown condition key ${inBackticks(key)}`,
      ...didYouMean(meant),
    };
  }
  const documented =
    suppliers.length === 0 ? '' : `, which is documented for ${suppliers.map(inBackticks).join(', ')} only`;
  return {
    ...trouble,
    message: `IAM does not fill in ${inBackticks(key)}: it counts only if the service that is called supplies it${documented}`,
    help: `make sure that the service's documentation names it, or use one of ${common.map(inBackticks).join(', ')}`,
  };
}

/** Prefixes of other clouds' keys. `hw` is in leftovers of older pages only. */
const otherClouds: ReadonlyMap<string, string> = new Map([
  ['aws', 'AWS'],
  ['acs', 'Alibaba Cloud'],
  ['qcs', 'Tencent Cloud'],
  ['hw', 'an older edition of IAM'],
]);

/** Our keys for other clouds' names, in lower case, where ours has another name. */
const counterparts: ReadonlyMap<string, string> = new Map([
  ['multifactorauthpresent', 'g:MFAPresent'],
  ['multifactorauthage', 'g:MFAAge'],
  ['current_time', 'g:CurrentTime'],
]);

function ofOtherCloud(
  key: string,
  cloud: string,
  language: Language,
  names: (code: string) => boolean,
): KeyTrouble {
  const name = nameOf(key).toLowerCase();
  const meant =
    counterparts.get(name) ?? keysFor(language, names).find((one) => nameOf(one).toLowerCase() === name);
  return {
    kind: 'foreign',
    severity: 'error',
    message: `${inBackticks(key)} is a condition key of ${cloud}`,
    ...(meant === undefined
      ? {
          help: 'use a key that begins with `g:`, or one of a service that the statement names',
        }
      : didYouMean(meant)),
  };
}

function ofNamedService(key: string, service: string, language: Language): KeyTrouble | undefined {
  if (serviceKey(key, language) !== undefined) return undefined;
  const lower = `${service}${key.slice(service.length)}`;
  const own = keysOfService(key, language);
  const known = own?.keys.map((one) => one.key) ?? [];
  const folded = known.find((one) => one.toLowerCase() === key.toLowerCase());
  if (folded !== undefined) return inOtherCase(key, folded);
  if (lower !== key) return inOtherCase(key, lower);
  if (own === undefined || !own.listed) return undefined;
  const meant = near(key, known, language);
  return {
    kind: 'unknown',
    severity: 'warning',
    message:
      known.length === 0
        ? `the documentation of ${inBackticks(service)} says that it has no condition keys of its own`
        : `no page that was read names the condition key ${inBackticks(key)}`,
    ...(meant === undefined ? {} : didYouMean(meant)),
  };
}

function ofOtherService(
  key: string,
  service: string,
  named: readonly string[],
  language: Language,
  catalogue: Catalogue,
): KeyTrouble {
  const rest = key.slice(service.length);
  // A misspelt prefix: the key exists with another one. The name of a service is not a misspelt one.
  const meant = (catalogue.realNames().isService(service) ? [] : ['g', ...named])
    .filter((code) => nearest(service, [code], { max: 1 }) !== undefined)
    .map((code) => `${code}${rest}`)
    .find(
      (one) =>
        language.globalKeys.some((known) => known.key === one) || serviceKey(one, language) !== undefined,
    );
  return {
    kind: 'foreign',
    severity: 'error',
    message: `${inBackticks(key)} is a condition key of ${inBackticks(service)}, and no action of the statement is of that service`,
    ...(meant === undefined
      ? { help: 'use a key that begins with `g:`, or one of a service that the statement names' }
      : didYouMean(meant)),
  };
}

/** A statement names few services; of more only these are compared with a prefix. */
const mostNamed = 16;

function take(services: ReadonlySet<string>, count: number): readonly string[] {
  const taken: string[] = [];
  for (const service of services) if (taken.push(service) === count) break;
  return taken;
}

function allAreAmong(services: ReadonlySet<string>, known: readonly string[]): boolean {
  for (const service of services) if (!known.includes(service)) return false;
  return true;
}
