import { type BuiltCatalogue, buildCatalogue } from '../../compile/build-catalogue.ts';
import { type MentionCorrection, readMentions } from '../../compile/mentioned-actions.ts';
import type { Translation } from '../../compile/titles.ts';
import type { Mention } from '../../model/catalogue.ts';
import { type DocFile, type DocsReading, readDocs } from '../../sources/read-docs.ts';
import { prepareVocabulary, type VocabularyData } from '../../sources/vocabulary.ts';
import type { BuildTask } from '../arguments/lookup-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reasonOf } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

const documentation = /\.(?:md|rst|txt|tsv)$/;
/** Below the documentation: actions that its pages name outside permission tables. */
const mentionsFile = 'mentioned-actions.tsv';

/** `iamscope catalogue build --docs DIR`: reads the pages and writes the catalogue files, or checks that they are fresh. */
export function build({ docs, into, check }: BuildTask, io: Io): ExitCode {
  if (io.kindOf(docs) !== 'directory') throw new UsageError(`\`${docs}\` is not a folder`);
  const progress = (text: string) => {
    if (io.progress) io.err(`\r\u001b[K${text}`);
  };

  const files = readAll(docs, io, progress);
  progress(`understanding ${files.length} pages`);
  const vocabulary = prepareVocabulary(JSON.parse(io.readData('vocabulary.json')) as VocabularyData);
  const reading = readDocs(files, vocabulary);
  if (reading.claims.length === 0 && reading.apiPages.length === 0) {
    progress('');
    throw new UsageError(
      `\`${docs}\` holds no page that iamscope knows; it reads hwc/, hwc-site/, otc/, api-pages/ and seeds/ below it`,
    );
  }
  progress(`merging ${reading.claims.length} claims`);
  const { mentioned, titles } = JSON.parse(io.readData('corrections.json')) as {
    readonly mentioned: readonly MentionCorrection[];
    readonly titles: readonly Translation[];
  };
  const mentions = mentionsOf(files, docs);
  const catalogue = buildCatalogue({ ...reading, mentions, corrections: mentioned, translations: titles });
  const built = new Map(
    [...catalogue.files].map(([path, text]) => [into + path.slice('catalogue'.length), text]),
  );
  progress('');

  const outcome = settle(built, into, check, io);
  reportUnread(reading, io);
  reportTitles(catalogue, io);
  io.err(`${[...summaryOf(files, reading), ...outcome.lines].map((line) => `iamscope: ${line}\n`).join('')}`);
  return reading.errors.length > 0 || outcome.stale ? exitCodes.findings : exitCodes.ok;
}

function readAll(docs: string, io: Io, progress: (text: string) => void): DocFile[] {
  const names = io.listFiles(docs).filter((name) => documentation.test(name));
  const decoder = new TextDecoder();
  return names.map((path, i) => {
    if (i % 25 === 0) progress(`reading pages: ${i + 1} of ${names.length}`);
    try {
      return { path, text: decoder.decode(io.readFile(`${docs}/${path}`)) };
    } catch (error) {
      throw new UsageError(`\`${docs}/${path}\` cannot be read: ${reasonOf(error)}`);
    }
  });
}

function mentionsOf(files: readonly DocFile[], docs: string): Mention[] {
  const file = files.find(({ path }) => path === mentionsFile);
  if (file === undefined) return [];
  try {
    return readMentions(file.text);
  } catch (error) {
    // Plain errors name a line of the file; others are failures of our own.
    if (!(error instanceof Error) || error.constructor !== Error) throw error;
    throw new UsageError(`\`${docs}/${mentionsFile}\`: ${error.message}`);
  }
}

/** Names every page and row that could not be read in full. */
function reportUnread({ errors, claims, unread }: DocsReading, io: Io): void {
  for (const { page, message } of errors) io.err(`iamscope: ${page}: ${message}\n`);
  for (const page of unread)
    io.err(`iamscope: ${page}: its folder is not in the vocabulary, so it is not read\n`);
  for (const { page, table, row, problem } of claims) {
    if (problem !== undefined) io.err(`iamscope: ${page}, table ${table}, row ${row}: ${problem}\n`);
  }
}

/** Names every title that `rules/corrections/titles.yaml` does not translate, and every translation of it that no title needs. */
function reportTitles({ untitled, unused }: BuiltCatalogue, io: Io): void {
  for (const what of untitled) io.err(`iamscope: no English title: ${what}\n`);
  for (const { service, zh, api, en } of unused)
    io.err(`iamscope: no title needs the translation ${service} ${zh ?? api} (${en})\n`);
}

function summaryOf(files: readonly DocFile[], { claims, apiPages, errors, unread }: DocsReading): string[] {
  const problems = claims.filter(({ problem }) => problem !== undefined).length;
  const repaired = claims.filter(({ repairs }) => repairs.length > 0).length;
  const pages = new Set(claims.map(({ page }) => page)).size;
  const faulty = new Set(errors.map(({ page }) => page)).size;
  return [
    `${files.length} files: ${claims.length} claims of ${pages} pages, and ${apiPages.length} API pages`,
    `repaired: ${repaired} claims; not understood: ${problems} claims in part, tables of ${faulty} pages; not read: ${unread.length} pages`,
  ];
}

/** Writes what has changed, or says what is not up to date; files that no page leads to any more are named. */
function settle(
  built: ReadonlyMap<string, string>,
  into: string,
  check: boolean,
  io: Io,
): { readonly stale: boolean; readonly lines: readonly string[] } {
  const changed = [...built].filter(([path, text]) => !holds(path, text, io));
  if (!check) for (const [path, text] of changed) io.writeFile(path, text);
  const there = io.kindOf(into) === 'directory' ? io.listFiles(into) : [];
  const left = there
    .map((name) => `${into}/${name}`)
    .filter((path) => path.endsWith('.yaml') && !built.has(path));
  const names = changed.map(([path]) => path).join(', ');
  return {
    stale: left.length > 0 || (check && changed.length > 0),
    lines: [
      ...(left.length === 0
        ? []
        : [`no page leads to these files any more, remove them: ${left.join(', ')}`]),
      changed.length > 0
        ? `${check ? 'not up to date' : 'written'}: ${names}`
        : left.length > 0
          ? 'the rest of the catalogue is up to date'
          : 'the catalogue is up to date',
    ],
  };
}

function holds(path: string, text: string, io: Io): boolean {
  return io.kindOf(path) === 'file' && new TextDecoder().decode(io.readFile(path)) === text;
}
