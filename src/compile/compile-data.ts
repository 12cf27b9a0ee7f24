import type {
  ActionsData,
  IndexData,
  KnownService,
  ServiceClaimsData,
  ServiceData,
} from '../catalogue/compiled-data.ts';
import { compareEntries, compareText } from '../catalogue/order.ts';
import { type PathIndex, pathIndexFile } from '../catalogue/path-index.ts';
import { indexServices, namesOf } from '../catalogue/service-index.ts';
import { serviceOf } from '../model/action.ts';
import type { Mention, PrintedNames, Service } from '../model/catalogue.ts';
import { clouds } from '../model/cloud.ts';
import type { HostTable } from '../model/host.ts';
import type { AllResourcesAction, Language, ResourceFacts } from '../model/language.ts';
import type { PolicyResources } from '../model/policy-resources.ts';
import type { SystemPolicy } from '../model/system-policy.ts';
import type { TerraformCalls } from '../model/terraform-calls.ts';
import type { GrantTable } from '../model/terraform-grants.ts';
import { openLexicon, packLexicon } from '../questions/lexicon.ts';
import type { QuestionData } from '../questions/question-data.ts';
import type { QuestionVocabulary } from '../questions/vocabulary.ts';
import { type AccessCorrection, indexActions } from './actions-index.ts';
import { type CatalogueFile, isCurrent, isHeldInPart } from './catalogue-file.ts';
import { type DataFault, parseCatalogue, parseYaml } from './catalogue-yaml.ts';
import { contentPatterns } from './content-patterns.ts';
import { type IdentityAliases, identityNames } from './identity-names.ts';
import { indexPaths } from './index-paths.ts';
import { meaningsOf, type NamedApis, packMeanings } from './meanings.ts';
import type { MentionCorrection, MentionedFile } from './mentioned-actions.ts';
import { packAction, packEntry } from './pack.ts';
import { createRulesReader, type RulesReader } from './rules-reader.ts';
import { storeCatalogue, storeEntry } from './stored-catalogue.ts';
import { compileSystemPolicies } from './system-policy-file.ts';
import { readTasks, type WrittenTask } from './task-file.ts';
import { packTerraformCalls, type StoredTerraformCalls } from './terraform-calls-file.ts';
import type { Translation } from './titles.ts';

type CompiledData =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly faults: readonly DataFault[] };

/**
 * Compiles the files of `rules/` (path below it -> text) into the JSON that the program loads: `index.json` for what
 * every run needs, `actions/<service>.json` for linting, `<service>.json` for decisions, `<service>.claims.json` for
 * the evidence, `paths/*.json` to find the services that have a path, `tasks.json`, `questions.json`, `language.json`, `printed.json`,
 * `hosts.json`, `terraform-grants.json`, `terraform-calls.json`, `system-policies.json`, `config.schema.json`, and
 * `vocabulary.json` and `corrections.json` for rebuilding the catalogue. Every fault names its file and entry.
 */
