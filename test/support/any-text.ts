import fc from 'fast-check';

/** Any letters, halves of pairs too. fast-check's own such strings take a second to prepare. */
export const anyText: fc.Arbitrary<string> = fc.string({
  unit: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
});
