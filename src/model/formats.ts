/** What `lint` can print. */
export const lintFormats = [
  'pretty',
  'compact',
  'json',
  'jsonl',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
  'markdown',
] as const;
export type LintFormat = (typeof lintFormats)[number];

/** What `can` and `report` can print. */
export const decisionFormats = ['pretty', 'compact', 'json', 'csv', 'markdown'] as const;
export type DecisionFormat = (typeof decisionFormats)[number];

/** What `who-can` can print. */
export const whoCanFormats = ['pretty', 'json', 'csv', 'markdown'] as const;
export type WhoCanFormat = (typeof whoCanFormats)[number];

/** The formats that are tables: for spreadsheets, and for comments and wikis. */
export type TableFormat = Extract<DecisionFormat, 'csv' | 'markdown'>;

/** What `explain` and `catalogue` can print. */
export const lookupFormats = ['pretty', 'json'] as const;
export type LookupFormat = (typeof lookupFormats)[number];

/** What `diff` can print. */
export const diffFormats = ['pretty', 'json', 'markdown', 'github'] as const;
export type DiffFormat = (typeof diffFormats)[number];

/** What `generate` can print. */
export const generateFormats = ['pretty', 'json', 'terraform', 'markdown'] as const;
export type GenerateFormat = (typeof generateFormats)[number];

/** What `expand` can print. */
export const expandFormats = ['pretty', 'json'] as const;
export type ExpandFormat = (typeof expandFormats)[number];

/** What `test` can print. */
export const accessTestFormats = ['pretty', 'json', 'junit'] as const;
export type AccessTestFormat = (typeof accessTestFormats)[number];

/** What makes `diff` exit with 1: access that broadens, any change of access, nothing. */
export const diffFailures = ['broadening', 'any', 'never'] as const;
export type DiffFailure = (typeof diffFailures)[number];
