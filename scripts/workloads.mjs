// Folders of files as repositories have them, from a seed: what the benchmark of many files lints.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Numbers from a seed: the same ones in every run. */
function numbersFrom(seed) {
  let state = seed;
  const below = (limit) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  return { below, of: (list) => list[below(list.length)] };
}

/**
 * Actions that both clouds document, by service: of project-level services with twelve and more, so that one policy
 * can hold them.
 * @param {string} dist the built program
 * @returns {string[][]}
 */
export function documentedActions(dist) {
  const { known, services } = JSON.parse(readFileSync(join(dist, 'data', 'index.json'), 'utf8'));
  return readdirSync(join(dist, 'data', 'actions'))
    .map((file) => file.replace(/\.json$/, ''))
    .filter((service) => known[service]?.current.length === 2)
    .filter((service) => services.some(({ code, level }) => code === service && level === 'project'))
    .map((service) => JSON.parse(readFileSync(join(dist, 'data', 'actions', `${service}.json`), 'utf8')))
    .map((rows) =>
      rows
        .map((row) => (Array.isArray(row) ? row[0] : row.action))
        .filter((name) => /^[a-z]+:\w+:\w+$/.test(name)),
    )
    .filter((names) => names.length >= 12);
}

/** Policies of one or two statements with some actions of one service, most of them clean. */
export function* cleanPolicies(actions, count) {
  const random = numbersFrom(1);
  for (let i = 0; i < count; i++) {
    const names = random.of(actions);
    const first = random.below(names.length - 11);
    yield policy([
      { Effect: 'Allow', Action: names.slice(first, first + 2 + random.below(7)) },
      ...(random.below(3) === 0 ? [{ Effect: 'Deny', Action: names.slice(first + 9, first + 11) }] : []),
    ]);
  }
}

/** Policies of 20 to 30 actions of several services: every tenth with a condition, every fiftieth with a fault. */
export function* mixedPolicies(actions, count) {
  const random = numbersFrom(2);
  for (let i = 0; i < count; i++) {
    const names = new Set();
    const services = Array.from({ length: 2 + random.below(3) }, () => random.of(actions));
    for (let k = 20 + random.below(11); k > 0; k--) names.add(random.of(random.of(services)));
    const Action = [...names];
    const half = Math.ceil(Action.length / 2);
    const condition =
      random.below(10) === 0 ? { Condition: { StringEquals: { 'g:ProjectName': [`project-${i}`] } } } : {};
    if (random.below(50) === 0) Action[0] = random.of([`${Action[0]}s`, Action[1], 'ims:images', 'Allow']);
    yield policy([
      { Effect: 'Allow', Action: Action.slice(0, half), ...condition },
      { Effect: 'Allow', Action: Action.slice(half) },
    ]);
  }
}

/** One policy of a number of statements, each of a number of actions. */
export function policyOf(actions, statements, actionsEach) {
  const random = numbersFrom(3);
  const all = actions.flat();
  return policy(
    Array.from({ length: statements }, () => ({
      Effect: 'Allow',
      Action: Array.from({ length: actionsEach }, () => random.of(all)),
    })),
  );
}

function policy(Statement) {
  return `${JSON.stringify({ Version: '1.1', Statement }, null, 2)}\n`;
}

/** A repository in which one file of a hundred is a policy. */
export function* repositoryFiles(actions, count) {
  const random = numbersFrom(4);
  const policies = cleanPolicies(actions, count);
  const words = [
    'cluster',
    'image',
    'release',
    'replicas',
    'statement',
    'region',
    'notes',
    'version',
    'team',
    'owner',
  ];
  const lines = (line) => `${Array.from({ length: 20 + random.below(60) }, (_, i) => line(i)).join('\n')}\n`;
  for (let i = 0; i < count; i++) {
    const name = `part-${i % 97}/file-${i}`;
    if (i % 100 === 0) yield { path: `${name}.json`, text: policies.next().value };
    else if (i % 4 === 0) {
      const settings = Array.from({ length: 20 + random.below(40) }, (_, k) => [
        `${random.of(words)}${k}`,
        `${k}`,
      ]);
      yield { path: `${name}.json`, text: `${JSON.stringify(Object.fromEntries(settings), null, 2)}\n` };
    } else if (i % 4 === 1)
      yield { path: `${name}.yaml`, text: lines((k) => `${random.of(words)}${k}: ${k}`) };
    else if (i % 4 === 2)
      yield { path: `${name}.md`, text: lines((k) => `The ${random.of(words)} of step ${k}.`) };
    else yield { path: `${name}.ts`, text: lines((k) => `export const ${random.of(words)}${k} = ${k};`) };
  }
}

/** Modules of Terraform: every tenth file holds a role with its policy. */
export function* terraformFiles(actions, count) {
  const random = numbersFrom(5);
  for (let i = 0; i < count; i++) {
    const network = `resource "huaweicloud_vpc" "vpc_${i}" {\n  name = "vpc-\${var.stage}-${i}"\n  cidr = "10.${i % 256}.0.0/16"\n}\n`;
    const names = random.of(actions).slice(0, 4 + random.below(6));
    const role = `resource "huaweicloud_identity_role" "role_${i}" {
  name        = "role-${i}"
  description = "Made for the benchmark"
  type        = "XA"
  policy = jsonencode({
    Version = "1.1"
    Statement = [{
      Effect = "Allow"
      Action = [
${names.map((name) => `        "${name}",`).join('\n')}
      ]
    }]
  })
}
`;
    const text = i % 10 === 0 ? `${network}\n${role}` : network.repeat(1 + random.below(8));
    yield {
      path: `module-${i % 100}/file-${i}.tf`,
      text: text.replaceAll(/"(vpc|role)_\d+"/g, (_, kind) => `"${kind}_${random.below(1e9)}"`),
    };
  }
}

/** Policies written in YAML. */
export function* yamlFiles(actions, count) {
  let i = 0;
  for (const text of cleanPolicies(actions, count)) {
    const { Statement } = JSON.parse(text);
    const statements = Statement.map(
      ({ Effect, Action }) =>
        `  - Effect: ${Effect}\n    Action:\n${Action.map((name) => `      - ${name}\n`).join('')}`,
    ).join('');
    yield { path: `team-${i % 100}/policy-${i++}.yaml`, text: `Version: "1.1"\nStatement:\n${statements}` };
  }
}

/** Gives policies the names of files. */
export function* policyFiles(texts) {
  let i = 0;
  for (const text of texts) yield { path: `team-${i % 100}/policy-${i++}.json`, text };
}

/** Writes files below a folder. */
export function writeFiles(folder, files) {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