export function tryCompileData(rules: ReadonlyMap<string, string>): CompiledData {
  const reader = createRulesReader(rules);
  const catalogues = readCatalogues(reader);
  const mentions = readMentionedFiles(reader);
  const services = reader
    .readList<StoredService>('language/services.yaml', 'services')
    .map(({ code, name, level, aliases = [] }): Service => ({ code, name, level, aliases }));
  const corrections = reader.readList<AccessCorrection>('corrections/access-levels.yaml', 'access-levels');
  const mentionCorrections = reader.readList<MentionCorrection>(
    'corrections/mentioned.yaml',
    'mentioned-corrections',
  );
  const titles = reader.readList<Translation>('corrections/titles.yaml', 'titles');
  const tasks = reader
    .named(/^tasks\/[^/]+\.yaml$/u)
    .flatMap(([name, text]) => reader.read<readonly WrittenTask[]>(name, text, 'tasks') ?? []);
  const systemPolicies = readSystemPolicies(reader);
  const language = readLanguage(reader);
  const hosts = readHosts(reader);
  const terraform = readTerraform(reader);
  const grantTable = readGrantTable(reader);
  const terraformCalls = reader
    .named(/^terraform-calls\/[^/]+\.yaml$/u)
    .flatMap(([name, text]) => reader.read<StoredTerraformCalls>(name, text, 'terraform-calls') ?? []);
  const printed = readPrintedNames(reader);
  const questions = readQuestions(reader);
  const vocabulary = vocabularyOf(rules, reader);
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };

  const actions = indexActions({ files: catalogues, mentions, services, corrections });
  const files = new Map<string, string>();
  const put = <Data>(name: string, data: Data) => files.set(name, JSON.stringify(data));
  put<IndexData>('index.json', { services, known: knownServices(catalogues, actions) });
  for (const [service, known] of actions) put<ActionsData>(`actions/${service}.json`, known.map(packAction));
  const { codeOf } = indexServices(services);
  const documented = [...new Set([...catalogues.map(({ service }) => service), ...actions.keys()])];
  for (const service of documented.sort(compareText)) {
    const here = catalogues.filter((file) => file.service === service);
    const entries = here.flatMap((file) => file.entries).sort(compareEntries);
    const stored = here.map(storeCatalogue);
    const pages = stored
      .flatMap((file) => file.pages)
      .sort((one, other) => compareText(one.page, other.page));
    const pagesByPath = new Map(pages.map((page) => [page.page, page]));
    if (here.length > 0) put<ServiceData>(`${service}.json`, { entries: entries.map(packEntry) });
    put<ServiceClaimsData>(`${service}.claims.json`, {
      pages,
      evidence: entries.map((entry) => {
        const { titleZh, claims, apiPages } = storeEntry(entry, pagesByPath);
        return {
          ...(titleZh === undefined ? {} : { titleZh }),
          ...(claims ? { claims } : {}),
          ...(apiPages ? { apiPages } : {}),
        };
      }),
      looseClaims: stored.flatMap(({ cloud, looseClaims: claims = [] }) =>
        claims.length === 0 ? [] : [{ cloud, claims }],
      ),
      mentions: mentions.filter(({ action }) => codeOf(serviceOf(action)) === service),
    });
  }
  for (const [segments, index] of indexPaths(catalogues.flatMap(({ entries }) => entries)).entries())
    put<PathIndex>(pathIndexFile(segments), index);
  const readyTasks = readTasks(tasks);
  put('tasks.json', readyTasks);
  if (questions !== undefined) {
    const named = documented.flatMap((service) => namedApisOf(service, catalogues));
    const codes = Object.fromEntries(
      services.flatMap((service) => namesOf(service).map((name) => [name, service.code])),
    );
    const packed = packLexicon(questions, codes);
    const lexicon = openLexicon(packed);
    const meanings = packMeanings(meaningsOf(named, readyTasks, lexicon), named, lexicon);
    put<QuestionData>('questions.json', { lexicon: packed, meanings });
  }
  put<Language>('language.json', language);
  put<HostTable>('hosts.json', hosts);
  put<PolicyResources>('terraform.json', terraform);
  put<GrantTable>('terraform-grants.json', grantTable);
  put<TerraformCalls>('terraform-calls.json', packTerraformCalls(terraformCalls));
  const inContents = contentPatterns(systemPolicies, (name) => actions.get(codeOf(name)) ?? []);
  put<PrintedNames>('printed.json', {
    ...printed,
    patterns: [...printed.patterns, ...inContents],
    identityNames: identityNames(catalogues, readIdentityAliases(reader)),
  });
  put<readonly SystemPolicy[]>('system-policies.json', systemPolicies);
  for (const schema of ['config.schema.json', 'iamtest.schema.json'])
    put(schema, JSON.parse(rules.get(`schema/${schema}`) ?? 'null') as unknown);
  const serviceCodes = services.flatMap(namesOf).sort(compareText);
  put('vocabulary.json', { ...vocabulary, serviceCodes });
  put('corrections.json', { mentioned: mentionCorrections, titles });
  return { ok: true, files };
}

/**
 * As {@link tryCompileData}, for callers that cannot go on without the data.
 * @throws with every fault, each naming file and entry.
 */
export function compileData(rules: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const result = tryCompileData(rules);
  if (result.ok) return result.files;
  const lines = result.faults.map(({ file, at, message }) => `rules/${file}: ${at}: ${message}`);
  throw new Error(`the data cannot be used:\n${lines.join('\n')}`);
}

function readSystemPolicies(reader: RulesReader): readonly SystemPolicy[] {
  const { policies, faults } = compileSystemPolicies(
    reader
      .named(/^system-policies\/[^/]+\.yaml$/u)
      .map(([name, text]) => ({ name, policies: reader.read(name, text, 'system-policies') })),
  );
  reader.faults.push(...faults);
  return policies;
}

function readLanguage(reader: RulesReader): Language {
  const stored = reader
    .named(/^language\/condition-keys\.yaml$/u)
    .flatMap(([name, text]) => reader.read<StoredConditionKeys>(name, text, 'condition-keys') ?? []);
  return {
    operators: reader.readList('language/operators.yaml', 'operators'),
    globalKeys: stored.flatMap(({ global }) => global),
    suppliedKeys: stored.flatMap(({ supplied }) =>
      supplied.map(({ key, type, service }) => ({ key, type, service })),
    ),
    identityPolicyKeys: stored.flatMap(({ identityPolicies }) => identityPolicies.keys),
    serviceKeys: stored.flatMap(({ services }) => services),
    twins: reader.readList('language/twin-actions.yaml', 'twin-actions'),
    resources: readResourceFacts(reader),
    risks: reader.readList('language/risks.yaml', 'risks'),
    limits: reader.readList('language/limits.yaml', 'limits'),
  };
}

