// What stands for `import.meta.url` in CommonJS; yargs, which is written as modules, finds its parts by it. Marked as free of
// effects, so that a bundle that does not ask for it goes without.
export const importMetaUrl = /* @__PURE__ */ (() => require('node:url').pathToFileURL(__filename).href)();
