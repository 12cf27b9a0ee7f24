// A library file: what `lint`, which runs in hooks, does without.

export { can } from './can.ts';
export { catalogue } from './catalogue.ts';
export { completion } from './completion.ts';
export { diff } from './diff.ts';
export { expand } from './expand.ts';
export { explain } from './explain.ts';
export { generate } from './generate.ts';
export { init } from './init.ts';
export { report } from './report.ts';
export { test } from './test.ts';
export { whoCan } from './who-can.ts';
