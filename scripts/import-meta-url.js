// What stands for `import.meta.url` in CommonJS; yargs, which is written as modules, finds its parts by it.
export const importMetaUrl = require('node:url').pathToFileURL(__filename).href;
