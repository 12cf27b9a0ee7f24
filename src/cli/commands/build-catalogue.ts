import { buildCatalogue } from '../../catalogue/build-catalogue.ts';
import { readDocs } from '../../sources/read-docs.ts';
import { prepareVocabulary, type VocabularyData } from '../../sources/vocabulary.ts';
import { textOption } from '../choices.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Call } from '../parse-arguments.ts';
import { reasonOf } from '../read-policies.ts';
import { UsageError } from '../usage-error.ts';

const documentation = /\.(?:md|rst|txt|tsv)$/;

/** `iamscope catalogue build --docs DIR`: reads the pages and writes the catalogue files, or checks that they are fresh. */
export async function build(call: Call, io: Io): Promise<ExitCode> {
  const docs = textOption(call, 'docs');
  if (docs === undefined) throw new UsageError('name the folder with the documentation pages: `--docs DIR`');
  if (io.kindOf(docs) !== 'directory') throw new UsageError(`\`${docs}\` is no folder`);
  const into = textOption(call, 'into') ?? 'rules/catalogue';

  const progress = (text: string) => {
    if (io.progress) io.err(`\r\u001b[K${text}`);
  };
  const names = io.listFiles(docs).filter((name) => documentation.test(name));
  const files = names.map((path, i) => {
    if (i % 25 === 0) progress(`reading pages: ${i + 1} of ${names.length}`);
    return { path, text: textOf(`${docs}/${path}`, io) };
  });
  progress(`understanding ${files.length} pages`);
  const vocabulary = prepareVocabulary(JSON.parse(io.readData('vocabulary.json')) as VocabularyData);
  const { claims, apiPages, errors } = readDocs(files, vocabulary);
  const built = [...buildCatalogue(claims, apiPages)].map(
    ([path, text]) => [`${into}/${path.replace(/^catalogue\//, '')}`, text] as const,
  );
  progress('');

  for (const { page, message } of errors) io.err(`iamscope: ${page}: ${message}\n`);
  const problems = claims.filter(({ problem }) => problem !== undefined);
  for (const { page, table, row, problem } of problems) {
    io.err(`iamscope: ${page}, table ${table}, row ${row}: ${problem}\n`);
  }
  if (claims.length === 0 && apiPages.length === 0) {
    throw new UsageError(
      `\`${docs}\` holds no page that iamscope knows; it reads hwc/, otc/, api-pages/ and seeds/ below it`,
    );
  }
  const stale = built.filter(([path, text]) => !holds(path, text, io)).map(([path]) => path);
  const check = call.values.check === true;
  if (!check) for (const [path, text] of built) if (stale.includes(path)) io.writeFile(path, text);
  io.err(summary(claims.length, apiPages.length, errors.length, problems.length, stale, check));
  return errors.length > 0 || (check && stale.length > 0) ? exitCodes.findings : exitCodes.ok;
}

function textOf(path: string, io: Io): string {
  try {
    return new TextDecoder().decode(io.readFile(path));
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  }
}

function holds(path: string, text: string, io: Io): boolean {
  return io.kindOf(path) === 'file' && new TextDecoder().decode(io.readFile(path)) === text;
}

function summary(
  claims: number,
  apiPages: number,
  errors: number,
  problems: number,
  stale: readonly string[],
  check: boolean,
): string {
  const read = `${claims} claims and ${apiPages} API pages read; ${problems} claims with a problem, ${errors} pages not understood`;
  const fate =
    stale.length === 0
      ? 'the catalogue is up to date'
      : `${check ? 'not up to date' : 'written'}: ${stale.join(', ')}`;
  return `iamscope: ${read}\niamscope: ${fate}\n`;
}
