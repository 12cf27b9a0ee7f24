import { mayBePlan } from '../../carriers/terraform/plan-look.ts';
import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import { type Grant, type GrantPlace, type NamedPlace, placesNamedBy } from '../../model/grant.ts';
import { nearest } from '../../model/nearest.ts';
import type { Policy, PolicyFile } from '../../model/policy.ts';
import { withArticle } from '../../model/with-article.ts';
import { createLocator } from '../../policy/region-of.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import type { Config, ConfigGrant } from '../config/config.ts';
import { fileSelection } from '../config/configured-files.ts';
import { configName } from '../files/config-names.ts';
import { readAddress } from '../files/policy-address.ts';
import { type NamedBy, readNamed } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { Io } from '../io.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';
import { addressOf, selectPolicies } from './select-policies.ts';
import { namesSystemPolicy, readGrantedSystem, readSystem, systemPolicyHint } from './system-policies.ts';
import type { HolderGrants } from './terraform-grants.ts';
import { holderNamed, readTerraform } from './terraform-holders.ts';

/** What is granted together, and the texts for showing places. */
export interface GrantSet {
  readonly files: readonly PolicyFile[];
  readonly grants: readonly Grant[];
  /** What the policies are called: their files, or their addresses where a file holds several. */
  readonly names: readonly string[];
  /** The role of the configuration, or of Terraform, that holds the grants. */
  readonly role?: string;
  /** The scopes of the grants, where Terraform says them. */
  readonly places?: readonly NamedPlace[];
  /** The cloud that the role is in, where the question leaves that open. */
  readonly cloud?: CloudChoice;
}

/** The policies of one argument, and the file that holds them. */
export interface NamedPolicies {
  readonly file: PolicyFile;
  readonly policies: readonly Policy[];
  /** They are asked for by an address, and not as all that the file holds. */
  readonly address?: string;
}

/** Where grants are read from. */
export interface GrantSource {
  /** The cloud that the question turned out to be about. */
  readonly cloud: CloudChoice;
  /** Where policies are granted of which nothing else is said. */
  readonly scope: GrantScope;
  /** The name to show for standard input. */
  readonly stdinName: string;
  readonly config: Config | undefined;
}

/** The members of an answer that say who was asked, and for which places. */
export function holderOf({ role, names, grants, places = placesNamedBy(grants) }: GrantSet): {
  readonly role?: string;
  readonly policies: readonly string[];
  readonly places?: readonly NamedPlace[];
} {
  return {
    ...(role === undefined ? {} : { role }),
    policies: names,
    ...(places.length === 0 ? {} : { places }),
  };
}

/** Who is asked about: a role of the configuration, or whoever holds these policies together. */
export interface Holder {
  readonly role: string | undefined;
  readonly policies: readonly string[];
}

/**
 * The grants of a role, or of the named policies.
 * @throws UsageError when nothing is named, or one cannot be read, is a folder, or holds no policy.
 */
export async function readGrants({ role, policies }: Holder, source: GrantSource, io: Io): Promise<GrantSet> {
  if (role === undefined) {
    if (policies.length === 0) throw new UsageError('name at least one policy file, or - for standard input');
    const named = policies.map((policy) => ({ policy }));
    return await grantSet(named, 'call', source, io);
  }
  const paths = policies.length === 0 && isTerraformRole(role, source) ? ['.'] : policies;
  if (paths.length > 0) {
    const holders = await terraformHolders(paths, source, io, role);
    return grantSetOf(holderNamed(role, holders, paths.map((path) => `\`${path}\``).join(', ')));
  }
  return await readRole(role, source, io);
}

/** The grants of a role of the configuration. @throws UsageError where there is none, or a policy of it cannot be read. */
export async function readRole(role: string, source: GrantSource, io: Io): Promise<GrantSet> {
  return { role, ...(await grantSet(grantsOf(role, configOf(source)), 'configuration', source, io)) };
}

/** Whether a role that no path is named for is one of Terraform's in the working folder. */
function isTerraformRole(role: string, { config }: GrantSource): boolean {
  return config?.roles.has(role) !== true && /^(?:module\.|data\.|[a-z]+_)\S*\.\S/u.test(role);
}

/**
 * Whom Terraform grants something, in folders, plans and states.
 * @param role who is asked about, where the call says it
 * @throws UsageError for what cannot be read, or is neither of Terraform nor a plan
 */
export async function terraformHolders(
  paths: readonly string[],
  { cloud, config, stdinName }: Pick<GrantSource, 'cloud' | 'config' | 'stdinName'>,
  io: Io,
  role?: string,
): Promise<readonly HolderGrants[]> {
  const folders = paths.filter((path) => path !== '-' && io.kindOf(path) === 'directory');
  const files = paths.filter((path) => !folders.includes(path));
  const asked = { cloud, stdinName, selection: fileSelection({ config, gitignore: true }, io) };
  const { holders, covered, unreadable } = await readTerraform({ folders, files, named: files }, asked, io);
  const [failure] = unreadable;
  if (failure !== undefined) throw new UsageError(failure.message);
  const other = files.find((file) => !covered.has(file));
  if (other !== undefined)
    throw new UsageError(
      role === undefined
        ? `\`${other}\` is neither of Terraform nor a plan`
        : `name policies or a role, not both: \`--role ${role}\` and \`${other}\`, which is neither of Terraform nor a plan`,
    );
  return holders;
}

/** The grants of one of Terraform's holders. */
export function grantSetOf({ name, cloud, grants, places, files, policies }: HolderGrants): GrantSet {
  return { role: name, cloud, grants, places, files, names: policies };
}

