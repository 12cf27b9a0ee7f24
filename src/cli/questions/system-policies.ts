import { namesOf } from '../../catalogue/service-index.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { type Cloud, type CloudChoice, clouds, cloudsOf } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { editDistance } from '../../model/nearest.ts';
import type { Policy, PolicyFile } from '../../model/policy.ts';
import type { MeantPolicy, SystemPolicy } from '../../model/system-policy.ts';
import {
  everySystemPolicy,
  findSystemPolicy,
  policiesMeant,
  readMeanings,
  readSystemPolicy,
  systemPrefix,
  unknownSystemPolicy,
} from '../../policy/system-policy.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';

/** Whether an argument names a system policy rather than a file. */
export function namesSystemPolicy(argument: string): boolean {
  return argument.startsWith(systemPrefix);
}

/**
 * The system policies that `system:<name>` means in some clouds: one, or several where the name is an internal one that
 * they use for different policies.
 * @throws UsageError with the nearest names of the same service.
 */
export function meantSystemPolicies(
  argument: string,
  policies: readonly SystemPolicy[],
  clouds: readonly Cloud[],
): readonly MeantPolicy[] {
  const name = argument.slice(systemPrefix.length);
  if (name.trim() === '')
    throw new UsageError('name a system policy after `system:`, as in `"system:IMS ReadOnlyAccess"`');
  if (argument === everySystemPolicy)
    throw new UsageError('`system:*` is every system policy, which only `iamscope who-can` asks one by one');
  const meant = policiesMeant(name, policies, clouds);
  if (meant.length > 0) return meant;
  throw new UsageError(
    `${unknownInWords(name, policies, clouds)}; ${hintFor(name, policies) ?? 'save its content to a file and name the file'}`,
  );
}

/** Why a name is unknown. */
function unknownInWords(name: string, policies: readonly SystemPolicy[], asked: readonly Cloud[]): string {
  const elsewhere = clouds
    .filter((cloud) => !asked.includes(cloud))
    .flatMap((cloud) =>
      policiesMeant(name, policies, [cloud]).map(({ policy }) => `\`${policy.name}\` in ${cloud}`),
    );
  const known =
    elsewhere.length === 0 ? '' : ` in ${asked.join(', ')} (it is ${[...new Set(elsewhere)].join(', ')})`;
  return `no system policy ${inBackticks(name)} is known${known}`;
}

function hintFor(name: string, policies: readonly SystemPolicy[]): string | undefined {
  const near = nearestNames(name, policies);
  if (near.length === 0) return undefined;
  return `did you mean ${near.map((one) => `\`${systemPrefix}${one}\``).join(', or ')}?`;
}

/** The arguments that `system:*` stands for: every system policy of some clouds. Others stand for themselves. */
export function withEverySystemPolicy(
  paths: readonly string[],
  clouds: readonly Cloud[],
  { systemPolicies }: Pick<World, 'systemPolicies'>,
): readonly string[] {
  return paths.flatMap((path) =>
    path === everySystemPolicy
      ? systemPolicies()
          .filter((policy) => policy.clouds.some((cloud) => clouds.includes(cloud)))
          .map(({ name }) => `${systemPrefix}${name}`)
      : [path],
  );
}

/** What to write where a path is the display name of a system policy; nothing for other paths. */
export function systemPolicyHint(path: string, policies: readonly SystemPolicy[]): string {
  const found = findSystemPolicy(path, policies);
  return found === undefined ? '' : `; for the system policy write \`"${systemPrefix}${found.name}"\``;
}

/**
 * A system policy, ready for questions about a cloud.
 * @throws UsageError where the name is unknown.
 */
