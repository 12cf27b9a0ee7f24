/** A kind of document with the article that it is spoken with: `an AWS policy`, `a trust policy`. */
export function withArticle(kind: string): string {
  return `${/^(?:[AOaeio]|SMN)/.test(kind) ? 'an' : 'a'} ${kind}`;
}
