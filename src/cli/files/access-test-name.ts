/** Whether a file holds tests of access, by its name: it is never read as a policy. */
export function isAccessTestFile(path: string): boolean {
  return /\.iamtest\.ya?ml$/iu.test(path);
}
