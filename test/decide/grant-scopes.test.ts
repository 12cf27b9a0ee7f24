import { describe, expect, test } from 'vitest';
import type { ServiceLevel } from '../../src/model/catalogue.ts';
import type { Grant, GrantPlace } from '../../src/model/grant.ts';
import { deciderOf, policyOf } from '../support/statements.ts';

const levels: Readonly<Record<string, ServiceLevel>> = { p: 'project', g: 'global', o: 'global' };

function decide(grants: readonly Grant[], action: string) {
  return deciderOf(grants, { levelOf: (service) => levels[service] ?? null }).action(action, () => []);
}

function allowIn(place: GrantPlace): Grant {
  return { policy: policyOf([{ effect: 'allow', actions: ['*:*:*'], maybe: false }]), place };
}

const everywhere = allowIn({ kind: 'iam' });
const projects = allowIn({ kind: 'iam', where: 'projects' });
const global = allowIn({ kind: 'iam', where: 'global' });
const globalOfOne = allowIn({
  kind: 'iam',
  where: 'global',
  globalOf: { service: 'o', project: 'MOS' },
});

describe('a grant counts for sure only at the level that its scope has', () => {
  test.each<readonly [what: string, grants: readonly Grant[], action: string, decision: string]>([
    ['everywhere, a project-level service', [everywhere], 'p:a:get', 'allowed'],
    ['everywhere, a global service', [everywhere], 'g:a:get', 'allowed'],
    ['in all projects, a project-level service', [projects], 'p:a:get', 'allowed'],
    ['in all projects, a global service', [projects], 'g:a:get', 'conditional'],
    ['in all projects, a service of unknown level', [projects], 'u:a:get', 'allowed'],
    [
      'in all projects and globally, a service of unknown level',
      [projects, global],
      'u:a:get',
      'conditional',
    ],
    ['in the global scope of a service, that one', [globalOfOne], 'o:a:get', 'allowed'],
    ['in the global scope of a service, another global one', [globalOfOne], 'g:a:get', 'conditional'],
    ['in the global scope of a service, a project-level one', [globalOfOne], 'p:a:get', 'conditional'],
    ['in the global scope of a service, one of unknown level', [globalOfOne], 'u:a:get', 'conditional'],
  ])('%s', (_, grants, action, decision) => {
    expect(decide(grants, action).decision).toBe(decision);
  });

  test('and says where it is granted', () => {
    expect(decide([globalOfOne], 'p:a:get').reasons.map(({ message }) => message)).toEqual([
      'it is granted in project `MOS`, which is the global scope of `o`',
    ]);
    expect(decide([projects], 'g:a:get').reasons.map(({ message }) => message)).toEqual([
      'it is granted in all projects, while `g` belongs to global services',
    ]);
  });
});
