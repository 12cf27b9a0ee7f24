// Decides a million APIs over the whole catalogue in this process, and shows how the cost grows with statements and APIs.
// Called by the benchmark as `node bench-decisions.cjs <data directory>`.
import { readFileSync } from 'node:fs';
import { createCatalogue } from '../src/catalogue/loaded-catalogue.ts';
import { deciderFor } from '../src/decide/decide-over-places.ts';
import { nothingKnown } from '../src/model/context.ts';
import type { Entry } from '../src/model/entry.ts';
import type { Grant } from '../src/model/grant.ts';
import type { Language } from '../src/model/language.ts';
import { readPolicyFile } from '../src/policy/read-policy-file.ts';

const [data = ''] = process.argv.slice(2);
const read = (name: string): unknown => JSON.parse(readFileSync(`${data}/${name}`, 'utf8'));
const catalogue = createCatalogue(read);
const services = catalogue.covered();
const entries = services.flatMap((service) => catalogue.entries(service));
const language = read('language.json') as Language;

/** A policy with ten patterns in each statement, one statement in five a Deny, over all services in turn. */
function grants(statements: number): Grant[] {
  let next = 0;
  const pattern = () => {
    const service = services[next % services.length];
    return [`${service}:*:get*`, `${service}:*:list`, `${service}:*:*`, `${service}:s*r*:create`, '*:*:get'][
      next++ % 5
    ];
  };
  const document = {
    Version: '1.1',
    Statement: Array.from({ length: statements }, (_, i) => ({
      Effect: i % 5 === 4 ? 'Deny' : 'Allow',
      Action: Array.from({ length: 10 }, pattern),
    })),
  };
  const { policies } = readPolicyFile('policy.json', JSON.stringify(document));
  return policies.map((policy) => ({ policy, place: { kind: 'iam' } }));
}

function decide(granted: readonly Grant[], apis: readonly Entry[], decisions: number): number {
  const start = process.hrtime.bigint();
  const decider = deciderFor(granted, {
    language,
    context: nothingKnown,
    levelOf: catalogue.level,
    ignoreDependencies: false,
  });
  for (let done = 0; done < decisions; ) {
    for (const entry of apis) {
      decider.kindOf(entry);
      if (++done === decisions) break;
    }
  }
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(measure: () => number, runs = 5): number {
  measure();
  const sorted = Array.from({ length: runs }, measure).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const million = median(() => decide(grants(5), entries, 1_000_000), 3);
console.log(
  `1,000,000 decisions over ${entries.length} APIs, 5 statements, 50 patterns: ${(million / 1000).toFixed(2)} s (goal 1 s)`,
);
// Many runs: the first ones are not compiled yet.
const once = (statements: number, apis: readonly Entry[]) =>
  median(() => decide(grants(statements), apis, apis.length), 41);
const base = once(10, entries);
console.log(`every API once, 10 statements: ${base.toFixed(1)} ms`);
console.log(
  `  twice the statements: ${(once(20, entries) / base).toFixed(2)}x, four times: ${(once(40, entries) / base).toFixed(2)}x`,
);
console.log(
  `  half of the APIs: ${(
    once(
      10,
      entries.filter((_, i) => i % 4 < 2),
    ) / base
  ).toFixed(2)}x`,
);
