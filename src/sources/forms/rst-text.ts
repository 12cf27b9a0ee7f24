/**
 * Takes reStructuredText inline markup away: literals, references, emphasis, escapes. In ``kms:``*``:\*`` the first
 * asterisk is a literal and the second is escaped: the text is `kms:*:*`.
 */
export function rstText(source: string): string {
  if (!/[`*\\]/u.test(source)) return source;
  return source.replaceAll(inlineMarkup, (_whole, ...groups: (string | undefined)[]) => {
    const [literal, role, reference, strong, emphasis, escaped] = groups;
    if (escaped !== undefined) return /\s/u.test(escaped) ? '' : escaped;
    if (literal !== undefined) return literal;
    return rstText(role ?? reference ?? strong ?? emphasis ?? '');
  });
}

const inlineMarkup = new RegExp(
  [
    '``(.+?)``',
    ':[a-z]+:`([^`<]*?)(?:\\s*<[^>`]*>)?`',
    '`([^`<]+?)(?:\\s*<[^>`]*>)?`_{0,2}',
    '\\*\\*(?=\\S)(.+?)\\*\\*',
    '(?<![\\w:*])\\*(?=[\\w[])([^*]+?)\\*(?![\\w:*])',
    '\\\\(.)',
  ].join('|'),
  'gsu',
);
