/** Whether a row of the table is about a type. */
export function isAbout({ types }: { readonly types: readonly string[] }, type: string): boolean {
  return types.some((known) => known === type || (known.startsWith('*_') && type.endsWith(known.slice(1))));
}

/**
 * A look at a text before it is parsed: whether it names a resource that may hold a policy. Wider than the table, which a
 * test holds against it.
 */
export function namesPolicyResource(text: string): boolean {
  return /_(?:identity_role(?:_v3)?|vdc_role|identitycenter_custom_(?:role|policy)_attachment|identity(?:v5)?_policy|organizations_policy|identity_temporary_access_key|(?:obs|s3)_bucket(?:_policy)?|smn_topic_attributes?(?:_v2)?|vpcep_endpoint(?:_v1)?|identity_trust_agency|identityv5_agency)"/u.test(
    text,
  );
}

/** The folders of modules that a text calls, by a look at it before it is parsed. */
export function moduleFoldersIn(text: string): readonly string[] {
  if (!/\bmodule\b/u.test(text)) return [];
  return [...text.matchAll(/\bsource"?\s*[=:]\s*"(\.{1,2}\/[^"$]*)"/gu)].map(([, folder = '']) => folder);
}
