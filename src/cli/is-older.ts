/** Whether a version (`18.20.8`) comes before another (`20.19`), by its first two numbers. */
export function isOlder(version: string, least: string): boolean {
  return (
    numberAt(version, 0) < numberAt(least, 0) ||
    (numberAt(version, 0) === numberAt(least, 0) && numberAt(version, 1) < numberAt(least, 1))
  );
}

function numberAt(version: string, index: number): number {
  return Number(version.split('.')[index]);
}
