/**
 * `allow a and b on r if` as a statement; quotes keep blanks. `if` alone stands for a Condition; `if Operator key value ..`
 * says which.
 */
function statementOf(short: string): object {
  const [, effect, actions = '', resources, condition] =
    /^(allow|deny) (.+?)(?: on (.+?))?(?: (if.*))?$/.exec(short) ?? [];
  const [, operator = 'Bool', key = 'g:MFAPresent', ...values] = condition?.split(' ') ?? [];
  return {
    Effect: effect === 'allow' ? 'Allow' : 'Deny',
    Action: actions.split(' and ').map((action) => action.replace(/^'(.*)'$/, '$1')),
    ...(resources === undefined ? {} : { Resource: resources.split(' and ') }),
    ...(condition === undefined
      ? {}
      : { Condition: { [operator]: { [key]: values.length > 0 ? values : ['true'] } } }),
  };
}

/** The text of a custom policy of statements in short form. */
export function shortPolicyText(statements: readonly string[]): string {
  return JSON.stringify({ Version: '1.1', Statement: statements.map(statementOf) });
}
