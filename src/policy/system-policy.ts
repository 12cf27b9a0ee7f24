import { serviceOf } from '../model/action.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Policy, PolicyFile, PolicyMeaning, RoleDependency } from '../model/policy.ts';
import type {
  MeantPolicy,
  SystemPolicy,
  SystemPolicyDocument,
  SystemPolicyPrint,
} from '../model/system-policy.ts';
import { readJson } from './json-reader.ts';
import { readPolicy } from './read-policy.ts';

/** What stands before the display name of a system policy where a file could be named. */
export const systemPrefix = 'system:';

/** What `who-can` takes for every system policy. */
export const everySystemPolicy = `${systemPrefix}*`;

/**
 * The system policies that a name means in some clouds, without regard to case: by display name, by another name of the
 * policy, or by an internal name, which can mean several. A display name that is known in other clouds only is taken for
 * that policy; an internal name is not, since another cloud numbers its policies anew. Empty: the name is unknown.
 */
export function policiesMeant(
  name: string,
  policies: readonly SystemPolicy[],
  clouds: readonly Cloud[],
): readonly MeantPolicy[] {
  const meant = clouds.flatMap((cloud) => policiesMeantIn(name, policies, cloud));
  if (meant.length === 0) {
    const policy = findSystemPolicy(name, policies);
    return policy === undefined ? [] : [{ policy }];
  }
  const [first] = meant;
  return first !== undefined && meant.every(({ policy }) => policy === first.policy)
    ? [{ policy: first.policy }]
    : meant;
}

function policiesMeantIn(name: string, policies: readonly SystemPolicy[], cloud: Cloud): MeantPolicy[] {
  const wanted = nameKey(name);
  const shown = policies.filter(
    (policy) =>
      (policy.clouds.includes(cloud) && nameKey(policy.name) === wanted) ||
      (aliasCloudsOf(policy).includes(cloud) && hasAlias(policy, wanted)),
  );
  if (shown.length > 0) return shown.map((policy) => ({ policy, cloud }));
  return policies.flatMap((policy) =>
    (policy.internalNames ?? []).flatMap((internal): MeantPolicy[] => {
      if (internal.cloud !== cloud || internal.name !== wanted) return [];
      const { regions } = internal;
      return [{ policy, cloud, ...(regions === undefined ? {} : { regions }) }];
    }),
  );
}

/** The system policy of a display name or an earlier one, in whichever cloud, without regard to case. */
export function findSystemPolicy(name: string, policies: readonly SystemPolicy[]): SystemPolicy | undefined {
  const wanted = nameKey(name);
  return (
    policies.find((policy) => nameKey(policy.name) === wanted) ??
    policies.find((policy) => hasAlias(policy, wanted))
  );
}

/** The clouds in which the other names of a policy mean it. */
function aliasCloudsOf({ clouds, aliasClouds }: SystemPolicy): readonly Cloud[] {
  return aliasClouds ?? clouds;
}

function hasAlias({ aliases = [] }: SystemPolicy, wanted: string): boolean {
  return aliases.some((alias) => nameKey(alias) === wanted);
}

function nameKey(name: string): string {
  return name.trim().replace(/\s+/gu, ' ').toLowerCase();
}

/**
 * The policy of a name that means several: each of them, and, for whoever does not tell them apart, one whose content is
 * not published and that may hold what any of them may.
 * @param each what the name means in each cloud: nothing where that is not known, so that it may be any policy there
 */
export function readMeanings(
  name: string,
  each: readonly { readonly cloud: Cloud; readonly meant: readonly MeantPolicy[] }[],
): PolicyFile {
  const meanings = each.flatMap(({ cloud, meant }): PolicyMeaning[] =>
    meant.length === 0
      ? [{ cloud, file: withoutContent(name, 'policy', anything) }]
      : meant.map(({ policy, regions }) => ({
          cloud,
          ...(regions === undefined ? {} : { regions }),
          file: readSystemPolicy(policy, [cloud]),
        })),
  );
  const policies = each.flatMap(({ meant }) => meant.map(({ policy }) => policy));
  const services = each.some(({ meant }) => meant.length === 0) ? [null] : policies.map(servicesOf);
  const all = services.some((some) => some === null) ? null : services.flatMap((some) => some ?? []);
  const kind = policies.some((policy) => policy.kind === 'role') ? 'role' : 'policy';
  return withoutContent(name, kind, {
    unpublished: { services: all && [...new Set(all)].sort() },
    meanings,
  });
}

