import { compareText } from '../catalogue/order.ts';
import type { TerraformCalls } from '../model/terraform-calls.ts';

/** `rules/terraform-calls/*.yaml` as its schema lets it be written: each call as `PRODUCT METHOD path`. */
export interface StoredTerraformCalls {
  readonly source: { readonly repo: string; readonly commit: string; readonly date: string };
  readonly prefix: string;
  readonly resources: Readonly<Record<string, readonly string[]>>;
  readonly dataSources: Readonly<Record<string, readonly string[]>>;
}

/**
 * The text of a file with the calls of a provider's types.
 * @param table rows of kind (`resource`, `data`), type, product, method and path, after a line of headings
 * @param sources rows of folder, repository, commit, date and licence, after a line of headings
 */
export function terraformCallsFile(table: string, sources: string, provider: string): string {
  const [source] = rowsOf(sources).filter(([folder]) => folder === provider);
  if (source === undefined) throw new Error(`the sources do not name ${provider}`);
  const [, repo = '', commit = '', date = ''] = source;
  const types = { resource: new Map<string, string[]>(), data: new Map<string, string[]>() };
  for (const [kind = '', type = '', product = '', method = '', path = ''] of rowsOf(table)) {
    if (kind !== 'resource' && kind !== 'data') throw new Error(`unknown kind ${kind}`);
    const call = `${product} ${method} ${path.startsWith('/') ? '' : '/'}${path}`;
    const calls = types[kind].get(type) ?? [];
    if (!calls.includes(call)) calls.push(call);
    types[kind].set(type, calls);
  }
  return [
    '# Which calls the types of a Terraform provider make, by the marks in its source: facts, nothing of its text.',
    '# It does not say which change of a resource makes which call.',
    '# Written by `npm run generate` where the table is at hand.',
    `source: { repo: ${repo}, commit: ${commit}, date: "${date}" }`,
    `prefix: ${provider}_`,
    'resources:',
    ...linesOf(types.resource),
    'dataSources:',
    ...linesOf(types.data),
    '',
  ].join('\n');
}

function linesOf(types: ReadonlyMap<string, readonly string[]>): string[] {
  return [...types]
    .sort(([one], [other]) => compareText(one, other))
    .flatMap(([type, calls]) => [
      `  ${type}:`,
      ...calls.map((call) => `    - ${/: |:$| #/.test(call) ? JSON.stringify(call) : call}`),
    ]);
}

function rowsOf(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

/** The files as one table in which each call stands once. */
export function packTerraformCalls(files: readonly StoredTerraformCalls[]): TerraformCalls {
  const places = new Map<string, number>();
  const placeOf = (call: string): number => {
    const place = places.get(call) ?? places.size;
    places.set(call, place);
    return place;
  };
  const packed = (member: 'resources' | 'dataSources') =>
    Object.fromEntries(
      files.flatMap((file) =>
        Object.entries(file[member]).map(([type, calls]) => [type, calls.map(placeOf)] as const),
      ),
    );
  return {
    prefixes: files.map(({ prefix }) => prefix),
    resources: packed('resources'),
    dataSources: packed('dataSources'),
    calls: [...places.keys()],
  };
}
