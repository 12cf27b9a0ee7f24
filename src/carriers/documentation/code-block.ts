import type { Span } from '../../model/policy.ts';
import type { JsonReading } from '../../policy/json-reader.ts';
import { largest } from '../../policy/text-size.ts';
import { mayBeYaml } from '../../policy/yaml-look.ts';
import type { CarriedDocument, CarriedText, Carrier } from '../carried-document.ts';
import { linesOf, partOfText } from '../carried-lines.ts';
import { pageHoldsYaml } from '../form-of.ts';
import { placedTree } from '../placed-reading.ts';

/** Sample text of a page. */
export interface CodeBlock {
  readonly content: CarriedText;
  /** As the page says, in lower case; empty where it does not. */
  readonly language: string;
}

/** How languages that are not JSON are read, where they can be. */
export interface BlockReaders {
  readonly yaml?: (text: string) => JsonReading;
  /** The documents of a text in Terraform's language. */
  readonly terraform?: (text: string) => readonly CarriedDocument[];
}

/** How pages are read: what finds their code blocks, and the readers of languages. */
export function pageCarrier(
  blocksOf: (text: string) => readonly CodeBlock[],
  readers: BlockReaders,
): Carrier {
  return {
    documents: (text) => documentsOfBlocks(blocksOf(text), readers),
    largest: largest.yaml,
    fixable: 'in a page only what lies in a code block as it is written is fixed',
  };
}

/** The documents in code blocks that may be policies. What is plainly a part of one is left alone. */
function documentsOfBlocks(blocks: readonly CodeBlock[], readers: BlockReaders): readonly CarriedDocument[] {
  return blocks.flatMap((block) => documentsOf(block, readers));
}

function documentsOf(
  { content, language }: CodeBlock,
  { yaml, terraform }: BlockReaders,
): readonly CarriedDocument[] {
  const { text } = content;
  if (terraform !== undefined && isTerraform(text, language) && !isFragment(text)) {
    const found = terraform(text).map((document) => inBlock(document, content));
    if (found.length > 0) return found;
  }
  if (!namesDocument.test(text)) return [];
  if (isYaml(text, language)) {
    if (yaml === undefined || isFragment(text)) return [];
    return [{ content: { ...content, read: yaml }, anything: true }];
  }
  return jsonParts(content).flatMap((part): CarriedDocument[] => {
    if (isFragment(part.text) || (programs.has(language) && !isJson(part.text))) return [];
    return [{ content: part, anything: true }];
  });
}

/** The languages of Terraform and OpenTofu, as pages call them. */
const terraformNames: ReadonlySet<string> = new Set(['hcl', 'hcl2', 'terraform', 'tf', 'tofu', 'opentofu']);

function isTerraform(text: string, language: string): boolean {
  return terraformNames.has(language) || (language === '' && /^\s*(?:resource|module)\s+"/m.test(text));
}

/** A document of a block's text as one of the page: in pages, one address may be that of several resources. */
function inBlock(
  { path: _path, name: _name, around: _around, writtenLayer, ...document }: CarriedDocument,
  block: CarriedText,
): CarriedDocument {
  const { content } = document;
  return {
    ...document,
    ...(writtenLayer === undefined
      ? {}
      : { writtenLayer: { ...writtenLayer, ...placedSpan(writtenLayer, block) } }),
    content:
      content.kind === 'tree'
        ? placedTree(content, block)
        : {
            ...content,
            verbatim: content.verbatim && block.verbatim,
            placeOf: (offset) => block.placeOf(content.placeOf(offset)),
          },
  };
}

function placedSpan({ offset, length }: Span, block: CarriedText): Span {
  const start = block.placeOf(offset);
  return { offset: start, length: block.placeOf(offset + length) - start };
}

function isYaml(text: string, language: string): boolean {
  if (/^ya?ml$/.test(language)) return !/^\s*[{[]/.test(text) && mayBeYaml(text);
  return language === '' && !/^\s*[{[]/m.test(text) && pageHoldsYaml(text);
}

/** A policy has a Version or a Statement, however that is spelt; what has neither is a part of one. */
const namesDocument = /["'“”]?\b(?:version|stat[a-z]{3,7}|sta?te?me?nts?)\b[\\"'“”]{0,2}\s*[:：]/i;

/** Languages in which an object is written nearly as in JSON. */
const programs: ReadonlySet<string> = new Set([
  ...terraformNames,
  'js',
  'javascript',
  'jsx',
  'ts',
  'typescript',
  'tsx',
  'py',
  'python',
  'go',
  'golang',
  'java',
  'rb',
  'ruby',
  'php',
  'rs',
  'rust',
  'cs',
  'csharp',
]);

/** Says that something is left out: `...` by itself. */
function isFragment(text: string): boolean {
  return /(?:^|[\s[{(,"'#<]|["'\s]:|\/[/*])(?:\.{3,}|…+)(?=$|[\s\]}),"'>*])/.test(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * What of a block is JSON: requests and replies have lines before and between. A part ends where its brackets are closed and
 * the next line begins with a word, so that nothing of a document with wrong brackets is lost.
 */
function jsonParts(content: CarriedText): readonly CarriedText[] {
  const parts: CarriedText[] = [];
  const { text } = content;
  let start: number | undefined;
  let depth = 0;
  for (const { place, text: line } of linesOf(text)) {
    if (start !== undefined && depth <= 0 && beginsWithWord.test(line)) {
      parts.push(partOfText(content, start, place));
      start = undefined;
    }
    if (start === undefined && /^\s*[{["“”'｛［【]/.test(line)) {
      start = place;
      depth = 0;
    }
    for (const [token] of line.matchAll(stringOrBracket)) {
      if (token === '{' || token === '[') depth += 1;
      else if (token === '}' || token === ']') depth -= 1;
    }
  }
  if (start !== undefined) parts.push(partOfText(content, start, text.length));
  return parts;
}

/** What no line of JSON begins with: a header, a comment, a prompt. */
const beginsWithWord = /^\s*(?:[\p{L}\p{N}<>$%-]|#|\/\/)/u;

const stringOrBracket = /"(?:[^"\\\r\n]|\\.)*"|[[\]{}]/g;
