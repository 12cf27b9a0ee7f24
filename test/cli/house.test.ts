import { describe, expect, test } from 'vitest';
import { policyText, runCli } from '../support/run-cli.ts';

const reason = 'reason: agreed in the team';

async function lint(house: string, files: Readonly<Record<string, string>>, argv: readonly string[] = []) {
  const world = { 'iamscope.yaml': `cloud: otc\nhouse:\n${house}`, ...files };
  const { exitCode, stdout, stderr } = await runCli(
    ['lint', '--format', 'compact', ...(argv.length === 0 ? Object.keys(files) : argv)],
    world,
  );
  const found = stdout
    .split('\n')
    .filter((line) => /(?:forbidden-access|required-condition|service-not-listed) /u.test(line));
  return { exitCode, found, stderr };
}

describe('forbidden-access', () => {
  const deleting = `  forbidden-access:\n    - apis: ["DELETE /v2/images/{image_id}"]\n      ${reason}\n`;

  test('an API that a policy lets its holder call', async () => {
    const { exitCode, found } = await lint(deleting, {
      'p.json': policyText(['ims:images:get', 'ims:images:*']),
    });
    expect(exitCode).toBe(1);
    expect(found).toEqual([
      'p.json:1:76: error forbidden-access `ims:images:*` allows `DELETE /v2/images/{image_id}`, which is forbidden: agreed in the team',
    ]);
  });

  test('an API that a policy denies again, or does not name', async () => {
    const { found } = await lint(deleting, {
      'denied.json': policyText(['ims:*:*'], ['ims:images:delete']),
      'other.json': policyText(['ims:images:get']),
    });
    expect(found).toEqual([]);
  });

  test('a task and an API by URL', async () => {
    const house = `  forbidden-access:
    - tasks: [tag images]
      apis: ["https://ims.eu-de.otc.t-systems.com/v2/images", "GET https://ims.eu-de.otc.t-systems.com/v2/images"]
      ${reason}
`;
    const wrong = await lint(house, { 'p.json': policyText(['ims:*:*']) });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toMatch(/^iamscope: iamscope\.yaml:4: .* has no method/u);
    const { found } = await lint(house.replace('"https', '"GET https').replace(/, "GET.*\]/u, ']'), {
      'p.json': policyText(['ims:*:*']),
    });
    expect(found).toEqual([
      expect.stringContaining('allows `GET https://ims.eu-de.otc.t-systems.com/v2/images`, which'),
      expect.stringContaining('`tag images`, which is forbidden'),
    ]);
  });

  test('only in the files that an entry is about', async () => {
    const files = {
      'a/p.json': policyText(['ims:images:delete']),
      'b/p.json': policyText(['ims:images:delete']),
    };
    const { found } = await lint(`${deleting}      files: "a/**"\n`, files);
    expect(found.map((line) => line.split(':', 1)[0])).toEqual(['a/p.json']);
    expect((await lint(`${deleting}      files: ["!b", "**/*.json"]\n`, files)).found).toHaveLength(2);
  });
});

test('globs are relative to the folder of the configuration', async () => {
  const { found } = await (async () => {
    const world = {
      'etc/house.yaml': `house:\n  service-not-listed:\n    - { services: [ims], files: [p], reason: x }\n`,
      'etc/p/a.json': policyText(['obs:bucket:ListBucket']),
      'p/a.json': policyText(['obs:bucket:ListBucket']),
    };
    const { stdout } = await runCli(
      ['lint', '--format', 'compact', '--config', 'etc/house.yaml', 'etc/p/a.json'],
      world,
    );
    return { found: stdout.split('\n').filter((line) => line.includes('service-not-listed')) };
  })();
  expect(found).toHaveLength(1);
});

test('service-not-listed and required-condition', async () => {
  const { found } = await lint(
    `  service-not-listed:
    - services: [ims]
      ${reason}
  required-condition:
    - actions: ["*:*:delete*"]
      key: g:MFAPresent
      operator: Bool
      values: [true]
      ${reason}
`,
    { 'p.json': policyText(['ims:images:delete', 'evs:volumes:delete']) },
  );
  expect(found).toEqual([
    'p.json:1:59: error required-condition `ims:images:delete` is allowed without a condition on `g:MFAPresent` (`Bool`, `true`): agreed in the team',
    'p.json:1:79: error service-not-listed `evs:volumes:delete` allows an action of `evs`, and only `ims` may be allowed: agreed in the team',
  ]);
});

