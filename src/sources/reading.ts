/** What a reader made of a text: the value, and what it repaired or could not read on the way. */
export interface Reading<Value> {
  readonly value: Value;
  /** What was repaired, in words. */
  readonly repairs: readonly string[];
  /** What could not be read, in words. */
  readonly problems: readonly string[];
}

/** Collects the repairs and problems of the parts of a row. */
export interface Remarks {
  readonly repairs: Set<string>;
  readonly problems: Set<string>;
}

export function noRemarks(): Remarks {
  return { repairs: new Set(), problems: new Set() };
}

/** Notes what the reading repaired or missed, and gives its value. */
export function take<Value>(reading: Reading<Value>, remarks: Remarks): Value {
  for (const repair of reading.repairs) remarks.repairs.add(repair);
  for (const problem of reading.problems) remarks.problems.add(problem);
  return reading.value;
}
