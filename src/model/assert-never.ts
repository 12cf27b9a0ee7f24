/**
 * Makes a `switch` over a union exhaustive: the compiler refuses the call while a case is missing.
 * @throws always; reaching it at run time is a bug in iamscope.
 */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