test('house rules are off where the configuration says nothing of them', async () => {
  const { exitCode, found } = await lint('  {}', { 'p.json': policyText(['ims:images:delete']) });
  expect({ exitCode, found }).toEqual({ exitCode: 0, found: [] });
});

describe('what does not exist is a wrong call that names the nearest', () => {
  test.each([
    {
      house: '  forbiden-access: []\n',
      message: 'unknown key `forbiden-access` in `house`; did you mean `forbidden-access`?',
    },
    {
      house: `  forbidden-access:\n    - { ${reason}, api: [] }\n`,
      message: 'unknown key `api` in `house.forbidden-access.0`; did you mean `apis`?',
    },
    {
      house: `  forbidden-access:\n    - { ${reason} }\n`,
      message: 'iamscope.yaml:4: name what is forbidden: `apis`, `actions` or `tasks`',
    },
    {
      house: `  forbidden-access:\n    - { ${reason}, actions: ["ims:images:delet"] }\n`,
      message:
        'iamscope.yaml:4: no action `ims:images:delet` is in the catalogue; did you mean `ims:images:delete`?',
    },
    {
      house: `  forbidden-access:\n    - { ${reason}, actions: ["tag images"] }\n`,
      message: 'iamscope.yaml:4: `tag images` is a task: it belongs under `tasks`',
    },
    {
      house: `  forbidden-access:\n    - { ${reason}, apis: ["DELETE /v2/image/{image_id}"] }\n`,
      message: 'did you mean `DELETE /v2/images/{image_id}`?',
    },
    {
      house: `  forbidden-access:\n    - { ${reason}, tasks: ["tag imagez"] }\n`,
      message: 'did you mean `tag images`',
    },
    {
      house: `  required-condition:\n    - { ${reason}, actions: ["ims:*:*"], key: "g:MfaPresent" }\n`,
      message: 'iamscope.yaml:4: unknown condition key `g:MfaPresent`; did you mean `g:MFAPresent`?',
    },
    {
      house: `  required-condition:\n    - { ${reason}, actions: ["ims:*:*"], key: "g:MFAPresent", operator: Boool }\n`,
      message: 'iamscope.yaml:4: unknown operator `Boool`; did you mean `Bool`?',
    },
    {
      house: `  required-condition:\n    - { ${reason}, actions: ["ims:*:*"], key: "g:MFAPresent", operator: StringEquals, values: [a] }\n`,
      message: '`g:MFAPresent` is of type boolean, which `StringEquals` does not compare',
    },
    {
      house: `  required-condition:\n    - { ${reason}, actions: ["ims:*:*"], key: "g:MFAPresent", operator: Bool, values: [yes sir] }\n`,
      message: '`yes sir` is not a boolean as `Bool` compares it',
    },
    {
      house: `  required-condition:\n    - { ${reason}, actions: ["ims:*"], key: "g:MFAPresent" }\n`,
      message: '`ims:*` is not an action or pattern',
    },
    {
      house: `  service-not-listed:\n    - { ${reason}, services: [imss] }\n`,
      message: 'iamscope.yaml:4: unknown service `imss`; did you mean `ims`?',
    },
  ])('$message', async ({ house, message }) => {
    const { exitCode, stderr } = await lint(house, { 'p.json': policyText(['ims:images:get']) });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

test.each([
  ['--only', 'forbidden-access'],
  ['--rule', 'service-not-listed=error'],
])('%s %s without anything under `house` is a wrong call', async (option, value) => {
  const { exitCode, stderr } = await runCli(['lint', option, value, 'p.json'], {
    'p.json': policyText(['ims:images:get']),
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('has nothing to look after; list it under `house`');
});

describe('what is granted together', () => {
  const forbidden = `  forbidden-access:
    - { apis: ["PUT /v1/cloudimages/tags"], ${reason} }
`;
  const single = {
    'get.json': policyText(['ims:images:get']),
    'update.json': policyText(['ims:images:update']),
    'deny.json': policyText(['ims:images:list'], ['ims:images:update']),
  };
  const roles = (...grants: readonly string[]) =>
    `roles:\n  team:\n    grants:\n${grants.map((grant) => `      - policy: ${grant}\n`).join('')}`;

  test('two policies make possible what neither does alone', async () => {
    const { found, exitCode } = await lint(`${forbidden}${roles('get.json', 'update.json')}`, single);
    expect(found).toEqual([
      'iamscope.yaml:8:7: error forbidden-access `team` can call `PUT /v1/cloudimages/tags` by `get.json` and `update.json`, which is forbidden: agreed in the team',
    ]);
    expect(exitCode).toBe(1);
  });

  test('a Deny of another policy takes it away', async () => {
    const { found } = await lint(`${forbidden}${roles('get.json', 'update.json', 'deny.json')}`, single);
    expect(found).toEqual([]);
  });

  test('what a policy makes possible alone is reported once', async () => {
    const files = { 'all.json': policyText(['ims:images:*']) };
    const { found } = await lint(`${forbidden}${roles('all.json')}`, files);
    expect(found).toEqual([expect.stringMatching(/^all\.json:/u)]);
  });

  test('grants in different projects do not add up', async () => {
    const config = `${forbidden}roles:
  team:
    grants:
      - { policy: get.json, scope: { project: a } }
      - { policy: update.json, scope: { project: b } }
`;
    expect((await lint(config, single)).found).toEqual([]);
    expect((await lint(config.replace('project: b', 'project: a'), single)).found).toHaveLength(1);
  });

  test('a policy of the vendor whose content is not published is an info that says so', async () => {
    const { found, exitCode } = await lint(
      `${forbidden}${roles('get.json', '"system:IMS FullAccess"')}`,
      single,
    );
    expect(found).toEqual([
      'iamscope.yaml:8:7: info forbidden-access `team` may call `PUT /v1/cloudimages/tags` by `get.json` and `system:IMS FullAccess`, whose content is not published, which is forbidden: agreed in the team',
    ]);
    expect(exitCode).toBe(0);
  });

  test('suppressions, levels and a run that looks at none of the policies', async () => {
    const config = `${forbidden}${roles('get.json', 'update.json')}`;
    const accepted = `${config}suppressions:
  - { files: iamscope.yaml, rule: forbidden-access, pointer: /roles/team, reason: for now }
`;
    expect(await lint(accepted, single)).toMatchObject({ found: [], exitCode: 0 });
    expect((await lint(`${config}rules: { forbidden-access: off }\n`, single)).found).toEqual([]);
    const { stdout } = await runCli(['lint', 'other.json', '--format', 'compact'], {
      ...single,
      'other.json': policyText(['evs:volumes:list']),
      'iamscope.yaml': `house:\n${config}`,
    });
    expect(stdout).toBe('');
  });

  test('a condition is required of the vendor’s policies too, unless another policy takes the rest back', async () => {
    const required = `  required-condition:
    - { actions: ["ecs:cloudServers:delete"], key: "g:MFAPresent", operator: Bool, values: [true], ${reason} }
`;
    const own = { 'own.json': policyText(['ecs:cloudServers:delete']) };
    expect((await lint(`${required}${roles('own.json')}`, own)).found).toEqual([
      expect.stringMatching(/^own\.json:/u),
    ]);
    const other = { 'other.json': policyText(['ims:images:list']) };
    const { found } = await lint(`${required}${roles('other.json', '"system:ECS FullAccess"')}`, other);
    expect(found).toEqual([
      'iamscope.yaml:9:7: error required-condition `team` is allowed `ecs:*:*` by `system:ECS FullAccess` without a condition on `g:MFAPresent` (`Bool`, `true`): agreed in the team',
    ]);
    const guard = {
      ...other,
      'guard.json': policyText(['ims:images:list'], ['ecs:cloudServers:delete']),
    };
    const guarded = roles('other.json', 'guard.json', '"system:ECS FullAccess"');
    expect((await lint(`${required}${guarded}`, guard)).found).toEqual([]);
  });

  test('groups of Terraform', async () => {
    const infra = (second: string) => `
resource "opentelekomcloud_identity_role_v3" "get" {
  display_name  = "get"
  description   = "x"
  display_layer = "project"
  statement {
    effect = "Allow"
    action = ["ims:images:get"]
  }
}
resource "opentelekomcloud_identity_role_v3" "update" {
  display_name  = "update"
  description   = "x"
  display_layer = "project"
  statement {
    effect = "Allow"
    action = ["ims:images:update"]
  }
}
resource "opentelekomcloud_identity_group_v3" "team" {
  name = "team"
}
resource "opentelekomcloud_identity_role_assignment_v3" "a" {
  group_id   = opentelekomcloud_identity_group_v3.team.id
  project_id = "x"
  role_id    = opentelekomcloud_identity_role_v3.get.id
}
resource "opentelekomcloud_identity_role_assignment_v3" "b" {
  group_id   = opentelekomcloud_identity_group_v3.team.id
  project_id = "${second}"
  role_id    = opentelekomcloud_identity_role_v3.update.id
}
`;
    const { found } = await lint(forbidden, { 'infra/main.tf': infra('x') });
    expect(found).toEqual([
      expect.stringMatching(
        /^infra\/main\.tf:20:1: error forbidden-access `opentelekomcloud_identity_group_v3\.team` can call `PUT \/v1\/cloudimages\/tags`/u,
      ),
    ]);
    expect((await lint(forbidden, { 'infra/main.tf': infra('y') })).found).toEqual([]);
  });

  const deleting = `  forbidden-access:\n    - { actions: ["ims:images:delete"], ${reason} }\n`;

  test.each([
    ['the configuration', ['iamscope.yaml'], 1],
    ['its folder', ['.'], 1],
    ['another file', ['other.json'], 0],
  ])('a role of policies of the vendor is looked at where a run names %s', async (_, argv, count) => {
    const files = { 'other.json': policyText(['evs:volumes:list']) };
    const config = `${deleting}${roles('"system:IMS FullAccess"')}`;
    const { found } = await lint(config, files, argv);
    expect(found).toHaveLength(count);
    for (const finding of found) expect(finding).toContain('info forbidden-access `team` may use');
  });

  test('a role that cannot be read does not hide the others', async () => {
    const config = `${forbidden}${roles('get.json', 'update.json')}  broken: { grants: [{ policy: gone.json }] }\n`;
    const { found, stderr } = await lint(config, single, ['.']);
    expect(found).toHaveLength(1);
    expect(stderr).toContain(
      'what role `broken` is granted together is not looked at: iamscope.yaml:10: `gone.json` cannot be read',
    );
  });

  test('what is not reported for itself is reported where it is granted', async () => {
    const files = {
      'p.json': policyText(['ims:images:list']),
      'ext/all.json': policyText(['ims:images:delete']),
    };
    const config = `${deleting}${roles('p.json', 'ext/all.json')}`;
    expect((await lint(config, files)).found).toEqual([expect.stringMatching(/^ext\/all\.json:/u)]);
    expect((await lint(`${config}exclude: [ext/]\n`, files)).found).toEqual([
      'iamscope.yaml:9:7: error forbidden-access `team` can use `ims:images:delete` by `ext/all.json`, which is forbidden: agreed in the team',
    ]);
    const about = config.replace(', reason', ', files: [iamscope.yaml], reason');
    expect((await lint(about, files)).found).toEqual([expect.stringMatching(/^iamscope\.yaml:9:/u)]);
  });

  test('an entry about some files is about what these make possible together', async () => {
    const files = {
      'dev/get.json': policyText(['ims:images:get']),
      'dev/update.json': policyText(['ims:images:update']),
      'base.json': policyText(['evs:volumes:list']),
      'ops/update.json': policyText(['ims:images:update']),
    };
    const about = forbidden.replace(', reason', ', files: dev/, reason');
    const together = await lint(`${about}${roles('dev/get.json', 'dev/update.json', 'base.json')}`, files);
    expect(together.found).toHaveLength(1);
    const mixed = await lint(`${about}${roles('dev/get.json', 'ops/update.json', 'base.json')}`, files);
    expect(mixed.found).toEqual([]);
  });

  test('what is not known of the rest is said, and hides nothing', async () => {
    const { found } = await lint(
      `${forbidden}${roles('get.json', 'update.json', '"system:No Such Role"')}`,
      single,
    );
    expect(found).toEqual([
      'iamscope.yaml:8:7: error forbidden-access `team` may call `PUT /v1/cloudimages/tags` by `get.json` and `update.json` (not all that it is granted is known), which is forbidden: agreed in the team',
    ]);
    const denied = roles('get.json', 'update.json', 'deny.json', '"system:No Such Role"');
    expect((await lint(`${forbidden}${denied}`, single)).found).toEqual([]);
  });

  test('a condition that is required of an excluded policy, and where not all is known', async () => {
    const required = `  required-condition:
    - { actions: ["ecs:cloudServers:delete"], key: "g:MFAPresent", operator: Bool, values: [true], ${reason} }
`;
    const files = {
      'p.json': policyText(['ims:images:list']),
      'ext/own.json': policyText(['ecs:cloudServers:delete']),
    };
    const config = `${required}${roles('p.json', 'ext/own.json')}exclude: [ext/]\n`;
    expect((await lint(config, files)).found).toEqual([
      'iamscope.yaml:9:7: error required-condition `team` is allowed `ecs:cloudServers:delete` by `ext/own.json` without a condition on `g:MFAPresent` (`Bool`, `true`): agreed in the team',
    ]);
    const open = config.replace(
      'roles:\n  team:\n    grants:\n',
      '$&      - policy: "system:No Such Role"\n',
    );
    expect((await lint(open, files)).found).toEqual([
      'iamscope.yaml:10:7: warning required-condition `team` may be allowed `ecs:cloudServers:delete` by `ext/own.json` without a condition on `g:MFAPresent` (`Bool`, `true`) (not all that it is granted is known): agreed in the team',
    ]);
  });

  const infra = (comment: string, role: string) => `variable "more" {}
resource "opentelekomcloud_identity_role_v3" "images" {
  display_name  = "images"
  description   = "x"
  display_layer = "project"
  statement {
    effect = "Allow"
    action = ["ims:images:get"]
  }
}
resource "opentelekomcloud_identity_role_v3" "tags" {
  display_name  = "tags"
  description   = "x"
  display_layer = "project"
  statement {
    effect = "Allow"
    action = ["ims:images:update"]
  }
}
${comment}
resource "opentelekomcloud_identity_group_v3" "team" {
  name = "team"
}
${['opentelekomcloud_identity_role_v3.images.id', 'opentelekomcloud_identity_role_v3.tags.id', role]
  .map(
    (id, i) => `resource "opentelekomcloud_identity_role_assignment_v3" "a${i}" {
  group_id   = opentelekomcloud_identity_group_v3.team.id
  project_id = "x"
  role_id    = ${id}
}
`,
  )
  .join('')}`;

  test('a role that Terraform does not fix hides nothing', async () => {
    const { found } = await lint(forbidden, { 'infra/main.tf': infra('', 'var.more') });
    expect(found).toEqual([
      expect.stringMatching(
        /^infra\/main\.tf:21:1: error forbidden-access .* may call .* \(not all that it is granted is known\)/u,
      ),
    ]);
  });

  test('a run that names the file of a policy looks at who is granted it in the files beside it', async () => {
    const [policies = '', grants = ''] = infra('#', 'opentelekomcloud_identity_role_v3.tags.id').split('#');
    const files = { 'infra/a.tf': policies, 'infra/b.tf': grants, 'infra/other.tf': 'variable "x" {}\n' };
    for (const [name, count] of [
      ['a', 1],
      ['b', 1],
      ['other', 0],
    ] as const) {
      const { found } = await lint(forbidden, files, [`infra/${name}.tf`]);
      expect(found).toHaveLength(count);
      if (count > 0) expect(found[0]).toContain('infra/b.tf:2:1: error forbidden-access');
    }
  });

  test('a comment before a group accepts what is found there, and is used', async () => {
    const comment = '# iamscope-ignore forbidden-access: agreed';
    const file = { 'infra/main.tf': infra(comment, 'opentelekomcloud_identity_role_v3.tags.id') };
    expect(await lint(forbidden, file)).toMatchObject({ found: [], exitCode: 0, stderr: '' });
    expect((await lint(forbidden, file, ['infra', '--no-inline-ignores'])).found).toHaveLength(1);
    const { stderr } = await lint(`${forbidden}rules: { forbidden-access: off }\n`, file);
    expect(stderr).not.toContain('iamscope-ignore');
  });
});
