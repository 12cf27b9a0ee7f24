/** The clouds that the catalogue covers: Huawei Cloud and Open Telekom Cloud. */
export const clouds = ['hwc', 'otc'] as const;
export type Cloud = (typeof clouds)[number];

/** What `--cloud` takes: one cloud, or `any` where both are alternatives. */
export const cloudChoices = ['any', ...clouds] as const;
export type CloudChoice = (typeof cloudChoices)[number];

/** The clouds that a choice stands for. */
export function cloudsOf(choice: CloudChoice): readonly Cloud[] {
  return choice === 'any' ? clouds : [choice];
}

/** Where a policy is granted: an ordinary grant (project, or globally for a global service), or an enterprise project. */
export const grantScopes = ['project', 'enterprise-project'] as const;
export type GrantScope = (typeof grantScopes)[number];

/** The name a cloud goes by in messages. */
export const cloudNames: Readonly<Record<Cloud, string>> = {
  hwc: 'Huawei Cloud',
  otc: 'Open Telekom Cloud',
};
