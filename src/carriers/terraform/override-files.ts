import type { Span } from '../../model/policy.ts';
import type { HclAttribute, HclBlock, HclBody, HclFile } from './hcl-syntax.ts';

/**
 * Whether a file is one of Terraform's override files: what it says of a block is put into the block of that name in the other
 * files (Terraform's documentation, "Override Files").
 */
export function isOverrideFile(file: string): boolean {
  return /(?:^|[/\\_])override\.(?:tf|tofu)(?:\.json)?$/u.test(file);
}

/**
 * A block with what override files say of it: each argument takes the place of one of its name, and nested blocks that of all
 * of their type. What is from elsewhere is placed at the block's header.
 */
export function overridden(
  block: HclBlock,
  overrides: readonly { readonly block: HclBlock; readonly file: HclFile }[],
): HclBlock {
  let { body } = block;
  for (const { block: over, file } of overrides)
    body = overriddenBody(body, movedBody(over.body, file, block.header));
  return { ...block, body };
}

function overriddenBody(base: HclBody, over: HclBody): HclBody {
  const names = new Set(over.attributes.map(({ name }) => name));
  // One says how often the block is there in the place of the other.
  if (names.has('count')) names.add('for_each');
  else if (names.has('for_each')) names.add('count');
  const types = new Set(over.blocks.map(contentType));
  return {
    attributes: [...base.attributes.filter(({ name }) => !names.has(name)), ...over.attributes],
    blocks: [...base.blocks.filter((block) => !types.has(contentType(block))), ...over.blocks],
    ...(base.broken || over.broken ? { broken: true } : {}),
  };
}

/** The type of the blocks that a block is, or makes. */
function contentType({ type, labels: [label] }: HclBlock): string {
  return type === 'dynamic' && label !== undefined ? label : type;
}

function movedBody({ attributes, blocks, broken }: HclBody, file: HclFile, at: Span): HclBody {
  const span = { offset: at.offset, length: at.length };
  return {
    attributes: attributes.map(
      ({ name, value }): HclAttribute => ({
        ...span,
        name,
        nameSpan: span,
        // The name of an iterator is read as it is written.
        value: name === 'iterator' ? value : { ...span, kind: 'elsewhere', file, value },
      }),
    ),
    blocks: blocks.map((block) => ({
      ...block,
      ...span,
      header: span,
      body: movedBody(block.body, file, at),
    })),
    ...(broken ? { broken } : {}),
  };
}