/** Without the file no question in plain words is understood. */
function readQuestions(reader: RulesReader): QuestionVocabulary | undefined {
  const [vocabulary] = reader
    .named(/^vocabulary\/questions\.yaml$/u)
    .flatMap(([name, text]) => reader.read<QuestionVocabulary>(name, text, 'questions') ?? []);
  return vocabulary;
}

/** The APIs and the loose rows of a service, in the order of its data file. */
function namedApisOf(service: string, catalogues: readonly CatalogueFile[]): NamedApis[] {
  const here = catalogues.filter((file) => file.service === service);
  if (here.length === 0) return [];
  const entries = here.flatMap((file) => file.entries).sort(compareEntries);
  return [{ service, entries, looseClaims: here.flatMap(({ looseClaims }) => looseClaims) }];
}

/** Without the file every host is unknown. */
function readHosts(reader: RulesReader): HostTable {
  const [stored] = reader
    .named(/^language\/hosts\.yaml$/u)
    .flatMap(([name, text]) => reader.read<StoredHosts>(name, text, 'hosts') ?? []);
  const { domains = [], hosts = [] } = stored ?? {};
  return { domains, hosts: hosts.flatMap(({ labels }) => labels) };
}

/** Without the file no resource of Terraform holds a policy. */
function readTerraform(reader: RulesReader): PolicyResources {
  const [stored] = reader
    .named(/^language\/terraform\.yaml$/u)
    .flatMap(([name, text]) => reader.read<PolicyResources>(name, text, 'terraform') ?? []);
  return { policies: stored?.policies ?? [], foreign: stored?.foreign ?? [] };
}

/** Without the file no resource of Terraform grants anything. */
function readGrantTable(reader: RulesReader): GrantTable {
  const [table = noGrants] = reader
    .named(/^language\/terraform-grants\.yaml$/u)
    .flatMap(([name, text]) => reader.read<GrantTable>(name, text, 'terraform-grants') ?? []);
  return table;
}

const noGrants: GrantTable = {
  providers: [],
  policies: [],
  systemRoles: [],
  customRoles: [],
  groups: [],
  users: [],
  projects: [],
  enterpriseProjects: [],
  globalProjects: [],
  assignments: [],
  agencies: [],
  attachments: [],
  identityAgencies: [],
  memberships: [],
  userMemberships: [],
};

/** `language/hosts.yaml` as its schema lets it be written. */
interface StoredHosts {
  readonly domains: HostTable['domains'];
  readonly hosts: readonly { readonly labels: HostTable['hosts'] }[];
}

/** Without the file no name is known to exist but those of the catalogue. */
function readPrintedNames(reader: RulesReader): Omit<PrintedNames, 'identityNames'> {
  const [stored] = reader
    .named(/^language\/printed-names\.yaml$/u)
    .flatMap(([name, text]) => reader.read<StoredPrintedNames>(name, text, 'printed-names') ?? []);
  const { services = [], patterns = [], types = [] } = stored ?? {};
  const byService = new Map<string, string[]>();
  for (const { service, types: more } of types)
    byService.set(service, [...(byService.get(service) ?? []), ...more]);
  return {
    services: services.flatMap(({ codes }) => codes),
    patterns: patterns.map(({ pattern, clouds: printedFor }) => ({ pattern, clouds: printedFor })),
    types: Object.fromEntries(byService),
  };
}

/** `language/printed-names.yaml` as its schema lets it be written. */
interface StoredPrintedNames {
  readonly services: readonly { readonly codes: readonly string[] }[];
  readonly patterns: PrintedNames['patterns'];
  readonly types: readonly { readonly service: string; readonly types: readonly string[] }[];
  readonly identityNames?: readonly IdentityAliases[];
}

function readIdentityAliases(reader: RulesReader): readonly IdentityAliases[] {
  return reader
    .named(/^language\/printed-names\.yaml$/u)
    .flatMap(([name, text]) => reader.read<StoredPrintedNames>(name, text, 'printed-names') ?? [])
    .flatMap(({ identityNames: printed = [] }) => printed);
}

/** Without the file nothing is known of any service's resources. */
function readResourceFacts(reader: RulesReader): ResourceFacts {
  const [facts] = reader
    .named(/^language\/resources\.yaml$/u)
    .flatMap(([name, text]) => reader.read<StoredResourceFacts>(name, text, 'resources') ?? []);
  if (facts === undefined) return noResourceFacts;
  const allResources = facts.allResources.flatMap(({ actions, ...said }) =>
    actions.map((action) => ({ action, ...said })),
  );
  return { ...facts, allResources };
}

