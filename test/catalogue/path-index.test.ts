import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestPath, servicesWithPath } from '../../src/catalogue/path-index.ts';
import { fitOf, segmentsOf } from '../../src/catalogue/path-template.ts';
import { indexPaths } from '../../src/compile/index-paths.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

interface Template {
  readonly service: string;
  readonly path: string;
}

/** What looking through all templates finds. */
function lookThrough(templates: readonly Template[], path: string): string[] {
  const found = templates.filter((template) => fitOf(template.path, path) !== undefined);
  return [...new Set(found.map(({ service }) => service))].sort();
}

const catalogue = loadTestCatalogue();
const templates = catalogue
  .covered()
  .flatMap((service) =>
    [...new Set(catalogue.entries(service).map(({ path }) => path))].map((path) => ({ service, path })),
  );

describe('the index of the catalogue', () => {
  const slashes = (path: string) => segmentsOf(path).length;

  test('finds what looking through all services finds, for every API with concrete ids', () => {
    const stars = templates.filter(({ path }) => path.endsWith('*'));
    const bySlashes = new Map<number, Template[]>();
    for (const template of templates) {
      const same = bySlashes.get(slashes(template.path)) ?? [];
      bySlashes.set(slashes(template.path), [...same, template]);
    }
    for (const template of new Set(templates.map(({ path }) => path))) {
      const path = template.replace(/\{[^}]*\}/gu, '0A1b').replace(/\*$/u, 'x/y');
      // Only these can fit it, and looking through all of them takes long.
      const candidates = bySlashes.get(slashes(path)) ?? [];
      expect([path, catalogue.servicesWithPath(path)]).toEqual([
        path,
        lookThrough([...candidates, ...stars], path),
      ]);
    }
  });

  test('finds what looking through all services finds, for paths with parts of others', () => {
    const words = [...new Set(templates.flatMap(({ path }) => path.split('/')))];
    const near = fc
      .tuple(fc.constantFrom(...templates), fc.nat(8), fc.constantFrom(...words, '{id}', '', 'constructor'))
      .map(([{ path }, at, word]) => path.split('/').toSpliced(at, 1, word).join('/'));
    const random = fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.oneof(near, random), (path) => {
        expect(catalogue.servicesWithPath(path)).toEqual(lookThrough(templates, path));
      }),
    );
  });
});

test(
  'an index finds what looking through all templates finds, whatever they are',
  () => {
    const segment = fc.constantFrom(
      'a',
      'A',
      'ab',
      'b',
      '{x}',
      '{}',
      ':y',
      '<z>',
      'a*',
      '*',
      '',
      '__proto__',
      'next',
    );
    const path = fc.array(segment, { maxLength: 12 }).map((segments) => `/${segments.join('/')}`);
    const template = fc.record({ service: fc.constantFrom('ecs', 'ims', 'vpc'), path });
    fc.assert(
      fc.property(fc.array(template, { maxLength: 12 }), path, (written, asked) => {
        const index = JSON.parse(JSON.stringify(indexPaths(written))) as ReturnType<typeof indexPaths>;
        const indexOf = (segments: number) => index[Math.min(segments, longestPath)] ?? {};
        expect(servicesWithPath(indexOf, asked)).toEqual(lookThrough(written, asked));
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
