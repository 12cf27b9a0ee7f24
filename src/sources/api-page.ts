import type { HttpMethod } from '../model/claim.ts';
import type { ApiParameter } from '../model/entry.ts';
import { fold } from './fold.ts';
import type { Page } from './page.ts';
import { isDeprecated } from './page-remarks.ts';
import { readApiCell } from './read-apis.ts';
import { isBroken, joinLines, linesOf, type Table } from './table.ts';
import type { ApiPageSection, ParameterColumn, Vocabulary } from './vocabulary.ts';

/** What an API reference page says, without where it stands. */
export interface ApiPageContent {
  readonly title: string;
  readonly method: HttpMethod;
  readonly path: string;
  readonly pathParameters: readonly ApiParameter[];
  readonly bodyParameters: readonly ApiParameter[];
  readonly success: readonly number[];
  readonly errors: readonly number[];
  readonly deprecated: boolean;
}

/** Reads an API reference page; `undefined` where no section names a method and path. */
export function readApiPage(page: Page, vocabulary: Vocabulary): ApiPageContent | undefined {
  const uri = sectionOf(page, 'uri', vocabulary);
  const api = uri.texts.flatMap((text) => readApiCell(text.split('\n'), vocabulary).value.apis)[0];
  if (api === undefined) return undefined;
  const request = sectionOf(page, 'request', vocabulary);
  const status = sectionOf(page, 'status', vocabulary);
  const codes = [...new Set(status.firstTexts.flatMap(statusCode))].sort((one, other) => one - other);
  return {
    title: page.title,
    method: api.method,
    path: api.path,
    pathParameters: uri.tables
      .flatMap((table) => readParameters(table, vocabulary))
      .filter(({ name }) => api.path.includes(`{${name}}`)),
    // What pages call request parameters of a GET or HEAD goes into the query.
    bodyParameters: ['GET', 'HEAD'].includes(api.method)
      ? []
      : unionOfVariants(request.tables.map((table) => readParameters(table, vocabulary))),
    success: codes.filter((code) => code < 400),
    errors: codes.filter((code) => code >= 400),
    deprecated: isDeprecated(page.title, vocabulary),
  };
}

interface Section {
  readonly texts: readonly string[];
  /** Tables of the section, those of nested structures left out. */
  readonly tables: readonly Table[];
  /** Texts, and the first cell of each table row, in order. */
  readonly firstTexts: readonly string[];
}

function sectionOf(page: Page, wanted: ApiPageSection, vocabulary: Vocabulary): Section {
  const texts: string[] = [];
  const tables: Table[] = [];
  const firstTexts: string[] = [];
  let inside = false;
  let level = 0;
  let previous = '';
  for (const block of page.blocks) {
    if (block.kind === 'heading') {
      // A heading below the section's own belongs to it.
      if (inside && block.level > level) continue;
      inside = vocabulary.apiPageSections.get(fold(block.text)) === wanted;
      level = block.level;
      previous = '';
    } else if (!inside) {
      previous = '';
    } else if (block.kind === 'text') {
      texts.push(block.text);
      firstTexts.push(block.text);
      previous = block.text;
    } else {
      if (isBroken(block.table)) continue;
      if (!describesNestedStructure(previous, vocabulary)) tables.push(block.table);
      firstTexts.push(...block.table.rows.map((row) => joinLines(linesOf(row[0]?.blocks ?? []))));
      previous = '';
    }
  }
  return { texts, tables, firstTexts };
}

/** The text right before a table is its caption. */
function describesNestedStructure(caption: string, vocabulary: Vocabulary): boolean {
  const folded = fold(caption);
  return vocabulary.data.apiPages.nestedStructure.some((phrase) => folded.includes(fold(phrase)));
}

function readParameters(table: Table, vocabulary: Vocabulary): ApiParameter[] {
  const columns = new Map<ParameterColumn, number>();
  for (const [index, cell] of (table.header[0] ?? []).entries()) {
    const column = vocabulary.parameterColumns.get(fold(joinLines(linesOf(cell.blocks))));
    if (column !== undefined) columns.set(column, index);
  }
  if (!columns.has('name') || !columns.has('mandatory')) return [];
  return table.rows.map((row) => {
    const textOf = (column: ParameterColumn) =>
      joinLines(linesOf(row[columns.get(column) ?? -1]?.blocks ?? []));
    return {
      name: textOf('name').replace(/^\*(.*)\*$/u, '$1'),
      mandatory: vocabulary.mandatory.get(fold(textOf('mandatory'))) ?? null,
      type: textOf('type'),
    };
  });
}

/**
 * An API with several request forms has a table for each. Its parameters are those of all forms; one is mandatory
 * only if every form has it and says so, and unknown where a form that has it does not say.
 */
function unionOfVariants(variants: readonly (readonly ApiParameter[])[]): ApiParameter[] {
  const filled = variants.filter((variant) => variant.length > 0);
  const names = [...new Set(filled.flatMap((variant) => variant.map(({ name }) => name)))];
  return names.map((name) => {
    const found = filled.map((variant) => variant.find((parameter) => parameter.name === name));
    const stated = found.map((parameter) => (parameter === undefined ? false : parameter.mandatory));
    const mandatory = stated.includes(false) ? false : stated.includes(null) ? null : true;
    return { name, mandatory, type: found.find((parameter) => parameter !== undefined)?.type ?? '' };
  });
}

function statusCode(text: string): number[] {
  const code = /^(\d{3})(?!\d)/u.exec(text)?.[1];
  return code === undefined ? [] : [Number(code)];
}
