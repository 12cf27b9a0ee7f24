// A library file: what only calls with `--fix` or `--diff` need.

export { deliverDiff } from './deliver-diff.ts';
export { fixFiles } from './fix-files.ts';
export { keepingStdin } from './source-text.ts';
