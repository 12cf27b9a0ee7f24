/** Members of other policy languages: of AWS, and most of them of identity policies 5.0 too. */
const foreignMembers: ReadonlySet<string> = new Set([
  'Id',
  'Sid',
  'NotAction',
  'NotResource',
  'Principal',
  'NotPrincipal',
]);

/** Whether a name is a member of another policy language. */
export function isForeignMember(name: string): boolean {
  return foreignMembers.has(name);
}

/** What in a text belongs to the language of AWS: a resource name, or a variable such as `${aws:username}`. */
export function foreignSyntaxIn(text: string): 'resource' | 'variable' | undefined {
  if (/^arn:/i.test(text)) return 'resource';
  return /\$\{(?:[\w.-]+:[^{}]*|\*|\?|\$)\}/.test(text) ? 'variable' : undefined;
}
