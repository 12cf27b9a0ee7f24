import type { CarriedDocument } from '../../src/carriers/carried-document.ts';
import { Evaluator, type Scope } from '../../src/carriers/terraform/evaluate.ts';
import type { HclFile } from '../../src/carriers/terraform/hcl-syntax.ts';
import { type HclParser, readHcl } from '../../src/carriers/terraform/hcl-tree.ts';
import type { Value } from '../../src/carriers/terraform/hcl-value.ts';
import { TerraformModule } from '../../src/carriers/terraform/terraform-module.ts';
import { holeCharacter } from '../../src/model/hole.ts';
import type { JsonNode } from '../../src/policy/json-node.ts';

/** What an expression comes to beside other files' text, or the text of its own file. */
export function evaluated(
  expression: string,
  parse: HclParser,
  { among = '', defaults = false }: { readonly among?: string; readonly defaults?: boolean } = {},
): { readonly value: Value; readonly file: HclFile; readonly evaluator: Evaluator } {
  const file = readHcl('main.tf', `x = ${expression}\n${among}\n`, parse);
  const evaluator = new Evaluator('main.tf');
  const own = { name: file.file, text: file.text, read: () => file };
  const module = new TerraformModule(
    { filesIn: () => [own], readText: () => undefined, readTemplate: () => undefined },
    evaluator,
  );
  const [attribute] = file.body.attributes;
  if (attribute === undefined) throw new Error(`\`${expression}\` is not an expression`);
  const scope: Scope = module.scopeOf(file, defaults);
  return { value: evaluator.evaluate(attribute.value, scope), file, evaluator };
}

/** A value in one line: `<x>` is a hole, `x?` may be there, `...<x>` is more, `○` a part of a text that is not known. */
export function shown(value: Value): string {
  return `${shownSure(value)}${value.maybe ? '?' : ''}`;
}

function shownSure(value: Value): string {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.text).replaceAll(new RegExp(`${holeCharacter}+`, 'gu'), '○');
    case 'number':
      return String(value.number);
    case 'boolean':
      return String(value.boolean);
    case 'null':
      return 'null';
    case 'list':
      return `[${[...value.items.map(shown), ...(value.open ? [`...${shown(value.open)}`] : [])].join(',')}]`;
    case 'object': {
      const members = value.members.map((member) => `${JSON.stringify(member.name)}:${shown(member.value)}`);
      return `{${[...members, ...(value.open ? [`...${shown(value.open)}`] : [])].join(',')}}`;
    }
    case 'either':
      return `(${value.options.map(shown).join('|')})`;
    case 'hole': {
      const { written, reference } = value;
      return `<${written}${reference === undefined ? '' : ` → ${reference.address} ${reference.attribute}`}>`;
    }
  }
}

/** A tree in one line, as {@link shown} has it. */
export function shownTree(node: JsonNode, text: string): string {
  const sure = () => {
    const open = 'open' in node && node.open !== undefined ? [`...<${node.open.written}>`] : [];
    switch (node.type) {
      case 'string':
        return JSON.stringify(node.value).replaceAll(new RegExp(`${holeCharacter}+`, 'gu'), '○');
      case 'list':
        return `[${[...node.items.map((item) => shownTree(item, text)), ...open].join(',')}]`;
      case 'object':
        return `{${[...node.members.map(({ name, value }) => `${JSON.stringify(name)}:${shownTree(value, text)}`), ...open].join(',')}}`;
      case 'hole':
        return `<${node.written}>`;
      default:
        return text.slice(node.offset, node.offset + node.length);
    }
  };
  return `${sure()}${node.maybe ? '?' : ''}`;
}

/** A document in one line: its name, what is declared beside it, and what it says. */
export function shownDocument(document: CarriedDocument, text: string): string {
  const { name = '', layer, displayName, maybe, foreign, content } = document;
  const facts = [
    `${name}${maybe ? '?' : ''}`,
    layer ?? '',
    displayName === undefined ? '' : `(${displayName})`,
    foreign === undefined ? '' : `foreign ${foreign.looksLike}`,
    content.kind,
    content.kind === 'text' && content.verbatim ? 'verbatim' : '',
    content.kind === 'tree'
      ? shownTree(content.root, text)
      : content.text.trim().replaceAll(new RegExp(`${holeCharacter}+`, 'gu'), '○'),
  ];
  return facts
    .filter((fact) => fact !== '')
    .join(' ')
    .replace(/": +/gu, '":');
}
