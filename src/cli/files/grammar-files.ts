import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Replaced in the built program, which has both files beside it.

/** The parser of tree-sitter, compiled. */
export function parserBytes(): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve('web-tree-sitter/web-tree-sitter.wasm'));
}

/** The grammar of Terraform's language, compiled. */
export function grammarBytes(): Uint8Array {
  const grammar = '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm';
  return readFileSync(createRequire(import.meta.url).resolve(grammar));
}