/** `language/resources.yaml` as it is written: what a page says of several actions stands once. */
interface StoredResourceFacts extends Omit<ResourceFacts, 'allResources'> {
  readonly allResources: readonly (Omit<AllResourcesAction, 'action'> & {
    readonly actions: readonly string[];
  })[];
}

const noResourceFacts: ResourceFacts = {
  lists: [],
  services: [],
  refused: [],
  allResources: [],
  agencies: { actions: [], prefix: '/iam/agencies/', sources: [] },
};

/** `language/condition-keys.yaml` as its schema lets it be written. */
interface StoredConditionKeys {
  readonly global: Language['globalKeys'];
  readonly supplied: Language['suppliedKeys'];
  readonly identityPolicies: { readonly keys: Language['identityPolicyKeys'] };
  readonly services: Language['serviceKeys'];
}

interface StoredService extends Omit<Service, 'aliases'> {
  readonly aliases?: readonly string[];
}

/** Below each cloud's folder, what is not a service: the actions that pages name outside permission tables. */
const mentionedFile = /^catalogue\/[^/]+\/mentioned\.yaml$/u;

function readCatalogues(reader: RulesReader): CatalogueFile[] {
  const catalogues: CatalogueFile[] = [];
  for (const [name, text] of reader.named(/^catalogue\/[^/]+\/[^/]+\.yaml$/u)) {
    if (mentionedFile.test(name)) continue;
    const reading = parseCatalogue(text, name, reader.check('catalogue'));
    if (!reading.ok) reader.faults.push(...reading.faults);
    else if (name !== `catalogue/${reading.file.cloud}/${reading.file.service}.yaml`) {
      reader.faults.push({ file: name, at: '/', message: 'cloud and service do not match the path' });
    } else catalogues.push(reading.file);
  }
  return catalogues;
}

function readMentionedFiles(reader: RulesReader): Mention[] {
  return reader.named(mentionedFile).flatMap(([name, text]) => {
    const file = reader.read<MentionedFile>(name, text, 'mentioned');
    if (file === undefined) return [];
    if (name !== `catalogue/${file.cloud}/mentioned.yaml`) {
      reader.faults.push({ file: name, at: '/', message: 'the cloud does not match the path' });
    }
    return file.actions.map((mention) => ({ cloud: file.cloud, ...mention }));
  });
}

const vocabularyFiles = {
  columns: 'vocabulary/columns',
  marks: 'vocabulary/marks',
  useCases: 'vocabulary/use-cases',
  notes: 'vocabulary/notes',
  apiPages: 'vocabulary/api-pages',
  docSets: 'vocabulary/doc-sets',
  siteNotes: 'vocabulary/site-notes',
  pageCorrections: 'corrections/pages',
} as const;

function vocabularyOf(rules: ReadonlyMap<string, string>, reader: RulesReader): Record<string, unknown> {
  const vocabulary: Record<string, unknown> = {};
  for (const [member, file] of Object.entries(vocabularyFiles)) {
    const name = `${file}.yaml`;
    const parsed = parseYaml(rules.get(name) ?? '', name);
    if (parsed.ok) vocabulary[member] = parsed.value;
    else reader.faults.push(parsed.fault);
  }
  for (const { path, message } of reader.check('vocabulary')(vocabulary)) {
    reader.faults.push({ file: 'vocabulary', at: path, message });
  }
  return vocabulary;
}

function knownServices(
  catalogues: readonly CatalogueFile[],
  actions: ReturnType<typeof indexActions>,
): Record<string, KnownService> {
  const codes = [...new Set([...catalogues.map(({ service }) => service), ...actions.keys()])];
  return Object.fromEntries(
    codes.sort(compareText).map((service) => {
      const here = catalogues.filter((file) => file.service === service);
      const known = actions.get(service) ?? [];
      return [
        service,
        {
          tables: clouds.filter((cloud) => here.some((file) => file.cloud === cloud)),
          current: clouds.filter((cloud) => here.some((file) => file.cloud === cloud && isCurrent(file))),
          inPart: clouds.filter((cloud) => here.some((file) => file.cloud === cloud && isHeldInPart(file))),
          named: clouds.filter((cloud) => known.some((action) => action.clouds.includes(cloud))),
          dates: Object.fromEntries(
            clouds.flatMap((cloud) => {
              const date = newestDate(here.filter((file) => file.cloud === cloud));
              return date === undefined ? [] : [[cloud, date]];
            }),
          ),
        },
      ] as const;
    }),
  );
}

function newestDate(files: readonly CatalogueFile[]): string | undefined {
  const witnesses = files.flatMap(({ entries, looseClaims }) => [
    ...entries.flatMap(({ claims, apiPages }) => [...claims, ...apiPages]),
    ...looseClaims,
  ]);
  return witnesses
    .flatMap(({ source }) => source?.date ?? [])
    .sort(compareText)
    .at(-1);
}
