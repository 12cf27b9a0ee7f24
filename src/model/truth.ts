/** A three-valued truth: what is known to hold, known not to hold, or open (iam-language 7.4). */
export type Truth = 'yes' | 'no' | 'maybe';

export function truthOf(value: boolean): Truth {
  return value ? 'yes' : 'no';
}

export function not(truth: Truth): Truth {
  return truth === 'maybe' ? 'maybe' : truthOf(truth === 'no');
}

/** All have to hold. Nothing asked for holds. */
export function all(truths: Iterable<Truth>): Truth {
  let result: Truth = 'yes';
  for (const truth of truths) {
    if (truth === 'no') return 'no';
    if (truth === 'maybe') result = 'maybe';
  }
  return result;
}

/** One of them has to hold. */
export function any(truths: Iterable<Truth>): Truth {
  let result: Truth = 'no';
  for (const truth of truths) {
    if (truth === 'yes') return 'yes';
    if (truth === 'maybe') result = 'maybe';
  }
  return result;
}
