import { setFlagsFromString } from 'node:v8';
import { Language, Parser } from 'web-tree-sitter';
import type { HclParser } from '../../carriers/terraform/hcl-tree.ts';
import { once } from '../../catalogue/once.ts';
import { grammarBytes, parserBytes } from './grammar-files.ts';

/** The parser of Terraform's language, which is compiled when first asked for. */
export const hclParser = once(loadParser);

async function loadParser(): Promise<HclParser> {
  // Nothing here runs long enough to be worth V8's better code, which costs three times as much.
  setFlagsFromString('--liftoff-only');
  // Nor is it worth looking at functions that nobody calls: the files come with the program.
  setFlagsFromString('--wasm-lazy-validation');
  await Parser.init({ wasmBinary: parserBytes() });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammarBytes()));
  return (text, use) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error('the grammar of Terraform gave no tree');
    try {
      return use(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
}
