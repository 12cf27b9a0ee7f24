/**
 * Whether a statement's resources include one concrete resource, slow and plain, from the text of the specification
 * (iam-language section 4; design section 3, "one rule for doubt"): every reading of every resource is tried.
 */
export interface PlainResource {
  readonly written: string;
  /** What it surely means; absent: that cannot be told. */
  readonly sure?: string;
  /**
   * What else it may mean; a `?` is one character, a run in the path runs over everything, and a placeholder, written `#`,
   * may become any text, colons too. `null`: anything.
   */
  readonly readings: readonly string[] | null;
  /** It is there under a condition only. */
  readonly maybe?: true;
}

export function plainResourceMatch(
  resources: readonly PlainResource[],
  asked: string,
): 'yes' | 'no' | 'maybe' {
  if (resources.some(({ sure }) => sure !== undefined && isSame(sure, asked, false))) return 'yes';
  const service = asked.split(':')[0];
  const open = resources.some(({ sure, readings }) => {
    if (readings === null) return true;
    // A resource of another service leaves open what the statement means for this one.
    const [named] = (sure ?? readings[0] ?? '').toLowerCase().split(':');
    if (named !== '*' && named !== service && !named?.includes('#')) return true;
    return readings.some((reading) =>
      reading.includes('#')
        ? isFilledIn(reading.toLowerCase(), asked.toLowerCase(), 0)
        : isSame(reading, asked, true),
    );
  });
  return open ? 'maybe' : 'no';
}

/** Service, region and type in any case; the path in any case only where the reading is a loose one. */
function isSame(pattern: string, asked: string, loosely: boolean): boolean {
  const [one, other] = [fiveOf(pattern), fiveOf(asked)];
  return one.every((segment, i) => {
    const inAnyCase = loosely || i === 0 || i === 1 || i === 3;
    const [a, b] = inAnyCase
      ? [segment.toLowerCase(), (other[i] ?? '').toLowerCase()]
      : [segment, other[i] ?? ''];
    return fits(a, b, loosely);
  });
}

/** @param colons how many stand before; endless once a placeholder stands before */
function isFilledIn(pattern: string, text: string, colons: number): boolean {
  if (pattern === '') return text === '';
  const [next = ''] = pattern;
  const rest = pattern.slice(1);
  const behind = next === '#' ? Number.POSITIVE_INFINITY : colons;
  if (next === '#' || next === '*') {
    for (let taken = 0; taken <= text.length; taken++) {
      if (isFilledIn(rest, text.slice(taken), behind)) return true;
      if (behind < 4 && text[taken] === ':') return false;
    }
    return false;
  }
  if (text === '' || (next !== '?' && next !== text[0])) return false;
  return isFilledIn(rest, text.slice(1), next === ':' ? colons + 1 : colons);
}

function fiveOf(text: string): string[] {
  const parts = text.split(':');
  return [...parts.slice(0, 4), parts.slice(4).join(':')];
}

function fits(pattern: string, text: string, questionMarks: boolean): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*')) {
    for (let taken = 0; taken <= text.length; taken++)
      if (fits(rest, text.slice(taken), questionMarks)) return true;
    return false;
  }
  const isSameCharacter = pattern[0] === text[0] || (questionMarks && pattern[0] === '?');
  return text !== '' && isSameCharacter && fits(rest, text.slice(1), questionMarks);
}