export function readSystem(
  argument: string,
  cloud: CloudChoice,
  { catalogue, systemPolicies }: World,
): PolicyFile {
  const policies = systemPolicies();
  const asked = cloudsOf(cloud);
  const name = argument.slice(systemPrefix.length);
  const [only, ...more] = meantSystemPolicies(argument, policies, asked);
  const each = asked.map((one) => ({ cloud: one, meant: policiesMeant(name, policies, [one]) }));
  // Every cloud numbers its policies, and the tables do not have all numbers.
  const isOpen = /_\d+$/u.test(name.trim()) && each.some(({ meant }) => meant.length === 0);
  const file =
    only !== undefined && more.length === 0 && !isOpen
      ? readSystemPolicy(only.policy, asked)
      : readMeanings(name, each);
  return fileWithAliases(file, catalogue);
}

/**
 * The same for a name that somebody is granted: one that is unknown may hold anything, and `say` is told so.
 * @param at where it is granted
 */
export function readGrantedSystem(
  argument: string,
  cloud: CloudChoice,
  world: World,
  { at, say }: { readonly at?: { readonly file: string; readonly line: number }; say(note: string): void },
): PolicyFile {
  const policies = world.systemPolicies();
  const name = argument.slice(systemPrefix.length);
  const asked = cloudsOf(cloud);
  const isName = name.trim() !== '' && argument !== everySystemPolicy;
  if (!isName || policiesMeant(name, policies, asked).length > 0) return readSystem(argument, cloud, world);
  const place = at === undefined ? '' : `${at.file}:${at.line}: `;
  const hint = hintFor(name, policies);
  say(
    `${place}${unknownInWords(name, policies, asked)}, so it may allow and deny anything${hint === undefined ? '' : `; ${hint}`}`,
  );
  return unknownSystemPolicy(name);
}

function fileWithAliases(file: PolicyFile, catalogue: Catalogue): PolicyFile {
  return { ...file, policies: file.policies.map((policy) => withAliases(policy, catalogue)) };
}

/** Actions of a service can begin with another of its codes: so can what the policy may hold. */
function withAliases({ meanings, ...policy }: Policy, catalogue: Catalogue): Policy {
  const each = meanings?.map((meaning) => ({ ...meaning, file: fileWithAliases(meaning.file, catalogue) }));
  const own = each === undefined ? policy : { ...policy, meanings: each };
  const services = policy.unpublished?.services;
  if (services === undefined || services === null) return own;
  const codes = services.flatMap((code) => {
    const known = catalogue.service(code);
    return [code, ...(known === undefined ? [] : namesOf(known))];
  });
  return { ...own, unpublished: { services: [...new Set(codes)] } };
}

/**
 * Up to three names of policies of the same service, nearest first. The first word of a name says whose policy it is: in
 * a long one a letter may be wrong, another word is another service. Of internal names the part before `_` does, and a
 * number is never near another one.
 */
function nearestNames(name: string, policies: readonly SystemPolicy[]): string[] {
  const wanted = name.trim().toLowerCase().slice(0, 100);
  const [first = ''] = wanted.split(/\s+/u);
  const shown = policies.flatMap((policy) => {
    const names = [policy.name, ...(policy.aliases ?? [])];
    return names.map((known) => ({ known, first: known.toLowerCase().split(/\s+/u)[0] ?? '', max: 100 }));
  });
  const internal = policies
    .flatMap(({ internalNames = [] }) => internalNames)
    .filter((one) => !/\d/u.test(one.name))
    .map(({ name: known }) => ({ known, first: known.split('_')[0] ?? '', max: 3 }));
  const isSame = (known: string, own: string) =>
    own === known || (own.length >= 5 && editDistance(own, known, 1) <= 1);
  const ranked = [
    ...shown.filter((one) => isSame(one.first, first)),
    ...internal.filter((one) => first.includes('_') && one.first === first.split('_')[0]),
  ].flatMap(({ known, max }) => {
    const edits = editDistance(wanted, known.toLowerCase(), max);
    return edits > max ? [] : [{ known, edits }];
  });
  const near = ranked.sort((one, other) => one.edits - other.edits || (one.known < other.known ? -1 : 1));
  const close = near.filter(({ edits }) => edits <= Math.max(2, (near[0]?.edits ?? 0) + 1));
  return [...new Set(close.map(({ known }) => known))].slice(0, 3);
}