/** The grants of each role of the configuration, in its order. */
export async function readRoles(source: GrantSource, io: Io): Promise<readonly GrantSet[]> {
  const { roles } = configOf(source);
  const sets: GrantSet[] = [];
  for (const role of roles.keys()) sets.push(await readRole(role, source, io));
  return sets;
}

function configOf({ config }: GrantSource): Config {
  if (config === undefined) {
    throw new UsageError(
      `roles are described in a configuration: there is no \`${configName}\` here, and no --config`,
    );
  }
  if (config.roles.size === 0) throw new UsageError(`\`${config.file}\` describes no roles`);
  return config;
}

function grantsOf(role: string, { file, roles }: Config): readonly ConfigGrant[] {
  const grants = roles.get(role);
  if (grants !== undefined) return grants;
  const near = nearest(role, roles.keys(), { max: 3 });
  const hint = near === undefined ? `it has ${[...roles.keys()].join(', ')}` : `did you mean \`${near}\`?`;
  throw new UsageError(`\`${file}\` has no role \`${role}\`; ${hint}`);
}

async function grantSet(
  written: readonly ConfigGrant[],
  by: NamedBy,
  source: GrantSource,
  io: Io,
): Promise<GrantSet> {
  const usual = usualPlace(source.scope);
  const found = new Map<string, NamedPolicies>();
  const granted = new Map<string, Grant>();
  const files = new Map<string, PolicyFile>();
  for (const { policy: name, place = usual, at } of written) {
    const named = found.get(name) ?? (await placed(readGranted({ name, by, at, files }, source, io), at));
    found.set(name, named);
    for (const policy of named.policies) {
      granted.set(JSON.stringify([named.file.file, policy.root ?? [], place]), { policy, place });
    }
  }
  const all = [...found.values()];
  return {
    files: all.map(({ file }) => file),
    names: [...new Set(all.map(nameOf))],
    grants: [...granted.values()],
  };
}

function nameOf({ file: { file }, policies, address }: NamedPolicies): string {
  if (address === undefined) return file;
  const [only, ...others] = policies;
  return `${file}#${only === undefined || others.length > 0 ? address : addressOf(only)}`;
}

/** The policies of one grant. A system policy that a configuration grants need not be known. */
async function readGranted(
  { at, ...named }: PolicyArgument & { readonly at: ConfigGrant['at'] },
  source: GrantSource,
  io: Io,
): Promise<NamedPolicies> {
  const { name, by } = named;
  if (by !== 'configuration' || !namesSystemPolicy(name)) {
    const { file, address } = await readPolicies(named, source, io);
    return { file, policies: selectPolicies(file, address), ...(address === undefined ? {} : { address }) };
  }
  const file = readGrantedSystem(name, source.cloud, openWorld(io), {
    ...(at === undefined ? {} : { at }),
    say: (note) => io.err(`iamscope: ${terminalText(note)}\n`),
  });
  return { file, policies: file.policies };
}

/** Says where a policy is named that cannot be read. */
async function placed<Value>(reading: Promise<Value>, at: ConfigGrant['at']): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (at === undefined || !isUsageError(error)) throw error;
    throw new UsageError(`${at.file}:${at.line}: ${error.message}`);
  }
}

/** Where a policy is granted of which nothing else is said. */
export function usualPlace(scope: GrantScope): GrantPlace {
  return scope === 'project' ? { kind: 'iam' } : { kind: 'enterprise-project' };
}

/** A policy as it is named. */
interface PolicyArgument {
  readonly name: string;
  readonly by: NamedBy;
  /** Files that were read before: several arguments may be about one. */
  readonly files?: Map<string, PolicyFile>;
}

/**
 * The file of one argument, and which of its policies it means: a file, `-` or `system:<display name>`; `file#ADDRESS`.
 * @throws UsageError when there is none.
 */
export async function readPolicies(
  { name, by, files }: PolicyArgument,
  { cloud, stdinName }: Pick<GrantSource, 'cloud' | 'stdinName'>,
  io: Io,
): Promise<Omit<NamedPolicies, 'policies'>> {
  if (namesSystemPolicy(name)) return { file: readSystem(name, cloud, openWorld(io)) };
  const { path, address } = readAddress(name, io);
  const shown = path === '-' ? stdinName : path;
  const instead = 'name the policy files that are granted together, or ask `iamscope who-can`';
  if (io.kindOf(path) === 'missing' && path !== '-') {
    const hint = systemPolicyHint(path, openWorld(io).systemPolicies());
    if (hint !== '') throw new UsageError(`\`${path}\` cannot be read: there is no such file${hint}`);
  }
  const file =
    files?.get(path) ??
    (await readPolicyBytes(shown, readNamed(path, io, { instead, by }), { io, defaults: false }));
  files?.set(path, file);
  const unread = file.partial && mayBePlan(file.text) ? file.policies[0]?.faults[0] : undefined;
  if (unread?.kind === 'input-too-large')
    throw new UsageError(`\`${shown}\` cannot be read: ${unread.message}`);
  if (file.policies.length > 0) return { file, ...(address === undefined ? {} : { address }) };
  const what =
    file.foreign === undefined
      ? `holds no policy${lookOf(file)}`
      : `holds no IAM policy: it looks like ${withArticle(file.foreign)}`;
  throw new UsageError(`\`${shown}\` ${what}`);
}

/** What the user may have taken for one. */
function lookOf({ looksLikePolicy, text }: PolicyFile): string {
  if (looksLikePolicy === undefined) return '';
  return `, though line ${createLocator(text).regionOf(looksLikePolicy.at).line} looks like one`;
}
