import { serviceOf } from '../model/action.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Policy, PolicyFile, RoleDependency } from '../model/policy.ts';
import type { SystemPolicy, SystemPolicyDocument, SystemPolicyPrint } from '../model/system-policy.ts';
import { readJson } from './json-reader.ts';
import { readPolicy } from './read-policy.ts';

/** What stands before the display name of a system policy where a file could be named. */
export const systemPrefix = 'system:';

/** The system policy that goes by a display name or by an earlier one, without regard to case. */
export function findSystemPolicy(name: string, policies: readonly SystemPolicy[]): SystemPolicy | undefined {
  const wanted = nameKey(name);
  return policies.find((policy) =>
    [policy.name, ...(policy.aliases ?? [])].some((known) => nameKey(known) === wanted),
  );
}

function nameKey(name: string): string {
  return name.trim().replace(/\s+/gu, ' ').toLowerCase();
}

/**
 * A system policy as the engine sees it, for a question about some clouds, and a text for its places. A policy's content
 * counts where every cloud asked about prints the same; else it is unpublished. A role's content only describes it
 * (iam-language 7.5), so that of another cloud is shown as well as none.
 */
export function readSystemPolicy(policy: SystemPolicy, clouds: readonly Cloud[]): PolicyFile {
  const { name, layer } = policy;
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
    ...(policy.aliases === undefined ? {} : { aliases: policy.aliases }),
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
