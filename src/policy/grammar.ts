import { nearest } from '../model/nearest.ts';

/** The member names that a kind of document knows, and those it cannot do without. */
export interface Grammar {
  readonly document: readonly string[];
  readonly requiredInDocument: readonly string[];
  readonly statement: readonly string[];
  /** Of each group one member is needed; the first one is named where all are missing. */
  readonly requiredInStatement: readonly (readonly [string, ...string[]])[];
  /** Of each pair a statement has one member only. */
  readonly exclusive: readonly (readonly [string, string])[];
}

const required = {
  requiredInDocument: ['Version', 'Statement'],
  requiredInStatement: [['Effect'], ['Action']],
} as const satisfies Partial<Grammar>;

/** Custom policies 1.1 and system roles 1.0. `Depends` is known in both: vendors print it with either Version. */
export const policyGrammar: Grammar = {
  ...required,
  document: ['Version', 'Statement', 'Depends'],
  statement: ['Effect', 'Action', 'Resource', 'Condition'],
  exclusive: [],
};

/** Identity policies 5.0. */
export const identityPolicyGrammar: Grammar = {
  ...required,
  document: ['Version', 'Statement'],
  statement: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  requiredInStatement: [['Effect'], ['Action', 'NotAction']],
  exclusive: [
    ['Action', 'NotAction'],
    ['Resource', 'NotResource'],
  ],
};

/** Members of the IAM API around a policy (iam-language 1.4): those that other formats do not have, and those that they may have too. */
export const roleMembers = {
  own: ['display_name', 'policy', 'catalog'],
  common: [
    ...['type', 'description', 'description_cn', 'name', 'id', 'domain_id'],
    ...['links', 'flag', 'created_time', 'updated_time', 'references', 'user_id'],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The known member that an unknown name is meant for, if one is near: punctuation that got into it does not count. */
export function meantMember(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, known, { max: 2 });
  if (near !== undefined || /^[A-Za-z]*$/.test(name)) return near;
  return nearest(name.replace(/[^A-Za-z]+/g, ''), known, { max: 2 });
}
