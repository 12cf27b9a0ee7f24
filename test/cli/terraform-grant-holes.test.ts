import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WhoCanAnswer } from '../../src/model/answer.ts';
import { runCli } from '../support/run-cli.ts';

/** A value of Terraform's that may be left open. */
interface Part {
  readonly value: string;
  /** The name of the variable that is written in its place. */
  readonly open: string | undefined;
}

const part = (...values: readonly string[]): fc.Arbitrary<Part> =>
  fc.record({
    value: fc.constantFrom(...values),
    open: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined, freq: 2 }),
  });

const roles = ['allow', 'deny', 'other'] as const;
const roleIds = roles.map((name) => `huaweicloud_identity_role.${name}.id`);

const assignment = fc.record({
  role: part(...roleIds),
  scope: fc.oneof(
    fc.record({ attribute: fc.constant('project_id'), value: part('"eu-de"', '"eu-nl"') }),
    fc.record({ attribute: fc.constant('domain_id'), value: part('"d"') }),
    fc.record({ attribute: fc.constant('enterprise_project_id'), value: part('"web"', '"db"') }),
  ),
  /** Whether it is there: nothing, or a condition. */
  count: fc.option(part('1', '0'), { nil: undefined, freq: 2 }),
});

const agencyRoles = fc.record({
  attribute: fc.constantFrom('domain_roles', 'all_resources_roles'),
  roles: fc.array(part('"allow"', '"deny"', '"other"'), { minLength: 1, maxLength: 2 }),
});

type Assignment = typeof assignment extends fc.Arbitrary<infer T> ? T : never;
type AgencyRoles = typeof agencyRoles extends fc.Arbitrary<infer T> ? T : never;

/** Variables of one kind of value: one of another kind is another variable. */
function write({ value, open }: Part, kind: string, isOpen: boolean): string {
  return open !== undefined && isOpen ? `var.${kind}_${open}` : value;
}

/** The same variable has the same value: the first that is written for it. */
function consistent(assignments: readonly Assignment[], agency: readonly AgencyRoles[]) {
  const values = new Map<string, string>();
  const fix = (one: Part, kind: string): Part => {
    if (one.open === undefined) return one;
    const name = `${kind}_${one.open}`;
    const value = values.get(name) ?? one.value;
    values.set(name, value);
    return { ...one, value };
  };
  return {
    assignments: assignments.map(({ role, scope, count }) => ({
      role: fix(role, 'role'),
      scope: { ...scope, value: fix(scope.value, scope.attribute) },
      count: count === undefined ? undefined : fix(count, 'count'),
    })),
    agency: agency.map(({ attribute, roles: named }) => ({
      attribute,
      roles: named.map((role) => fix(role, 'name')),
    })),
  };
}

function folder({ assignments, agency }: ReturnType<typeof consistent>, isOpen: boolean): string {
  const policy = (name: string, effect: string, action: string) =>
    `resource "huaweicloud_identity_role" "${name}" {
      name   = "${name}"
      policy = jsonencode({ Version = "1.1", Statement = [{ Effect = "${effect}", Action = ["${action}"] }] })
    }`;
  return [
    'resource "huaweicloud_identity_group" "g" {\n  name = "g"\n}',
    policy('allow', 'Allow', 'ims:images:*'),
    policy('deny', 'Deny', 'ims:images:*'),
    policy('other', 'Allow', 'vpc:vpcs:list'),
    ...assignments.map(
      ({ role, scope, count }, i) => `resource "huaweicloud_identity_group_role_assignment" "a${i}" {
        ${count === undefined ? '' : `count = ${write(count, 'count', isOpen)}`}
        group_id = huaweicloud_identity_group.g.id
        role_id  = ${write(role, 'role', isOpen)}
        ${scope.attribute} = ${write(scope.value, scope.attribute, isOpen)}
      }`,
    ),
    `resource "huaweicloud_identity_agency" "a" {
      ${[...new Map(agency.map((one) => [one.attribute, one])).values()].map(({ attribute, roles: named }) => `${attribute} = [${named.map((role) => write(role, 'name', isOpen)).join(', ')}]`).join('\n')}
    }`,
  ].join('\n');
}

async function decisions(text: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await runCli(['who-can', 'ims:images:delete', '.', '--format', 'json'], {
    'main.tf': text,
  });
  const { answers } = JSON.parse(stdout) as WhoCanAnswer;
  return new Map(
    answers.flatMap((one) => ('role' in one ? [[one.role.split(' ')[0] ?? '', one.decision]] : [])),
  );
}

const isRefusal = (decision: string) => decision === 'denied' || decision === 'not-allowed';

test('no value that a hole may become contradicts a sure answer', async () => {
  let sure = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(assignment, { minLength: 1, maxLength: 4 }),
      fc.array(agencyRoles, { maxLength: 2 }),
      async (assignments, agency) => {
        const made = consistent(assignments, agency);
        const [open, fixed] = [folder(made, true), folder(made, false)];
        const [before, after] = [await decisions(open), await decisions(fixed)];
        for (const [holder, decision] of before) {
          if (decision === 'conditional' || open === fixed) continue;
          // Somebody whom nothing is granted is not among the answers.
          const then = after.get(holder) ?? 'not-allowed';
          sure += 1;
          if (decision === 'allowed') expect(then, `${holder}\n${open}\n${fixed}`).toBe('allowed');
          else expect(isRefusal(then), `${holder}: ${decision}, ${then}\n${open}\n${fixed}`).toBe(true);
        }
      },
    ),
    { numRuns: 40 },
  );
  expect(sure).toBeGreaterThan(5);
}, 60_000);
