/** A text that stands for one still to be filled in. */
export interface Placeholder {
  /** The part of the text that has to be filled in. */
  readonly text: string;
  /** Filled in by a program, such as Terraform, before the policy is used. */
  readonly byProgram: boolean;
}

/** `<bucket name>`, `{{ bucket }}`. */
const bracketed = /<[^<>]+>|\{\{[^{}]*\}\}/;
/** `${bucket}`, as Terraform and shells have it; with a colon it is a variable of AWS. */
const templated = /\$\{[^{}:]+\}/;
const crossed = /(?:^|[:/_.-])(x{3,}|X{3,})(?=$|[:/_.*-])/;
/** Words for people. Small letters are left out: `todo` may be a name. */
const reminder = /^(?:TODO|FIXME|TBD|CHANGE[_-]?ME|changeme|REPLACE[_-]?ME|(?:YOUR|INSERT)[_-][A-Z0-9_-]+)$/;
const yours =
  /^your[_-]?(?:account|agency|bucket|domain|instance|key|object|project|region|tenant|user)(?:[_-]?(?:id|name))?$/i;
/** Names of the parts of a resource, as the documentation spells the form. */
const formal = /^(?:(?:account|agency|bucket|domain|object|project|region)(?:_id|Id|ID|_name|Name))$/;

/** Stands in every placeholder, formal names left out: most texts need no closer look. */
const suspicious = /[<{]|xxx|todo|fixme|tbd|change|replace|your|insert/i;

/** The first placeholder in a text. `resource`: the text names a resource. */
export function placeholderIn(
  text: string,
  { resource }: { readonly resource: boolean },
): Placeholder | undefined {
  if (!resource && !suspicious.test(text)) return undefined;
  const marked = bracketed.exec(text)?.[0] ?? crossed.exec(text)?.[1];
  if (marked !== undefined) return { text: marked, byProgram: false };
  const variable = templated.exec(text)?.[0];
  if (variable !== undefined) return { text: variable, byProgram: true };
  const segment =
    text.split(/[:/]/).find((part) => reminder.test(part) || yours.test(part)) ??
    (resource ? text.split(':').find((part) => formal.test(part)) : undefined);
  return segment === undefined ? undefined : { text: segment, byProgram: false };
}