const anything: Pick<Policy, 'unpublished'> = { unpublished: { services: null, unknown: true } };

/** What somebody is granted by a name that is not known: it may hold anything. */
export function unknownSystemPolicy(name: string): PolicyFile {
  return withoutContent(name, 'role', anything);
}

function withoutContent(
  name: string,
  kind: SystemPolicy['kind'],
  more: Pick<Policy, 'unpublished' | 'meanings'>,
): PolicyFile {
  const file = `${systemPrefix}${name}`;
  const policy: Policy = { file, kind, displayName: name, statements: [], faults: [], ...more };
  return { file, text: '', kind, policies: [policy] };
}

/**
 * A system policy as the engine sees it, for a question about some clouds, and a text for its places. A policy's content
 * counts where every cloud asked about prints the same; else it is unpublished. A role's content only describes it
 * (iam-language 7.5), so that of another cloud is shown as well as none.
 */
export function readSystemPolicy(policy: SystemPolicy, clouds: readonly Cloud[]): PolicyFile {
  const { name, layer } = policy;
  const aliases = clouds.some((cloud) => aliasCloudsOf(policy).includes(cloud)) ? policy.aliases : undefined;
  const file = `${systemPrefix}${name}`;
  const kind: Policy['kind'] = policy.kind;
  const { prints, published } = contentFor(policy, clouds);
  const document = mergePrints(prints);
  const text = document === undefined ? '' : `${JSON.stringify(document, null, 2)}\n`;
  const { statements, faults } =
    document === undefined
      ? { statements: [], faults: [] }
      : readPolicy(readJson(text).root, { kind, system: true });
  const depends = dependenciesOf(policy, prints);
  const read: Policy = {
    file,
    kind,
    displayName: name,
    ...(aliases === undefined ? {} : { aliases }),
    statements,
    faults,
    ...(layer === undefined ? {} : { layer }),
    ...(depends.length === 0 ? {} : { depends }),
    ...(published ? {} : { unpublished: { services: servicesOf(policy) } }),
  };
  return { file, text, kind, policies: [read] };
}

interface Content {
  readonly prints: readonly SystemPolicyPrint[];
  readonly published: boolean;
}

function contentFor({ kind, content }: SystemPolicy, clouds: readonly Cloud[]): Content {
  const current = content.filter(({ former }) => former === undefined);
  const ofClouds = current.filter((print) => print.clouds.some((cloud) => clouds.includes(cloud)));
  const everywhere = clouds.every((cloud) => ofClouds.some((print) => print.clouds.includes(cloud)));
  if (kind === 'role') return { prints: everywhere ? ofClouds : current, published: everywhere };
  const alike = new Set(ofClouds.map(({ document }) => JSON.stringify(document))).size === 1;
  return everywhere && alike ? { prints: ofClouds, published: true } : { prints: [], published: false };
}

/** One document that says what all the prints say. */
function mergePrints(prints: readonly SystemPolicyPrint[]): SystemPolicyDocument | undefined {
  const [first] = prints;
  if (first === undefined) return undefined;
  const depends = distinct(prints.flatMap(({ document }) => document.Depends ?? []));
  return {
    Version: first.document.Version,
    Statement: distinct(prints.flatMap(({ document }) => document.Statement)),
    ...(depends.length === 0 ? {} : { Depends: depends }),
  };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** By display name, each once: a role's catalog is unreliable. */
function dependenciesOf(policy: SystemPolicy, prints: readonly SystemPolicyPrint[]): RoleDependency[] {
  const printed = prints.flatMap(({ document }) => document.Depends ?? []);
  const all = [
    ...printed.map(({ display_name: displayName, catalog }) => ({ displayName, catalog })),
    ...(policy.dependsOn ?? []).map((displayName) => ({ displayName })),
  ];
  const first = new Map<string, RoleDependency>();
  for (const one of all) if (!first.has(one.displayName)) first.set(one.displayName, one);
  return [...first.values()];
}

/** The services of a policy, and those that any print of it names: all that unpublished content may be about. */
function servicesOf({ services, content }: SystemPolicy): readonly string[] | null {
  if (services === null) return null;
  const printed = content.flatMap(({ document }) =>
    document.Statement.flatMap(({ Action }) => Action.map(serviceOf)),
  );
  const codes = printed.filter((code) => /^[a-z]/.test(code));
  return [...new Set([...services, ...codes])].sort();
}
