import { readAction } from '../model/action.ts';
import type { KnownAction, Service } from '../model/catalogue.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import type { EvidencedEntry } from '../model/entry.ts';
import type { CatalogueFile } from './catalogue-file.ts';
import { type DataFault, parseCatalogue, parseYaml } from './catalogue-yaml.ts';
import type { IndexData, ServiceClaimsData, ServiceData } from './compiled-data.ts';
import { packEntry } from './compiled-data.ts';
import { compareEntries, compareText } from './order.ts';
import { compileSchemas, type SchemaCheck } from './schema-check.ts';
import { readTasks, type WrittenTask } from './task-file.ts';

export type CompiledData =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly faults: readonly DataFault[] };

/**
 * Compiles the files of `rules/` (path below it -> text) into the JSON that the program loads: `index.json` for what
 * every run needs, `<service>.json` for decisions, `<service>.claims.json` for the evidence, `tasks.json`, and
 * `vocabulary.json` for rebuilding the catalogue. Every fault names its file and entry.
 */
export function tryCompileData(rules: ReadonlyMap<string, string>): CompiledData {
  const faults: DataFault[] = [];
  const checks = schemaChecks(rules);
  const load = (name: string, text: string, check: SchemaCheck): unknown => {
    const parsed = parseYaml(text, name);
    if (!parsed.ok) {
      faults.push(parsed.fault);
      return undefined;
    }
    const broken = check(parsed.value);
    faults.push(
      ...broken.map(({ path, message }) => ({ file: name, at: path === '' ? '/' : path, message })),
    );
    return broken.length === 0 ? parsed.value : undefined;
  };

  const named = [...rules].sort(([one], [other]) => compareText(one, other));
  const catalogues: CatalogueFile[] = [];
  for (const [name, text] of named.filter(([path]) => /^catalogue\/[^/]+\/[^/]+\.yaml$/u.test(path))) {
    const reading = parseCatalogue(text, name, checks('catalogue'));
    if (!reading.ok) faults.push(...reading.faults);
    else if (name !== `catalogue/${reading.file.cloud}/${reading.file.service}.yaml`) {
      faults.push({ file: name, at: '/', message: 'cloud and service do not match the path' });
    } else catalogues.push(reading.file);
  }
  const written = named
    .filter(([path]) => /^tasks\/[^/]+\.yaml$/u.test(path))
    .flatMap(
      ([name, text]) => (load(name, text, checks('tasks')) as readonly WrittenTask[] | undefined) ?? [],
    );
  const servicesText = rules.get('language/services.yaml') ?? '[]';
  const services =
    (load('language/services.yaml', servicesText, checks('services')) as StoredService[] | undefined) ?? [];
  const vocabulary = vocabularyOf(rules, faults);
  faults.push(
    ...checks('vocabulary')(vocabulary).map(({ path, message }) => ({
      file: 'vocabulary',
      at: path,
      message,
    })),
  );
  if (faults.length > 0) return { ok: false, faults };

  const covered = [...new Set(catalogues.map(({ service }) => service))].sort(compareText);
  const filesOf = (service: string) => catalogues.filter((file) => file.service === service);
  const files = new Map<string, string>();
  files.set('index.json', JSON.stringify(indexOf(services.map(serviceOf), covered, filesOf)));
  for (const service of covered) {
    const entries = filesOf(service)
      .flatMap((file) => file.entries)
      .sort(compareEntries);
    const looseClaims = filesOf(service).flatMap((file) => file.looseClaims);
    const evidence = entries.map(({ claims, apiPages }) => ({ claims, apiPages }));
    files.set(`${service}.json`, JSON.stringify({ entries: entries.map(packEntry) } satisfies ServiceData));
    files.set(
      `${service}.claims.json`,
      JSON.stringify({ evidence, looseClaims } satisfies ServiceClaimsData),
    );
  }
  files.set('tasks.json', JSON.stringify(readTasks(written)));
  const serviceCodes = services.flatMap(({ code, aliases }) => [code, ...(aliases ?? [])]).sort(compareText);
  files.set('vocabulary.json', JSON.stringify({ ...vocabulary, serviceCodes }));
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

interface StoredService extends Omit<Service, 'aliases'> {
  readonly aliases?: readonly string[];
}

function serviceOf({ code, name, level, aliases }: StoredService): Service {
  return { code, name, level, aliases: aliases ?? [] };
}

const schemaIds = ['catalogue', 'services', 'vocabulary', 'tasks'] as const;

function schemaChecks(rules: ReadonlyMap<string, string>): (id: (typeof schemaIds)[number]) => SchemaCheck {
  const schemas = schemaIds.map((id) => {
    const text = rules.get(`schema/${id}.schema.json`);
    if (text === undefined) throw new Error(`rules/schema/${id}.schema.json is missing`);
    // Draft-07 schemas of this size read the same under 2020-12; the id is the file's name.
    return {
      ...(JSON.parse(text) as object),
      $id: id,
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    };
  });
  return compileSchemas(schemas);
}

const vocabularyFiles = {
  columns: 'columns',
  marks: 'marks',
  useCases: 'use-cases',
  notes: 'notes',
  apiPages: 'api-pages',
  docSets: 'doc-sets',
} as const;

function vocabularyOf(rules: ReadonlyMap<string, string>, faults: DataFault[]): Record<string, unknown> {
  const vocabulary: Record<string, unknown> = {};
  for (const [member, file] of Object.entries(vocabularyFiles)) {
    const name = `vocabulary/${file}.yaml`;
    const parsed = parseYaml(rules.get(name) ?? '', name);
    if (parsed.ok) vocabulary[member] = parsed.value;
    else faults.push(parsed.fault);
  }
  return vocabulary;
}

function indexOf(
  services: readonly Service[],
  covered: readonly string[],
  filesOf: (service: string) => readonly CatalogueFile[],
): IndexData {
  return {
    services,
    covered: Object.fromEntries(
      covered.map((service) => {
        const date = newestDate(filesOf(service).flatMap((file) => file.entries));
        const actions = knownActions(service, filesOf(service));
        return [service, { ...(date === undefined ? {} : { date }), actions }] as const;
      }),
    ),
  };
}

function newestDate(entries: readonly EvidencedEntry[]): string | undefined {
  const dates = entries.flatMap(({ claims, apiPages }) =>
    [...claims, ...apiPages].flatMap(({ source }) => source?.date ?? []),
  );
  return dates.sort(compareText).at(-1);
}

/** The service's own actions in all its claims, superseded ones too: an action that a page named once is no slip. */
function knownActions(service: string, files: readonly CatalogueFile[]): KnownAction[] {
  const known = new Map<string, { action: string; clouds: Set<Cloud>; ofApi: boolean }>();
  const add = (action: string, cloud: Cloud, ofApi: boolean) => {
    const reading = readAction(action);
    if (!reading.ok || !reading.pattern.concrete || reading.pattern.segments[0] !== service) return;
    const key = action.toLowerCase();
    const entry = known.get(key) ?? { action, clouds: new Set<Cloud>(), ofApi: false };
    known.set(key, entry);
    entry.clouds.add(cloud);
    entry.ofApi ||= ofApi;
  };
  for (const { cloud, entries, looseClaims } of files) {
    for (const claim of [...entries.flatMap(({ claims }) => claims), ...looseClaims]) {
      for (const { action } of claim.actions) add(action, cloud, true);
      for (const { action } of claim.dependencies) add(action, cloud, false);
    }
  }
  return [...known.values()]
    .sort((one, other) => compareText(one.action, other.action))
    .map(({ action, clouds: named, ofApi }) => ({
      action,
      clouds: clouds.filter((cloud) => named.has(cloud)),
      known: ofApi ? 'api' : 'dependency',
    }));
}
